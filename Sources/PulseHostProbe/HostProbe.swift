package import PulseCore

/// Turns successive readings of one machine, and what a survey has found of it, into what Pulse shows of it.
///
/// Pure: it is told what was read and what time it is. Rates need two readings at least half a second apart; until then they are unknown.
package struct HostProbe: Sendable {
    private let id: ResourceID
    private var rates = HostRates()
    private var start = StartMoment()
    private var facts: HostFacts?

    package init(id: ResourceID) {
        self.id = id
    }

    package mutating func observe(_ reading: HostReading, _ findings: SurveyFindings = SurveyFindings(), at now: Timestamp) -> ObservedResource {
        rates.observe(reading, at: now)
        start.observe(reading, at: now)
        let hostname = reading.identity.hostname ?? id.path
        let facts = HostFacts(reading, findings, hostname: hostname, startedAt: start.moment, after: facts)
        self.facts = facts
        var metrics = HostLevels(reading, at: now).measurements
        for rate in rates.measurements.entries { metrics[rate.metric] = rate.measurement }
        var host = ObservedResource(
            id: id, name: hostname.split(separator: ".").first.map(String.init) ?? hostname, parent: nil, status: .online, facts: .host(facts),
            metrics: metrics)
        host.parts = rates.parts + Self.fans(reading.fans ?? [])
        return host
    }

    private static func fans(_ fans: [FanSensor]) -> [PartFigure] {
        zip(FanSensor.names(fans), fans).prefix(PartLimits.fans).map { PartFigure(.fanSpeed, part: $0, Double($1.turns)) }
    }
}
