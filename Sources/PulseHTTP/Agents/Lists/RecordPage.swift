import Hummingbird
import PulseAccess
import PulseCore

/// Rows of the lists that an agent tells of beside things with figures: images, services, events.
struct RecordList {
    /// Writes the members of one row.
    typealias Row = (inout JSONWriter) -> Void

    var rows: [Row] = []
    /// That the agent did not tell, at its limit.
    var leftOut = 0
}

/// Who asks for which part of the lists.
struct RecordReader {
    let fleet: Fleet
    let ledger: Ledger
    let visibility: Visibility
    /// Nil for all.
    let wanted: Set<String>?

    /// In order, those that are asked for and shown.
    private var sources: [(slug: SourceSlug, ledger: SourceLedger)] {
        ledger.sources.filter { wanted?.contains($0.key.description) ?? true }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Lists of an engine are about its machine: whoever sees that sees them.
    func engines<Record>(
        _ records: (EngineRecords) -> [Record], members: @escaping (Record, inout JSONWriter) -> Void
    ) -> RecordList {
        var list = RecordList()
        for (slug, ledger) in sources {
            let machine = ResourceID.reported(.host, slug, path: "")
            guard visibility.showsAll(of: slug) || visibility.shows(machine, in: fleet) else { continue }
            let name = name(of: slug, machine)
            for engine in ledger.engines.value ?? [] {
                list.leftOut += engine.leftOut
                list.rows += records(engine).map { record in
                    { json in
                        json.name("source"); json.string(slug.description)
                        json.name("host"); json.string(name)
                        json.name("engine"); json.string(engine.product)
                        members(record, &json)
                    }
                }
            }
        }
        return list
    }

    /// Lists of a cluster name things of every namespace, so they are for those who see all of it.
    func clusters<Record>(
        _ records: (KubernetesRecords) -> [Record], members: @escaping (Record, inout JSONWriter) -> Void
    ) -> RecordList {
        var list = RecordList()
        for (slug, ledger) in sources where visibility.showsAll(of: slug) {
            guard let told = ledger.kubernetes.value else { continue }
            let name = name(of: slug, .reported(.kubernetesCluster, slug, path: ""))
            list.leftOut += told.leftOut
            list.rows += records(told).map { record in
                { json in
                    json.name("source"); json.string(slug.description)
                    json.name("host"); json.string(name)
                    members(record, &json)
                }
            }
        }
        return list
    }

    private func name(of slug: SourceSlug, _ whole: ResourceID) -> String {
        fleet.resources[whole]?.name ?? fleet.sources[slug]?.name ?? slug.description
    }
}

/// Which rows of a list are asked for.
struct RecordQuery {
    let sources: Set<String>?
    private let limit: Int
    private let offset: Int

    init(_ request: Request) throws {
        sources = request.queryList("source").map(Set.init)
        limit = try request.pageLimit(500)
        guard let offset = request.queryText("offset").map({ Int($0) }) ?? 0, offset >= 0 else {
            throw APIError.invalid("offset", "offset is a number from 0.")
        }
        self.offset = offset
    }

    func write(_ list: RecordList) -> [UInt8] {
        let page = list.rows.dropFirst(offset).prefix(limit)
        var json = JSONWriter(capacity: 256 + page.count * 250)
        json.object { json in
            json.name("rows"); json.array(page) { json, row in json.object { row(&$0) } }
            json.name("total"); json.integer(list.rows.count)
            json.name("left_out"); json.integer(list.leftOut)
        }
        return json.bytes
    }
}
