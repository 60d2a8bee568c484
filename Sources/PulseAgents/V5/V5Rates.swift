import PulseAgentProtocol
import PulseCore

/// Rates from the counters that v5 sends: two reports make one.
///
/// Pure. Over less than half a second a rate would be noise; a counter that fell began anew.
struct V5Rates: Sendable {
    /// No machine is faster, bytes per second: a counter that jumped.
    private static let fastest = 1e13

    private struct Reading: Sendable {
        let bytes: UInt64
        let at: Timestamp
    }

    private var readings: [String: Reading] = [:]
    /// The counters of the newest report; others are forgotten with it.
    private var seen: Set<String> = []

    /// Begins a report.
    mutating func begin() { seen = [] }

    /// Ends it: what was not in it is gone.
    mutating func end() { readings = readings.filter { seen.contains($0.key) } }

    /// - Parameter moment: by the agent's clock, so that an error of it does not matter.
    mutating func rate(of name: String, _ bytes: UInt64?, at moment: Timestamp) -> Figure {
        guard let bytes else { return .unknown(.notReported) }
        seen.insert(name)
        let last = readings[name]
        readings[name] = Reading(bytes: bytes, at: moment)
        guard let last, bytes >= last.bytes else { return .unknown(.firstSample) }
        let elapsed = moment.since(last.at).asSeconds
        guard elapsed >= 0.5 else { return .unknown(.firstSample) }
        let rate = Double(bytes - last.bytes) / elapsed
        return rate <= Self.fastest ? .value(rate) : .unknown(.invalidAnswer)
    }
}

extension [Figure] {
    /// Their sum, of those that are known; unknown when none is.
    var sum: Figure {
        let values = compactMap { if case .value(let value) = $0 { value } else { nil } }
        return values.isEmpty ? (first ?? .unknown(.notReported)) : .value(values.reduce(0, +))
    }
}
