import PulseCore

/// How long a request to a disk took on average between two samples, from its being asked to its end.
struct DiskLatency: Sendable {
    /// Longer than any driver waits: a counter that jumped. Seconds.
    private static let longest = 3600.0

    /// The mean of all disks, each with the weight of its requests. A machine whose disks had nothing to do has no latency.
    let whole: Measurement
    let parts: [PartFigure]

    init(from last: [String: DiskRequests]?, to next: [String: DiskRequests]?, at now: Timestamp) {
        guard let next, !next.isEmpty else {
            whole = .unknown(.notReported)
            parts = []
            return
        }
        let spent = next.sorted { $0.key < $1.key }.compactMap { name, requests in
            last?[name].flatMap { requests.since($0) }.map { (name: name, requests: $0) }
        }
        parts = spent.prefix(PartLimits.devices).compactMap { name, requests in
            requests.mean.flatMap { $0 <= Self.longest ? PartFigure(.diskLatency, part: name, $0) : nil }
        }
        let count = spent.reduce(0) { $0 + Double($1.requests.count) }
        let milliseconds = spent.reduce(0) { $0 + Double($1.requests.milliseconds) }
        let mean = count > 0 ? milliseconds / count / 1000 : nil
        whole =
            spent.isEmpty
            ? .unknown(.firstSample) : mean.map { $0 <= Self.longest ? .measured($0, at: now) : .unknown(.invalidAnswer) } ?? .unknown(.notReported)
    }
}

extension DiskRequests {
    /// Nil when a counter fell: those of the time have 32 bits on many kernels.
    fileprivate func since(_ last: DiskRequests) -> DiskRequests? {
        guard count >= last.count, milliseconds >= last.milliseconds else { return nil }
        return DiskRequests(count: count - last.count, milliseconds: milliseconds - last.milliseconds)
    }

    /// Seconds.
    fileprivate var mean: Double? { count > 0 ? Double(milliseconds) / Double(count) / 1000 : nil }
}
