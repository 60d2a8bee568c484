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
            let time = sample.at.seconds
            if time > now + Self.tolerance { refused.fromTheFuture += 1; return false }
            if time < max(oldest, 1) { refused.tooOld += 1; return false }
            return true
        }
        return (accepted, refused)
    }
}
