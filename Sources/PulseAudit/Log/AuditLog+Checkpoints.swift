package import PulseCore
import PulseStorage

extension AuditLog {
    /// Signs how long the log is now, and the root over all of it.
    @discardableResult
    package func makeCheckpoint(_ reason: Checkpoint.Reason, at now: Timestamp) throws -> Checkpoint? {
        var made: Checkpoint?
        try commit([], at: now) { position, transaction in
            let checkpoint = try Checkpoint(
                number: (position.checkpoint?.number ?? 0) + 1, size: position.chain.frontier.size, root: position.chain.frontier.root, at: now,
                reason: reason, previous: position.checkpoint?.hash(origin: identity.origin) ?? .zero
            ).signed(by: signer)
            try CheckpointTable.insert(checkpoint, transaction.database)
            (position.checkpoint, made) = (checkpoint, checkpoint)
        }
        return made
    }

    /// Newest first.
    package func checkpoints(limit: Int) throws -> [Checkpoint] { try database.read { try CheckpointTable.newest(limit, $0) } }

    /// Oldest first.
    package func checkpoints(after number: Int64) throws -> [Checkpoint] { try database.read { try CheckpointTable.after(number, $0) } }
}
