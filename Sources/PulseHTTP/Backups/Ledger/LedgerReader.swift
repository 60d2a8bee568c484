import PulseAccess
import PulseCore

/// Takes the parts of the ledgers that somebody may see.
///
/// Who sees all of a source sees all of its ledger. Others see what is about a guest or a node that is shown to them, and no problems, which name
/// what is hidden.
struct LedgerReader {
    let view: BackupView

    /// In order, those of which the reader sees something. That a source exists is told by what it holds alone.
    let sources: [(SourceSlug, SourceLedger)]

    init(view: BackupView) {
        self.view = view
        let seen = view.visibility.isLimited ? Set(view.fleet.resources.values.lazy.filter { view.shows($0.id) }.map(\.source)) : []
        sources = view.ledger.sources.filter { view.showsAll(of: $0.key) || seen.contains($0.key) }.sorted { $0.key < $1.key }
    }

    func isShown(_ source: SourceSlug, node: String? = nil, vmid: Int? = nil) -> Bool {
        if view.showsAll(of: source) { return true }
        guard node != nil || vmid != nil else { return false }
        return (node.map { view.shows(.node(source, $0)) } ?? true) && (vmid.map { view.shows(guest: $0, of: source) } ?? true)
    }

    /// A section of the whole source.
    func gather<Row>(
        _ told: (SourceLedger) -> Told<[Row]>, node: (Row) -> String? = { _ in nil }, vmid: (Row) -> Int? = { _ in nil }, key: (Row) -> String,
        members: @escaping (Row, inout JSONWriter) -> Void
    ) -> LedgerList {
        var list = LedgerList()
        for (source, ledger) in sources {
            let told = told(ledger)
            list.add(told, source: source, node: nil, isAll: view.showsAll(of: source))
            for row in told.value ?? [] where isShown(source, node: node(row), vmid: vmid(row)) {
                list.items.append(
                    LedgerItem(key: "\(source)|\(key(row))", source: source, node: node(row), vmid: vmid(row)) { members(row, &$0) })
            }
        }
        return list
    }

    /// A section of each node. Of a reader who sees a part, what is about no guest is the node's.
    func gatherNodes<Row>(
        _ told: (NodeLedger) -> Told<[Row]>, vmid: (Row) -> Int? = { _ in nil }, isOpen: (Row) -> Bool = { _ in true }, key: (Row) -> String,
        members: @escaping (Row, inout JSONWriter) -> Void
    ) -> LedgerList {
        var list = LedgerList()
        for (source, ledger) in sources {
            for (node, said) in ledger.nodes.sorted(by: { $0.key < $1.key }) where isShown(source, node: node) {
                let told = told(said)
                list.add(told, source: source, node: node, isAll: view.showsAll(of: source))
                for (index, row) in (told.value ?? []).enumerated() where isShown(source, node: node, vmid: vmid(row)) {
                    guard view.showsAll(of: source) || isOpen(row) else { continue }
                    list.items.append(
                        LedgerItem(key: "\(key(row))|\(source)|\(node)|\(index)", source: source, node: node, vmid: vmid(row)) { members(row, &$0) })
                }
            }
        }
        return list
    }

    static func rows<Value, Row>(of told: Told<Value>, _ rows: (Value) -> [Row]) -> Told<[Row]> {
        var answer = Told<[Row]>()
        if let value = told.value, let at = told.at { answer.answered(rows(value), at: at) }
        if let problem = told.problem { answer.failed(problem) }
        return answer
    }
}

extension LedgerList {
    /// - Parameter isAll: the reader sees the whole source, so that a problem may be named.
    mutating func add<Value>(_ told: Told<Value>, source: SourceSlug, node: String?, vmid: Int? = nil, isAll: Bool) {
        guard isAll || told.at != nil, told.at != nil || told.problem != nil else { return }
        sections.append(LedgerSection(source: source, node: node, vmid: vmid, at: told.at, problem: isAll ? told.problem : nil))
    }
}
