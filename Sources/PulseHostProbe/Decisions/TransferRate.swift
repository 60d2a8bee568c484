import PulseCore

/// Bytes per second or packets per minute of one metric between two samples: of each disk or interface, and of all together.
struct TransferRate: Sendable {
    static let metrics: [Metric] = [.diskRead, .diskWrite, .networkIn, .networkOut, .networkErrors, .networkDrops]
    /// No machine is faster: a counter that jumped.
    private static let fastest = 1e13

    let whole: Measurement
    let parts: [PartFigure]

    /// What appeared meanwhile counts from the next reading on, and what disappeared no longer. A counter that fell leaves the sum unknown.
    init(_ metric: Metric, from last: CounterSample, to next: CounterSample, over elapsed: Duration) {
        guard let new = next.counters[metric], !new.isEmpty else {
            whole = .unknown(.notReported)
            parts = []
            return
        }
        let old = last.counters[metric] ?? [:]
        let pairs = new.sorted { $0.key < $1.key }.compactMap { name, bytes in old[name].map { (name: name, before: $0, now: bytes) } }
        let time = elapsed.asSeconds / (metric.unit == .count ? 60 : 1)
        let rates = pairs.filter { $0.now >= $0.before }.map { ($0.name, rate: Double($0.now - $0.before) / time) }
        parts = rates.filter { $0.rate <= Self.fastest }.prefix(PartLimits.devices).map { PartFigure(metric, part: $0.0, $0.rate) }
        guard !pairs.isEmpty, rates.count == pairs.count else {
            whole = .unknown(.firstSample)
            return
        }
        let sum = rates.reduce(0) { $0 + $1.rate }
        whole = sum <= Self.fastest ? .measured(sum, at: next.at) : .unknown(.invalidAnswer)
    }
}

/// How many parts of a machine have figures of their own. Each is a series of history.
enum PartLimits {
    static let cores = 256
    static let devices = 64
    static let fans = 64
}
