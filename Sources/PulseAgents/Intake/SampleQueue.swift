import PulseCore
import Synchronization

/// Late samples on their way into history. Bounded: when it is full, agents are told to send again later.
final class SampleQueue: Sendable {
    /// About 20 MB.
    static let limit = 300_000

    private let samples = Mutex<[Sample]>([])

    /// A batch may still be added to one that is nearly full.
    var hasRoom: Bool { samples.withLock { $0.count < Self.limit / 2 } }

    func add(_ batch: [Sample]) {
        guard !batch.isEmpty else { return }
        samples.withLock { $0 += batch }
    }

    func takeAll() -> [Sample] {
        samples.withLock { samples in
            defer { samples = [] }
            return samples
        }
    }
}
