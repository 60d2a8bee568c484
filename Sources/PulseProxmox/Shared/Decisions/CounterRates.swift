import PulseCore

/// The counters of a guest as Proxmox reports them: bytes since its start.
struct GuestCounters: Sendable, Equatable {
    var networkIn: Int64?
    var networkOut: Int64?
    var diskRead: Int64?
    var diskWrite: Int64?

    static let metrics: [Metric] = [.networkIn, .networkOut, .diskRead, .diskWrite]

    subscript(metric: Metric) -> Int64? {
        switch metric {
        case .networkIn: networkIn
        case .networkOut: networkOut
        case .diskRead: diskRead
        case .diskWrite: diskWrite
        default: nil
        }
    }
}

/// Turns the counters of one guest into rates.
///
/// Proxmox renews a guest's row every 10 s, and we look every 10 s, now and then just before the renewal. The uptime in the row moves with
/// each renewal, so it tells a row that has not been renewed (the last rate stays) from a guest that did nothing (the rate is 0).
struct CounterRates: Sendable, Equatable {
    private struct Sample: Sendable, Equatable {
        var counters: GuestCounters
        var uptime: Int64?
        var node: String
        var at: Timestamp
    }

    private var last: Sample?
    private(set) var rates: [Measurement] = []

    /// Without an uptime to tell, a row that stands still this long counts as renewed.
    private static let renewalLimit = Duration.seconds(20)
    /// Uptimes are whole seconds, so two of them are up to this far from the time between two looks.
    private static let uptimeTolerance = 1.5
    /// Bytes per second. No machine is faster: a counter that jumped.
    private static let fastest = 1e13

    mutating func observe(_ counters: GuestCounters, uptime: Int64?, node: String, at now: Timestamp) {
        let sample = Sample(counters: counters, uptime: uptime, node: node, at: now)
        guard let last, last.node == node, !Self.isRestart(from: last, to: sample) else { return begin(sample) }
        guard Self.isRenewed(from: last, to: sample) else { return }
        let seconds = Self.seconds(from: last, to: sample)
        guard seconds > 0 else { return }
        rates = GuestCounters.metrics.map { Self.rate(from: last.counters[$0], to: counters[$0], seconds: seconds, at: now) }
        self.last = sample
    }

    /// It doesn't run: the next sample is a first one.
    mutating func reset() {
        last = nil
        rates = []
    }

    private mutating func begin(_ sample: Sample) {
        last = sample
        rates = GuestCounters.metrics.map { .unknown(sample.counters[$0] == nil ? .notReported : .firstSample) }
    }

    private static func isRestart(from last: Sample, to next: Sample) -> Bool {
        if let old = last.uptime, let new = next.uptime, new < old { return true }
        return GuestCounters.metrics.contains { metric in
            guard let old = last.counters[metric], let new = next.counters[metric] else { return false }
            return new < old
        }
    }

    private static func isRenewed(from last: Sample, to next: Sample) -> Bool {
        guard let old = last.uptime, let new = next.uptime else {
            return next.counters != last.counters || next.at.since(last.at) >= renewalLimit
        }
        return new != old || next.counters != last.counters
    }

    private static func seconds(from last: Sample, to next: Sample) -> Double {
        let watched = next.at.since(last.at).asSeconds
        guard let old = last.uptime, let new = next.uptime, new > old else { return watched }
        let counted = Double(new - old)
        return abs(counted - watched) <= uptimeTolerance ? watched : counted
    }

    private static func rate(from old: Int64?, to new: Int64?, seconds: Double, at now: Timestamp) -> Measurement {
        guard let new else { return .unknown(.notReported) }
        guard let old else { return .unknown(.firstSample) }
        let rate = Double(new - old) / seconds
        return rate <= fastest ? .measured(rate, at: now) : .unknown(.invalidAnswer)
    }
}
