import PulseStorage
import Synchronization

extension HistoryStore {
    /// Lays the chunks of one stretch of a tier once more at other stretches: months of made-up data in seconds, for stores that are made to be
    /// measured. Chunks of raw data and of summaries hold times from the beginning of their stretch on, so only their checksums are new.
    ///
    /// - Parameter starts: beginnings of stretches of this tier, seconds since 1970, that hold nothing yet.
    package func repeatStretch(_ tier: Tier, from start: Int64, at starts: [Int64]) throws {
        try writing.withLock { writing in
            try load(&writing)
            let blocks = writing.blocks.filter { $0.tier == tier && $0.start == start }
            for other in starts {
                writing.blocks += try database.write { transaction in
                    try blocks.flatMap { try BlockTable.repeated($0, at: other, transaction.database) }
                }
            }
        }
    }
}
