import Hummingbird
import PulseCore

/// What one source, node or guest said about one matter: when, and what stood in the way the last time.
struct LedgerSection {
    let source: SourceSlug
    let node: String?
    let vmid: Int?
    let at: Timestamp?
    let problem: Problem?
}

/// One line of a ledger, with what it is filtered and ordered by.
struct LedgerItem {
    /// Unique within the answer; pages go on behind it. Items are in the order of their keys.
    let key: String
    let source: SourceSlug
    let node: String?
    let vmid: Int?
    /// Writes the members beside source, node and guest.
    let members: (inout JSONWriter) -> Void
}

/// All of one matter that the reader may see.
struct LedgerList {
    var sections: [LedgerSection] = []
    var items: [LedgerItem] = []
}

/// Filters and page of a reading of the ledger.
struct LedgerQuery {
    private let source: String?
    private let node: String?
    private let guest: ResourceID?
    private let after: String?
    private let limit: Int

    init(_ request: Request) throws {
        source = request.queryText("source")
        node = request.queryText("node")
        guest = request.queryText("guest").flatMap { ResourceID($0) }
        guard request.queryText("guest") == nil || guest?.kind == .guest else {
            throw APIError.invalid("guest", "guest is an id such as guest:homelab/101.")
        }
        after = request.queryText("after")
        limit = try request.pageLimit(500)
    }

    private func matches(_ item: LedgerItem) -> Bool {
        (source.map { $0 == item.source.description } ?? true) && (node.map { $0 == item.node } ?? true)
            && (guest.map { guest in item.vmid.map { .guest(item.source, vmid: $0) == guest } ?? false } ?? true)
    }

    /// Those of guests are as many as guests: of a guest nobody asked for only a problem is told.
    private func matches(_ section: LedgerSection) -> Bool {
        guard source.map({ $0 == section.source.description }) ?? true else { return false }
        guard node == nil || section.node == nil || node == section.node else { return false }
        guard let vmid = section.vmid else { return true }
        return guest.map { $0 == .guest(section.source, vmid: vmid) } ?? (section.problem != nil)
    }

    func write(_ list: LedgerList) -> [UInt8] {
        let matching = list.items.filter(matches).sorted { $0.key < $1.key }
        let rest = after.map { after in matching.drop { $0.key <= after } } ?? matching[...]
        let page = rest.prefix(limit)
        var json = JSONWriter(capacity: 512 + page.count * 300)
        json.object { json in
            json.name("sections")
            json.array(list.sections.filter(matches)) { $1.write(into: &$0) }
            json.name("items"); json.array(page) { $1.write(into: &$0) }
            json.name("total"); json.integer(matching.count)
            json.name("next"); json.string(page.count < rest.count ? page.last?.key : nil)
        }
        return json.bytes
    }
}

extension LedgerSection {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("source"); json.string(source.description)
            json.name("node"); json.string(node)
            json.name("guest"); json.string(vmid.map { ResourceID.guest(source, vmid: $0).description })
            json.name("at"); json.time(at)
            json.name("problem")
            guard let problem else { return json.null() }
            json.object {
                $0.name("code"); $0.string(problem.code)
                $0.name("sentence"); $0.string(problem.sentence)
                $0.name("nextStep"); $0.string(problem.nextStep)
            }
        }
    }
}

extension LedgerItem {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("source"); json.string(source.description)
            json.name("node"); json.string(node)
            json.name("guest"); json.string(vmid.map { ResourceID.guest(source, vmid: $0).description })
            members(&json)
        }
    }
}

extension WorkOutcome {
    /// The members `outcome` and `error` of a piece of work; both null while it runs.
    static func write(_ outcome: WorkOutcome?, into json: inout JSONWriter) {
        json.name("outcome"); json.string(outcome?.word)
        json.name("error")
        if case .failed(let error)? = outcome { json.string(error) } else { json.null() }
    }
}
