import PulseCore

/// Decides which samples are believed by their time.
struct SampleGate {
    /// Clocks differ; a sample from further ahead than this would stand in front of everything that is measured until then. Seconds.
    static let tolerance: Int64 = 300

    /// Seconds since 1970.
    let now: Int64
    /// What is older would be deleted at once.
    let oldest: Int64

    struct Refused: Equatable {
        var fromTheFuture = 0
        var tooOld = 0
    }

    func sort(_ samples: [Sample]) -> (accepted: [Sample], refused: Refused) {
        var refused = Refused()
        let accepted = samples.filter { sample in
            if isAhead(sample.at) { refused.fromTheFuture += 1; return false }
            if isTooOld(sample.at) { refused.tooOld += 1; return false }
            return true
        }
        return (accepted, refused)
    }

    func accepts(_ time: Timestamp) -> Bool { !isAhead(time) && !isTooOld(time) }

    private func isAhead(_ time: Timestamp) -> Bool { time.seconds > now + Self.tolerance }
    private func isTooOld(_ time: Timestamp) -> Bool { time.seconds < max(oldest, 1) }
}

extension SampleGate {
    /// What would be deleted at once is not taken.
    init(_ retention: HistoryRetention, at now: Timestamp) {
        self.init(now: now.seconds, oldest: now.seconds - retention.hour)
    }
}
