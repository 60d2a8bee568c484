import PulseCore
import Synchronization

/// Late samples on their way into history. Bounded: when it is full, agents are told to send again later.
final class SampleQueue: Sendable {
    /// About 13 MB. It is also what is handed over at once: history bounds what it takes in one piece.
    static let limit = 200_000

    private let samples = Mutex<[Sample]>([])

    /// A batch may still be added to one that is nearly full.
    var hasRoom: Bool { samples.withLock { $0.count < Self.limit } }

    func add(_ batch: [Sample]) {
        guard !batch.isEmpty else { return }
        samples.withLock { $0 += batch }
    }

    /// The oldest; what is left comes the next time.
    func take() -> [Sample] {
        samples.withLock { samples in
            let taken = Array(samples.prefix(Self.limit))
            if taken.count == samples.count { samples = [] } else { samples.removeFirst(taken.count) }
            return taken
        }
    }
}
