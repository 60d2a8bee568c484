import Synchronization

/// The estate's time in seconds since 1970: virtual, or running with the machine's monotonic clock.
final class SimulatedClock: Sendable {
    private let start: Double
    private let began: ContinuousClock.Instant?
    private let advanced = Mutex(Duration.zero)

    init(_ clock: EstateOptions.Clock) {
        switch clock {
        case .virtual(let second):
            start = Double(second)
            began = nil
        case .real(let second):
            start = Double(second)
            began = .now
        }
    }

    var epoch: Double { start }

    var now: Double {
        let elapsed = began.map { $0.duration(to: .now) } ?? .zero
        return start + (elapsed + advanced.withLock { $0 }).inSeconds
    }

    func advance(by duration: Duration) {
        advanced.withLock { $0 += duration }
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
