import Foundation
import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore
import PulseHistory
import PulseInventory

/// Resources as docs/api.md describes them: listed in pages, one by one, their recent minutes, and what people write about them.
struct ResourceRoutes {
    let inventory: InventoryService
    let history: any HistoryDoor
    let now: @Sendable () -> Timestamp

    private static let longestNote = 10_000
    private static let longestName = 200

    func add(to routes: inout RouteTable) {
        routes.get("/api/resources", .permission(.monitoringRead), "Resources, filtered, in pages", list)
        routes.get("/api/resources/recent", .permission(.monitoringRead), "The last minutes of every resource", recent)
        routes.get("/api/resources/:id", .permission(.monitoringRead), "One resource", one)
        routes.get("/api/resources/:id/:rest", .permission(.monitoringRead), "One resource, its id written plainly", one)
        for path in ["/api/resources/:id/annotation", "/api/resources/:id/:rest/annotation"] {
            routes.change(.put, path, .permission(.monitoringWrite), audit: "resource.annotate", "Give a resource a name and a note", annotate)
        }
    }

    @Sendable private func list(_ request: Request, _ context: PulseContext) async throws -> Response {
        let query = try ResourceQuery(request)
        let fleet = context.visibility.part(of: inventory.fleet)
        let matches = query.matches(in: fleet)
        let page = query.page(of: matches)
        var json = JSONWriter(capacity: 256 + page.count * 900)
        json.object { json in
            json.name("resources"); json.array(page) { $0.resource($1, handle: nil) }
            json.name("total"); json.integer(matches.count)
            json.name("next")
            json.string(page.count == query.limit && page.last?.id != matches.last?.id ? page.last?.id.description : nil)
        }
        return request.compressed(json.bytes)
    }

    @Sendable private func one(_ request: Request, _ context: PulseContext) async throws -> Response {
        let resource = try find(context, context.visibility)
        var json = JSONWriter()
        json.resource(resource, handle: nil)
        return .json(json.bytes)
    }

    @Sendable private func recent(_ request: Request, _ context: PulseContext) async throws -> Response {
        let names = request.queryList("metrics") ?? RecentMinutes.metrics.map(\.rawValue)
        let metrics = names.compactMap(Metric.init(rawValue:)).filter(RecentMinutes.metrics.contains)
        guard metrics.count == names.count else {
            throw APIError.invalid("metrics", "Recent minutes exist for \(RecentMinutes.metrics.map(\.rawValue).joined(separator: ", ")).")
        }
        return request.compressed(
            RecentAnswer.write(try await history.recent(metrics, at: now()), context.visibility.part(of: inventory.fleet), metrics))
    }

    private func note(_ resource: Resource, _ annotation: Annotation, _ notes: AuditNotes) {
        notes.note("resource", resource.id.description)
        notes.note("before.name", resource.annotation.displayName ?? "")
        notes.note("after.name", annotation.displayName ?? "")
        notes.note("before.note", resource.annotation.note)
        notes.note("after.note", annotation.note)
    }

    @Sendable private func annotate(_ request: Request, _ context: PulseContext) async throws -> Response {
        struct Body: Decodable {
            let displayName: String?
            let note: String?
        }
        let body = try await request.decoded(as: Body.self, context)
        guard (body.displayName ?? "").count <= Self.longestName else {
            throw APIError.invalid("displayName", "A display name has at most \(Self.longestName) characters.")
        }
        guard (body.note ?? "").count <= Self.longestNote else {
            throw APIError.invalid("note", "A note has at most \(Self.longestNote) characters.")
        }
        let name = body.displayName?.printable(limit: Self.longestName)
        let annotation = Annotation(displayName: name?.isEmpty == false ? name : nil, note: body.note ?? "")
        // Whoever may read all and write some, writes some.
        let visibility = context.identity?.grants.visibility(for: .monitoringWrite) ?? .nothing
        let before = try find(context, visibility)
        note(before, annotation, context.notes)
        guard let written = try inventory.annotate(before.id, annotation, at: now()),
            let resource = visibility.show(written, in: inventory.fleet)
        else { throw unknown }
        var json = JSONWriter()
        json.resource(resource, handle: nil)
        return .json(json.bytes)
    }

