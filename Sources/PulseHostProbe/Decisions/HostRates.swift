import PulseCore

/// Turns the counters of two readings of a machine into rates and shares.
///
/// A rate covers the time between the readings as the machine's uptime tells it; a clock that somebody sets does not disturb it.
struct HostRates: Sendable {
    private static let transfers: [Metric] = [.diskRead, .diskWrite, .networkIn, .networkOut]
    /// The uptime has hundredths of a second: over a shorter time than this, a rate would be noise.
    private static let shortest = Duration.milliseconds(500)
    /// Bytes per second. No machine is faster: a counter that jumped.
    private static let fastest = 1e13

    private var last: CounterSample?
    private(set) var measurements = MetricTable()

    mutating func observe(_ reading: HostReading, at now: Timestamp) {
        let sample = CounterSample(reading, at: now)
        guard let last, !sample.isRestart(after: last) else { return begin(sample) }
        let elapsed = sample.elapsed(since: last)
        // The clock went back, and there is no uptime to ask instead.
        if elapsed < .zero { return begin(sample) }
        // What was measured before still holds.
        if elapsed < Self.shortest { return }
        self.last = sample
        for metric in Self.transfers { measurements[metric] = Self.rate(metric, from: last, to: sample, over: elapsed) }
        let shares = ProcessorShares(from: last.processors, to: sample.processors, at: now)
        measurements[.cpu] = shares.busy
        measurements[.ioWait] = shares.ioWait
    }

    private mutating func begin(_ sample: CounterSample) {
        last = sample
        for metric in Self.transfers {
            measurements[metric] = .unknown(sample.counters[metric]?.isEmpty == false ? .firstSample : .notReported)
        }
        let shares = ProcessorShares(from: nil, to: sample.processors, at: sample.at)
        measurements[.cpu] = shares.busy
        measurements[.ioWait] = shares.ioWait
    }

    /// What appeared meanwhile counts from the next reading on, and what disappeared no longer. A counter that fell leaves the sum unknown.
    private static func rate(_ metric: Metric, from last: CounterSample, to next: CounterSample, over elapsed: Duration) -> Measurement {
        guard let new = next.counters[metric], !new.isEmpty else { return .unknown(.notReported) }
        let old = last.counters[metric] ?? [:]
        let pairs = new.compactMap { name, bytes in old[name].map { (before: $0, now: bytes) } }
        guard !pairs.isEmpty, pairs.allSatisfy({ $0.now >= $0.before }) else { return .unknown(.firstSample) }
        let bytes = pairs.reduce(0) { $0 + Double($1.now - $1.before) }
        let rate = bytes / elapsed.asSeconds
        return rate <= fastest ? .measured(rate, at: next.at) : .unknown(.invalidAnswer)
    }
}
