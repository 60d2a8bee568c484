import Hummingbird
package import PulseCore
package import PulseHistory

/// How Pulse itself is, as health tells anybody: no names, no addresses.
package struct HealthReport: Sendable {
    package var databaseWritable: Bool
    /// Nil before the first tick.
    package var tickAge: Duration?
    package var sourcesReachable: Int
    package var sourcesTotal: Int
    package var uptime: Duration
    package var history: HistoryCondition
    /// Nil where samples go to no engine.
    package var engine: RemoteHealth?
    /// False while the audit log cannot be written: changes are refused, and Pulse goes on watching.
    package var auditWritable: Bool

    package init(
        databaseWritable: Bool, tickAge: Duration?, sourcesReachable: Int, sourcesTotal: Int, uptime: Duration, history: HistoryCondition = .good,
        engine: RemoteHealth? = nil, auditWritable: Bool = true
    ) {
        self.databaseWritable = databaseWritable
        self.tickAge = tickAge
        self.sourcesReachable = sourcesReachable
        self.sourcesTotal = sourcesTotal
        self.uptime = uptime
        self.history = history
        self.engine = engine
        self.auditWritable = auditWritable
    }

    /// A tick comes every second or so; when none came for this long the server is stuck.
    package static let tickLimit = Duration.seconds(30)

    /// Healthy means that Pulse can do its work; a source that is down is its finding, not its failure.
    package var isHealthy: Bool { databaseWritable && tickAge.map { $0 < Self.tickLimit } ?? (uptime < Self.tickLimit) }
}

/// How the store of history is. Pulse still watches when it is not good, so it does not make Pulse unhealthy; the page says it.
package enum HistoryCondition: String, Sendable {
    case good = "ok"
    /// The file is as large as it may be: data move to coarser tiers early.
    case overBudget = "over_budget"
    /// Some of it could not be read and was set aside.
    case damaged
    /// The disk takes nothing; what is measured waits, as far as there is room.
    case failing
    /// The engine of metrics takes nothing; what is measured waits on this disk.
    case engineAway = "engine_away"
    /// The same for so long that the oldest had to make room.
    case engineLosing = "engine_losing"

    package init(_ health: HistoryHealth) {
        if health.failure != nil {
            self = .failing
        } else if health.quarantined > 0 {
            self = .damaged
        } else {
            self = health.isOverBudget ? .overBudget : .good
        }
    }

    package init(_ engine: RemoteHealth) {
        if engine.intake.failure != nil {
            self = .failing
        } else if engine.trouble != nil {
            self = engine.droppedBatches > 0 ? .engineLosing : .engineAway
        } else {
            self = .good
        }
    }
}

package protocol HealthReporting: Sendable {
    func healthReport(at now: Timestamp) -> HealthReport
}

struct HealthRoutes {
    let health: any HealthReporting
    let version: String
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        routes.get("/api/health", .open, "Whether Pulse itself works", report)
        routes.get("/api/version", .open, "The version of this server", versionAnswer)
    }

    @Sendable private func report(_ request: Request, _ context: PulseContext) async throws -> Response {
        let moment = now()
        let report = health.healthReport(at: moment)
        var json = JSONWriter()
        json.object { json in
            json.name("status"); json.string(report.isHealthy ? "healthy" : "unhealthy")
            json.name("timestamp"); json.integer(moment.seconds)
            json.name("uptime"); json.number(report.uptime.asSeconds)
            json.name("version"); json.string(version)
            json.name("database"); json.string(report.databaseWritable ? "ok" : "failing")
            json.name("tickAgeSeconds"); json.number(report.tickAge?.asSeconds)
            json.name("sources")
            json.object { json in
                json.name("reachable"); json.integer(report.sourcesReachable)
                json.name("total"); json.integer(report.sourcesTotal)
            }
            json.name("history"); json.string(report.history.rawValue)
            json.name("audit"); json.string(report.auditWritable ? "ok" : "failing")
        }
        return .json(json.bytes, status: report.isHealthy ? .ok : .serviceUnavailable)
    }

    @Sendable private func versionAnswer(_ request: Request, _ context: PulseContext) async throws -> Response {
        struct Answer: Encodable {
            let version: String
            let runtime = "swift"
            let channel = "stable"
        }
        return try .json(Answer(version: version))
    }
}