    /// An id holds a slash, so it comes as one encoded part or as two plain ones.
    private func find(_ context: PulseContext, _ visibility: Visibility) throws -> Resource {
        let first = try context.parameters.require("id")
        let text = context.parameters.get("rest").map { "\(first)/\($0)" } ?? first
        let fleet = inventory.fleet
        // Ids hold percent signs of their own, so what is written plainly must not be decoded.
        for candidate in [text, text.removingPercentEncoding ?? text] {
            // What is hidden is answered as what does not exist.
            if let id = ResourceID(candidate), let resource = fleet.resources[id], let shown = visibility.show(resource, in: fleet) { return shown }
        }
        throw unknown
    }

    private var unknown: APIError { .notFound("Pulse does not know such a resource; it may have been removed.") }
}

/// The filters of the list.
struct ResourceQuery {
    private let kinds: Set<ResourceKind>
    private let source: String?
    private let parent: String?
    private let status: Set<Status>?
    private let text: String?
    private let after: ResourceID?
    let limit: Int

    init(_ request: Request) throws {
        kinds = try Self.words(request, "kind", ResourceKind.allCases).map(Set.init) ?? Set(ResourceKind.allCases)
        status = try Self.words(request, "status", Status.allCases).map(Set.init)
        source = request.queryText("source")
        parent = request.queryText("parent")
        text = request.queryText("text")?.lowercased()
        after = request.queryText("after").flatMap(ResourceID.init)
        let limit = request.queryText("limit").map { Int($0) } ?? 500
        guard let limit, (1...5000).contains(limit) else { throw APIError.invalid("limit", "limit is a number from 1 to 5000.") }
        self.limit = limit
    }

    func matches(in fleet: Fleet) -> [Resource] {
        fleet.sorted(kinds).filter { resource in
            (source.map { $0 == resource.source.description } ?? true) && (parent.map { $0 == resource.parent?.description } ?? true)
                && (status.map { $0.contains(resource.state.status) } ?? true) && (text.map { contains(resource, $0) } ?? true)
        }
    }

    func page(of matches: [Resource]) -> [Resource] {
        guard let after else { return Array(matches.prefix(limit)) }
        return Array(matches.drop { $0.id <= after }.prefix(limit))
    }

    private func contains(_ resource: Resource, _ text: String) -> Bool {
        resource.name.lowercased().contains(text) || resource.id.description.contains(text)
            || resource.annotation.displayName?.lowercased().contains(text) == true || resource.tags.contains { $0.lowercased().contains(text) }
    }

    private static func words<Word: RawRepresentable<String>>(_ request: Request, _ name: String, _ all: [Word]) throws -> [Word]? {
        guard let names = request.queryList(name) else { return nil }
        let words = names.compactMap(Word.init(rawValue:))
        guard words.count == names.count else {
            throw APIError.invalid(name, "\(name) is one or more of \(all.map(\.rawValue).joined(separator: ", ")), separated by commas.")
        }
        return words
    }
}

/// The body of `/api/resources/recent`.
enum RecentAnswer {
    static func write(_ minutes: RecentMinutes, _ fleet: Fleet, _ metrics: [Metric]) -> [UInt8] {
        var json = JSONWriter(capacity: 256 + fleet.resources.count * metrics.count * RecentMinutes.points * 6)
        json.object { json in
            json.name("at"); json.time(Timestamp(seconds: minutes.end - RecentMinutes.step))
            json.name("stepSeconds"); json.integer(RecentMinutes.step)
            json.name("points"); json.integer(RecentMinutes.points)
            json.name("series")
            json.object { json in
                for resource in fleet.sorted() { write(resource.id, minutes, metrics, &json) }
            }
        }
        return json.bytes
    }

    private static func write(_ id: ResourceID, _ minutes: RecentMinutes, _ metrics: [Metric], _ json: inout JSONWriter) {
        let series = metrics.compactMap { metric in minutes.series[id]?[metric].map { (metric, $0) } }
        guard !series.isEmpty else { return }
        json.name(data: id.description)
        json.object { json in
            for (metric, values) in series {
                json.name(data: metric.rawValue)
                json.array(values) { json, value in json.number(value.isNaN ? nil : rounded(value, metric)) }
            }
        }
    }

    private static func rounded(_ value: Float, _ metric: Metric) -> Double {
        metric.unit == .ratio ? (Double(value) * 1000).rounded() / 1000 : Double(value).rounded()
    }
}

extension Request {
    /// A large JSON body, compressed where the client takes it.
    func compressed(_ bytes: [UInt8]) -> Response {
        guard bytes.count > 1024, accepts(encoding: "gzip") else { return .json(bytes) }
        var response = Response.json(Deflate.gzip(bytes))
        response.headers[.contentEncoding] = "gzip"
        response.headers[.vary] = "Accept-Encoding"
        return response
    }
}
