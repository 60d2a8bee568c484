import Foundation
import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore
import PulsePatrol

/// Patrol: findings, runs, what people do with findings. Addresses and members have the spelling of Pulse v5.
struct PatrolRoutes {
    static let path = "/api/ai/patrol"
    private static let (reading, acting) = (RoutePermission.permission(.monitoringRead), RoutePermission.permission(.monitoringWrite))
    private static let managing = RoutePermission.permission(.settingsWrite)
    private static let longestHistory = 1000
    private static let (usualRuns, mostRuns) = (50, 500)

    let patrol: PatrolService
    let fleet: @Sendable () -> Fleet
    let licence: LicenceService
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        let path = Self.path
        routes.get("\(path)/status", Self.reading, "Whether patrol runs, when it looks next, and what it found", status)
        routes.get("\(path)/findings", Self.reading, "Findings that want a person", findings)
        routes.get("\(path)/findings/:id", Self.reading, "One finding with its history", finding)
        routes.change(.delete, "\(path)/findings", Self.managing, audit: "patrol.clear", "Forget all findings", clear)
        routes.get("\(path)/history", Self.reading, "All findings that are kept, resolved ones too", history)
        routes.get("\(path)/dismissed", Self.reading, "Dismissed findings", dismissed)
        routes.get("\(path)/runs", Self.reading, "The runs there were, newest first", runs)
        routes.change(.post, "\(path)/run", Self.acting, audit: "patrol.run", "Look now", run)
        routes.change(.post, "\(path)/cancel", Self.acting, audit: "patrol.cancel", "End the run that is under way", cancel)
    }

    private func view(_ context: PulseContext) -> PatrolView { PatrolView(patrol, fleet(), context.visibility, at: now()) }

    @Sendable private func status(_ request: Request, _ context: PulseContext) async throws -> Response {
        .json(PatrolStatus(patrol: patrol, view: view(context), licence: licence.status).bytes)
    }

    @Sendable private func findings(_ request: Request, _ context: PulseContext) async throws -> Response {
        let query = try FindingQuery(request, patrol.checks)
        let view = view(context)
        let chosen = query.isWithHidden ? view.all.filter { !$0.isResolved }.sorted(by: FindingBook.isBefore) : view.active
        return list(chosen.filter(query.matches), view, request)
    }

    @Sendable private func finding(_ request: Request, _ context: PulseContext) async throws -> Response {
        let id = try context.parameters.require("id")
        let view = view(context)
        guard let finding = view.book.findings[id], view.shows(finding) else { throw FindingError.unknown(id) }
        var json = JSONWriter()
        FindingJSON(view: view).write(finding, withHistory: true, &json)
        return .json(json.bytes)
    }

    @Sendable private func history(_ request: Request, _ context: PulseContext) async throws -> Response {
        let start = try request.queryText("start_time").map { text in
            guard let moment = Timestamp(rfc3339: text) else {
                throw APIError.invalid("start_time", "start_time is a moment in RFC 3339, such as 2026-11-24T10:15:00Z.")
            }
            return moment
        }
        let view = view(context)
        return list(Array(view.all.filter { $0.firstSeen >= start ?? $0.firstSeen }.prefix(Self.longestHistory)), view, request)
    }

    @Sendable private func dismissed(_ request: Request, _ context: PulseContext) async throws -> Response {
        let view = view(context)
        return list(view.all.filter { if case .dismissed = $0.standing { true } else { false } }, view, request)
    }

    @Sendable private func runs(_ request: Request, _ context: PulseContext) async throws -> Response {
        let limit = try request.queryText("limit").map { text in
            guard let limit = Int(text), (1...Self.mostRuns).contains(limit) else {
                throw APIError.invalid("limit", "limit is a number from 1 to \(Self.mostRuns).")
            }
            return limit
        }
        let view = view(context)
        var json = JSONWriter()
        json.array(patrol.runs.suffix(limit ?? Self.usualRuns).reversed()) { json, record in
            RunJSON(record: record, shows: { view.book.findings[$0].map(view.shows) ?? false }, showsReasons: !view.visibility.isLimited)
                .write(&json)
        }
        return request.compressed(json.bytes)
    }

    @Sendable private func run(_ request: Request, _ context: PulseContext) async throws -> Response {
        guard patrol.ask(by: context.identity?.actor.name) else {
            throw APIError(.conflict, "patrol_running", "A run is under way; it sees the same. Its progress is in the status.")
        }
        return .done("Patrol is looking. Progress is on /api/events, findings follow in seconds.", status: .accepted)
    }

    @Sendable private func cancel(_ request: Request, _ context: PulseContext) async throws -> Response {
        guard patrol.cancel() else { throw APIError(.conflict, "patrol_idle", "No run is under way.") }
        return .done("The run ends; findings stay as they were.")
    }

    @Sendable private func clear(_ request: Request, _ context: PulseContext) async throws -> Response {
        guard request.queryText("confirm") == "true" else {
            throw APIError.invalid("confirm", "This forgets all findings and what was said of them. Add confirm=true if that is meant.")
        }
        let count = try patrol.change { $0.clear() }
        context.notes.note("cleared", "\(count)")
        var json = JSONWriter()
        json.object { json in
            json.name("success"); json.bool(true)
            json.name("cleared"); json.integer(count)
            json.name("message"); json.string("\(Words.count(count, "finding")) forgotten. What is still so comes back with the next run.")
        }
        return .json(json.bytes)
    }

    private func list(_ findings: [Finding], _ view: PatrolView, _ request: Request) -> Response {
        let text = FindingJSON(view: view)
        var json = JSONWriter(capacity: 256 + findings.count * 1500)
        json.array(findings) { text.write($1, &$0) }
        return request.compressed(json.bytes)
    }
}

extension Response {
    /// The answer of v5 to what was done.
    static func done(_ message: String, status: HTTPResponse.Status = .ok) -> Response {
        var json = JSONWriter()
        json.object { json in
            json.name("success"); json.bool(true)
            json.name("message"); json.string(message)
        }
        return .json(json.bytes, status: status)
    }
}
