import PulseCore
import PulseStorage

/// Where a log stands: its chain, and what was said about it last. A copy goes on in a transaction and takes its place when that is kept.
struct LogPosition: Sendable {
    var chain: RecordChain
    var checkpoint: Checkpoint?
    var tombstone: Tombstone?

    init(_ head: Head, key: SigningKey?, database: PulseStorage.Database) throws {
        chain = RecordChain(frontier: head.frontier, hash: head.hash, key: key)
        (checkpoint, tombstone) = try database.read { (try CheckpointTable.newest(1, $0).first, try TombstoneTable.newest($0)) }
    }

    func head(at: Timestamp) -> Head {
        Head(
            frontier: chain.frontier, hash: chain.hash, checkpoint: checkpoint?.number ?? 0, tombstone: tombstone?.number ?? 0, at: at)
    }
}
