import Hummingbird
import PulseAccess
import PulseCore
import PulsePatrol

/// What a person says of a finding. Acknowledging, snoozing and suppressing are licensed; dismissing, resolving and reopening are not.
struct FindingActions {
    private static let acting = RoutePermission.permission(.monitoringWrite)

    let patrol: PatrolService
    let fleet: @Sendable () -> Fleet
    let now: @Sendable () -> Timestamp
    let newID: @Sendable () -> String

    func add(to routes: inout RouteTable) {
        let (path, gate) = (PatrolRoutes.path, Feature.aiPatrol)
        routes.change(
            .post, "\(path)/acknowledge", Self.acting, feature: gate, audit: "patrol.acknowledge", "Somebody knows of a finding", acknowledge)
        routes.change(.post, "\(path)/snooze", Self.acting, feature: gate, audit: "patrol.snooze", "Put a finding off for up to a week", snooze)
        routes.change(
            .post, "\(path)/suppress", Self.acting, feature: gate, audit: "patrol.suppress", "Hide what a check says of a resource from now on",
            suppress)
        routes.change(.post, "\(path)/dismiss", Self.acting, audit: "patrol.dismiss", "Say why a finding is none", dismiss)
        routes.change(.post, "\(path)/resolve", Self.acting, audit: "patrol.resolve", "Say that a finding is mended", resolve)
        routes.change(.post, "\(path)/reopen", Self.acting, audit: "patrol.reopen", "Take back what was said of a finding", reopen)
    }

    private struct Body: Decodable {
        let findingID: String
        let note: String?
        let reason: String?
        let durationHours: Double?

        enum CodingKeys: String, CodingKey {
            case findingID = "finding_id"
            case durationHours = "duration_hours"
            case note, reason
        }
    }

    private static let longestNote = 2000
    private static let mostHours = FindingBook.longestSnooze.asSeconds / 3600

    private func body(_ request: Request, _ context: PulseContext) async throws -> (Body, Standing.Word) {
        let body = try await request.decoded(as: Body.self, context)
        guard (body.note ?? "").utf8.count <= Self.longestNote else {
            throw APIError.invalid("note", "A note has at most \(Self.longestNote) bytes.")
        }
        context.notes.note("finding", body.findingID.printable(limit: 64))
        let view = PatrolView(patrol, fleet(), context.visibility, at: now())
        guard let finding = view.book.findings[body.findingID], view.shows(finding) else { throw FindingError.unknown(body.findingID) }
        context.notes.note("check", finding.check)
        context.notes.note("resource", finding.resource.printable(limit: 128))
        let note = (body.note?.isEmpty ?? true) ? nil : body.note
        return (body, Standing.Word(at: now(), by: context.identity?.actor.name, note: note))
    }

    @Sendable private func acknowledge(_ request: Request, _ context: PulseContext) async throws -> Response {
        let (body, word) = try await body(request, context)
        try patrol.change { try $0.acknowledge(body.findingID, word) }
        return .done("Acknowledged. It is open again when it gets worse.")
    }

    @Sendable private func snooze(_ request: Request, _ context: PulseContext) async throws -> Response {
        let (body, word) = try await body(request, context)
        guard let hours = body.durationHours, hours >= 1, hours.isFinite else {
            throw APIError.invalid("duration_hours", "duration_hours says for how many hours, from 1 to \(Words.short(Self.mostHours, places: 0)).")
        }
        // Pulse v5 takes more for a week, and its clients rely on it; the answer says until when.
        let time = Duration.seconds(Int64(min(hours, Self.mostHours) * 3600))
        context.notes.note("hours", Words.short(time.asSeconds / 3600, places: 1))
        try patrol.change { try $0.snooze(body.findingID, for: time, word) }
        let longest = hours > Self.mostHours ? ", which is the longest: \(Words.short(Self.mostHours, places: 0)) hours" : ""
        return .done("Snoozed until \(Words.minute(now() + time))\(longest).")
    }

    @Sendable private func dismiss(_ request: Request, _ context: PulseContext) async throws -> Response {
        let (body, word) = try await body(request, context)
        guard let reason = DismissalReason(rawValue: body.reason ?? "") else {
            throw APIError.invalid("reason", "reason is one of \(DismissalReason.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        context.notes.note("reason", reason.rawValue)
        try patrol.change { try $0.dismiss(body.findingID, reason, word) }
        return .done("Dismissed. It comes back when it gets worse.")
    }

    @Sendable private func resolve(_ request: Request, _ context: PulseContext) async throws -> Response {
        let (body, word) = try await body(request, context)
        try patrol.change { try $0.resolve(body.findingID, word) }
        return .done("Resolved. If the next run still sees it, it is shown as come back.")
    }

    @Sendable private func reopen(_ request: Request, _ context: PulseContext) async throws -> Response {
        let (body, word) = try await body(request, context)
        try patrol.change { try $0.reopen(body.findingID, word) }
        return .done("Open again.")
    }

    @Sendable private func suppress(_ request: Request, _ context: PulseContext) async throws -> Response {
        let (body, word) = try await body(request, context)
        let id = newID()
        try patrol.change { book in
            guard let finding = book.findings[body.findingID] else { throw FindingError.unknown(body.findingID) }
            try book.add(
                SuppressionRule(
                    id: id, matches: .init(resource: finding.resource, check: finding.check),
                    description: word.note ?? "\(finding.title) on \(finding.subject.name)", until: nil, finding: finding.id, createdAt: word.at,
                    createdBy: word.by))
        }
        context.notes.note("rule", id)
        return .done("Hidden from now on. The rule is under Suppressions, with what it hides.")
    }
}
