package import PulseCore

/// Turns successive readings of one machine into what Pulse shows of it.
///
/// Pure: it is told what was read and what time it is. Rates need two readings at least half a second apart; until then they are unknown.
package struct HostProbe: Sendable {
    private let id: ResourceID
    private var rates = HostRates()
    private var start = StartMoment()

    package init(id: ResourceID) {
        self.id = id
    }

    package mutating func observe(_ reading: HostReading, at now: Timestamp) -> ObservedResource {
        rates.observe(reading, at: now)
        start.observe(reading, at: now)
        let hostname = reading.identity.hostname ?? id.path
        var metrics = HostLevels(reading, at: now).measurements
        for rate in rates.measurements.entries { metrics[rate.metric] = rate.measurement }
        return ObservedResource(
            id: id, name: hostname.split(separator: ".").first.map(String.init) ?? hostname, parent: nil, status: .online,
            facts: .host(HostFacts(reading, hostname: hostname, startedAt: start.moment)), metrics: metrics)
    }
}
