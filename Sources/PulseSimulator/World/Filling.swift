/// Something runs full: from what it holds anyway to all but nothing left, in a straight line.
struct Filling: Sendable, Equatable {
    let since: Double
    let seconds: Double

    /// The share that is used, where it would be `share` without.
    func raised(_ share: Double, at t: Double) -> Double {
        guard t > since else { return share }
        return share + max(0, 0.999 - share) * min(1, (t - since) / max(1, seconds))
    }
}

/// A snapshot of a guest.
struct GuestSnapshot: Sendable, Equatable {
    let name: String
    let description: String
    let takenAt: Int
}
