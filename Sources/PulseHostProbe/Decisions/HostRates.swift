import PulseCore

/// Turns the counters of two readings of a machine into rates and shares, of the whole and of its parts.
///
/// A rate covers the time between the readings as the machine's uptime tells it; a clock that somebody sets does not disturb it.
struct HostRates: Sendable {
    /// The uptime has hundredths of a second: over a shorter time than this, a rate would be noise.
    private static let shortest = Duration.milliseconds(500)

    private var last: CounterSample?
    private(set) var measurements = MetricTable()
    private(set) var parts: [PartFigure] = []

    mutating func observe(_ reading: HostReading, at now: Timestamp) {
        let sample = CounterSample(reading, at: now)
        guard let last, !sample.isRestart(after: last) else { return begin(sample) }
        let elapsed = sample.elapsed(since: last)
        // The clock went back, and there is no uptime to ask instead.
        if elapsed < .zero { return begin(sample) }
        // What was measured before still holds.
        if elapsed < Self.shortest { return }
        self.last = sample
        parts = CoreShares.parts(from: last.cores, to: sample.cores, at: now)
        for metric in TransferRate.metrics {
            let rate = TransferRate(metric, from: last, to: sample, over: elapsed)
            measurements[metric] = rate.whole
            parts += rate.parts
        }
        let latency = DiskLatency(from: last.requests, to: sample.requests, at: now)
        measurements[.diskLatency] = latency.whole
        parts += latency.parts
        take(ProcessorShares(from: last.processors, to: sample.processors, at: now))
    }

    private mutating func begin(_ sample: CounterSample) {
        last = sample
        parts = []
        for metric in TransferRate.metrics {
            measurements[metric] = .unknown(sample.counters[metric]?.isEmpty == false ? .firstSample : .notReported)
        }
        measurements[.diskLatency] = DiskLatency(from: nil, to: sample.requests, at: sample.at).whole
        take(ProcessorShares(from: nil, to: sample.processors, at: sample.at))
    }

    private mutating func take(_ shares: ProcessorShares) {
        measurements[.cpu] = shares.busy
        measurements[.ioWait] = shares.ioWait
        measurements[.steal] = shares.steal
    }
}
