import PulseCore

/// Samples that wait to be stored while the disk does not take them. Bounded: when it is full, the oldest go.
struct WaitingBatches {
    /// About 20 MB; one poll of 10,000 guests has 140,000 samples.
    static let limit = 300_000

    private(set) var samples: [Sample] = []
    private var lost = 0

    mutating func add(_ batch: [Sample]) {
        samples += batch
        let surplus = samples.count - Self.limit
        guard surplus > 0 else { return }
        samples.removeFirst(surplus)
        lost += surplus
    }

    /// After all of them were stored.
    mutating func clear(_ refused: SampleGate.Refused, _ health: inout HistoryHealth) {
        samples = []
        health.refusedFuture += refused.fromTheFuture
        health.refusedOld += refused.tooOld
        health.lost += lost
        lost = 0
    }
}
