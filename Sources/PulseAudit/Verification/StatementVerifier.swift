import PulseCore

/// Looks at what is said about a log: tombstones, checkpoints, those from outside, and the head.
struct StatementVerifier {
    let identity: LogIdentity
    private(set) var problems: [VerificationProblem] = []
    private(set) var warnings: [String] = []
    private(set) var expectations: [RootExpectations.Expectation] = []

    init(identity: LogIdentity) { self.identity = identity }

    // MARK: Tombstones

    /// - Returns: the newest that says where the rest begins.
    mutating func tombstones(_ rows: [(number: Int64, tombstone: Tombstone?)]) -> Tombstone? {
        var newest: Tombstone?
        for (index, row) in rows.enumerated() {
            guard let tombstone = row.tombstone else {
                problems.append(VerificationProblem(.tombstone, at: nil, "Tombstone \(row.number) was changed: it cannot be read."))
                continue
            }
            if row.number != Int64(index + 1) || tombstone.first != (newest?.last ?? 0) + 1 {
                problems.append(
                    VerificationProblem(.tombstone, at: (newest?.last ?? 0) + 1, "A tombstone before tombstone \(row.number) is missing."))
            }
            if !identity.signed(tombstone) {
                problems.append(
                    VerificationProblem(
                        .tombstone, at: tombstone.first, "Tombstone \(row.number) is not genuine: its signature is not that of the log's key."))
            }
            newest = tombstone
        }
        return newest
    }

    // MARK: Checkpoints

    mutating func checkpoints(_ rows: [(number: Int64, checkpoint: Checkpoint?)]) {
        var before: Checkpoint?
        for (index, row) in rows.enumerated() {
            guard let checkpoint = row.checkpoint else {
                problems.append(VerificationProblem(.checkpoint, at: nil, "Checkpoint \(row.number) was changed: it cannot be read."))
                continue
            }
            let expected = before?.hash(origin: identity.origin) ?? .zero
            let isSigned = identity.signed(checkpoint)
            if !isSigned {
                problems.append(
                    VerificationProblem(
                        .checkpoint, at: nil, "Checkpoint \(row.number) is not genuine: its signature is not that of the log's key."))
            } else if row.number != Int64(index + 1) || checkpoint.previous != expected {
                problems.append(VerificationProblem(.checkpoint, at: nil, "A checkpoint before checkpoint \(row.number) is missing or was changed."))
            }
            if isSigned { expect(checkpoint, "checkpoint \(row.number)") }
            before = checkpoint
        }
    }

    private mutating func expect(_ checkpoint: Checkpoint, _ name: String) {
        expectations.append(RootExpectations.Expectation(size: checkpoint.size, root: checkpoint.root, name: name))
    }

    /// - Parameter start: the last removed event.
    mutating func outside(_ lines: [CheckpointLine], inside rows: [(number: Int64, checkpoint: Checkpoint?)], start: Int64) {
        let inside = Dictionary(rows.map { ($0.number, $0.checkpoint) }) { first, _ in first }
        for line in lines {
            guard line.origin == identity.origin else {
                problems.append(VerificationProblem(.key, at: nil, "The outside checkpoint \(line.number) is of another log."))
                continue
            }
            guard let checkpoint = line.checkpoint, identity.signed(checkpoint) else {
                problems.append(
                    VerificationProblem(
                        .key, at: nil, "The outside checkpoint \(line.number) is not signed with this log's key: one of the two is not genuine."))
                continue
            }
            compare(checkpoint, inside[checkpoint.number] ?? nil)
            expect(checkpoint, "the outside checkpoint \(checkpoint.number)")
            if checkpoint.size < start {
                warnings.append("The outside checkpoint \(checkpoint.number) is about events that retention removed; only its signature was checked.")
            }
        }
    }

    private mutating func compare(_ outside: Checkpoint, _ inside: Checkpoint?) {
        guard let inside else {
            return problems.append(
                VerificationProblem(
                    .cutOff, at: nil, "The outside checkpoint \(outside.number) is missing in the log: it was set back or written anew."))
        }
        guard inside.hash(origin: identity.origin) != outside.hash(origin: identity.origin) else { return }
        problems.append(
            VerificationProblem(.checkpoint, at: nil, "Checkpoint \(outside.number) is another one outside of the log: the log was written anew."))
    }

    // MARK: The head

    /// - Returns: the head when it is genuine.
    mutating func head(_ head: Head?, checkpoints: Int64, tombstones: Int64) -> Head? {
        guard let head else {
            problems.append(
                VerificationProblem(.head, at: nil, "The signed end of the log is missing, so events may be missing behind the last one."))
            return nil
        }
        guard identity.signed(head) else {
            problems.append(
                VerificationProblem(.head, at: nil, "The signed end of the log is not genuine: its signature is not that of the log's key."))
            return nil
        }
        if head.checkpoint != checkpoints {
            problems.append(
                VerificationProblem(.checkpoint, at: nil, "The newest checkpoint should be number \(head.checkpoint) and is number \(checkpoints)."))
        }
        if head.tombstone != tombstones {
            problems.append(
                VerificationProblem(.tombstone, at: nil, "The newest tombstone should be number \(head.tombstone) and is number \(tombstones)."))
        }
        return head
    }
}
