import Hummingbird
import PulseAccess
import PulseCore
import PulsePatrol

/// The catalogue of checks, and how often patrol looks.
struct CheckRoutes {
    private static let reading = RoutePermission.permission(.monitoringRead)
    private static let changing = RoutePermission.permission(.settingsWrite)

    let patrol: PatrolService
    let fleet: @Sendable () -> Fleet
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        let path = PatrolRoutes.path
        routes.get("\(path)/checks", Self.reading, "What patrol looks for", all)
        routes.get("\(path)/checks/:code", Self.reading, "One check, explained", one)
        routes.get("\(path)/schedule", Self.reading, "How often patrol looks", schedule)
        routes.change(.put, "\(path)/schedule", Self.changing, audit: "patrol.schedule", "Change how often patrol looks", setSchedule)
    }

    private func counts(_ context: PulseContext) -> [String: Int] {
        PatrolView(patrol, fleet(), context.visibility, at: now()).tally(by: \.check)
    }

    @Sendable private func all(_ request: Request, _ context: PulseContext) async throws -> Response {
        let counts = counts(context)
        var json = JSONWriter(capacity: 1000 + patrol.checks.count * 1200)
        json.array(patrol.checks) { json, check in check.write(active: counts[check.code] ?? 0, into: &json) }
        return request.compressed(json.bytes)
    }

    @Sendable private func one(_ request: Request, _ context: PulseContext) async throws -> Response {
        let code = try context.parameters.require("code")
        guard let check = patrol.checks.first(where: { $0.code == code || $0.key == code }) else {
            throw APIError.notFound("There is no check \(code.printable(limit: 64)).")
        }
        var json = JSONWriter()
        check.write(active: counts(context)[check.code] ?? 0, causes: patrol.checks.possibleCauses(of: check), into: &json)
        return .json(json.bytes)
    }

    @Sendable private func schedule(_ request: Request, _ context: PulseContext) async throws -> Response { .json(scheduleJSON()) }

    @Sendable private func setSchedule(_ request: Request, _ context: PulseContext) async throws -> Response {
        struct Body: Decodable {
            /// Not an `Int`, so that what is no whole number is told of by name.
            let minutes: Double

            enum CodingKeys: String, CodingKey { case minutes = "interval_minutes" }
        }
        let asked = try await request.decoded(as: Body.self, context).minutes
        guard let minutes = Int(exactly: asked), let schedule = PatrolSchedule(minutes: minutes) else {
            let range = PatrolSchedule.range
            throw APIError.invalid(
                "interval_minutes", "interval_minutes is a whole number from \(range.lowerBound) to \(range.upperBound); 0 turns patrol off.")
        }
        context.notes.note("minutes", "\(minutes)")
        try patrol.setSchedule(schedule)
        return .json(scheduleJSON())
    }

    private func scheduleJSON() -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.name("interval_minutes"); json.integer(patrol.schedule.minutes)
            if let next = patrol.nextRun { json.name("next_patrol_at"); json.time(next) }
            json.name("minimum_minutes"); json.integer(PatrolSchedule.range.lowerBound)
            json.name("maximum_minutes"); json.integer(PatrolSchedule.range.upperBound)
        }
        return json.bytes
    }
}

extension Check {
    /// - Parameter causes: nil in a list, which would be long with them.
    fileprivate func write(active: Int, causes: [Check]? = nil, into json: inout JSONWriter) {
        json.object { json in
            json.name("code"); json.string(code)
            json.name("key"); json.string(key)
            json.name("title"); json.string(title)
            json.name("category"); json.string(category.rawValue)
            json.name("kinds"); json.array(kinds.map(\.rawValue).sorted()) { $0.string($1) }
            json.name("needs"); json.array(needs.map(\.words)) { $0.string($1) }
            json.name("why"); json.string(page.why)
            json.name("decides"); json.string(page.decides)
            json.name("advice"); json.string(page.advice)
            if let causes { json.name("may_follow_from"); json.array(causes) { $0.string($1.code) } }
            json.name("findings"); json.integer(active)
        }
    }
}
