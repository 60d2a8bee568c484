import Foundation
import PulseCore
import PulseTestPrograms
import Testing

@testable import PulseAudit

/// Another process changes a copy of the log with SQL; the verifier has the file and the public key, and nothing else unless a test says so.
@Suite("Tampering", .enabled(if: SQLiteProgram.isInstalled, "sqlite3 is not installed"), .timeLimit(.minutes(5)))
struct TamperingProgramTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let sql: String
        let kind: VerificationProblem.Kind
        /// Where; nil for what is said of no event.
        let sequence: Int64?

        init(_ name: String, _ sql: String, _ kind: VerificationProblem.Kind, at sequence: Int64?) {
            (testDescription, self.sql, self.kind, self.sequence) = (name, sql, kind, sequence)
        }
    }

    private static let columns = RecordTable.columns.dropFirst("sequence, ".count)

    static let cases: [Case] =
        [
            ("id", "'00000000-0015-8012-cdef-12345678abcd'"), ("operation", "'x'"), ("event", "'logout'"), ("actor", "'system'"), ("user", "'eve'"),
            ("address", "''"), ("path", "'/'"), ("outcome", "'failure'"), ("key", "'0011223344556677'"), ("at", "at + 1"), ("details", "X''"),
            ("previous", "zeroblob(32)"), ("hash", "zeroblob(32)"), ("signature", "'v2:00'"),
        ].map { Case("edit \($0)", "UPDATE record SET \($0) = \($1) WHERE sequence = 20;", .changed, at: 20) } + [
            Case("set the signature empty", "UPDATE record SET signature = '' WHERE sequence = 20;", .changed, at: 20),
            Case("set signature and key empty", "UPDATE record SET signature = '', key = '' WHERE sequence = 20;", .changed, at: 20),
            Case("make a text a blob", "UPDATE record SET user = CAST(user AS BLOB) WHERE sequence = 20;", .changed, at: 20),
            Case("edit the last event", "UPDATE record SET user = 'eve' WHERE sequence = 48;", .changed, at: 48),
            Case("edit the first event", "UPDATE record SET user = 'eve' WHERE sequence = 9;", .changed, at: 9),
            Case("renumber an event", "UPDATE record SET sequence = 100 WHERE sequence = 20;", .missing, at: 20),
            Case("delete the first", "DELETE FROM record WHERE sequence = 9;", .missing, at: 9),
            Case("delete one in the middle", "DELETE FROM record WHERE sequence = 20;", .missing, at: 20),
            Case("delete a range", "DELETE FROM record WHERE sequence BETWEEN 20 AND 30;", .missing, at: 20),
            Case("delete the last", "DELETE FROM record WHERE sequence = 48;", .cutOff, at: 48),
            Case("cut off with the newest checkpoint left", "DELETE FROM record WHERE sequence > 43;", .cutOff, at: 44),
            Case(
                "cut off together with the newest checkpoint", "DELETE FROM record WHERE sequence > 43; DELETE FROM checkpoint WHERE number = 4;",
                .cutOff, at: 44),
            Case(
                "cut off at a checkpoint, its signature put in as the head's",
                """
                DELETE FROM record WHERE sequence > 45;
                UPDATE head SET size = 45, root = (SELECT root FROM checkpoint WHERE number = 4),
                    signature = (SELECT signature FROM checkpoint WHERE number = 4);
                """, .head, at: nil),
            Case("cut off without the head", "DELETE FROM record WHERE sequence > 45; DELETE FROM head;", .head, at: nil),
            Case("delete everything", "DELETE FROM record;", .cutOff, at: 9),
            Case(
                "swap two neighbours",
                "UPDATE record SET sequence = -1 WHERE sequence = 20; UPDATE record SET sequence = 20 WHERE sequence = 21; "
                    + "UPDATE record SET sequence = 21 WHERE sequence = -1;", .reordered, at: 20),
            Case(
                "swap two far apart",
                "UPDATE record SET sequence = -1 WHERE sequence = 15; UPDATE record SET sequence = 15 WHERE sequence = 33; "
                    + "UPDATE record SET sequence = 33 WHERE sequence = -1;", .reordered, at: 15),
            Case(
                "delete one and number the rest anew",
                "DELETE FROM record WHERE sequence = 20; UPDATE record SET sequence = -sequence WHERE sequence > 20; "
                    + "UPDATE record SET sequence = -sequence - 1 WHERE sequence < 0;", .missing, at: 20),
            Case(
                "insert an old event at the end", "INSERT INTO record SELECT 49, \(columns) FROM record WHERE sequence = 20;", .inserted, at: 49),
            Case(
                "put an old event in the place of another",
                "DELETE FROM record WHERE sequence = 30; INSERT INTO record SELECT 30, \(columns) FROM record WHERE sequence = 20;", .inserted, at: 30
            ),
            Case(
                "insert an event and move the rest",
                "UPDATE record SET sequence = -sequence WHERE sequence >= 20; UPDATE record SET sequence = -sequence + 1 WHERE sequence < 0; "
                    + "INSERT INTO record SELECT 20, \(columns) FROM record WHERE sequence = 15;", .inserted, at: 20),
            Case(
                "have an event twice",
                "CREATE TABLE other AS SELECT * FROM record; INSERT INTO other SELECT * FROM record WHERE sequence = 20; DROP TABLE record; "
                    + "ALTER TABLE other RENAME TO record;", .inserted, at: 20),
            Case(
                "put a removed event back", "INSERT INTO record SELECT 8, \(columns) FROM record WHERE sequence = 20;", .inserted, at: 8),
            Case("change a tombstone", "UPDATE tombstone SET reason = 'nothing of interest';", .tombstone, at: 1),
            Case(
                "stretch a tombstone over more events", "DELETE FROM record WHERE sequence <= 12; UPDATE tombstone SET last = 12;", .missing, at: 1),
            Case(
                "forge a second tombstone",
                "DELETE FROM record WHERE sequence = 9; INSERT INTO tombstone SELECT 2, 9, 9, hash, frontier || zeroblob(32), at, reason, signature "
                    + "FROM tombstone WHERE number = 1;", .tombstone, at: 9),
            Case("remove the tombstone", "DELETE FROM tombstone;", .missing, at: 1),
            Case("cut behind the tombstone", "DELETE FROM record WHERE sequence BETWEEN 9 AND 11;", .missing, at: 9),
            Case("change the root of a checkpoint", "UPDATE checkpoint SET root = zeroblob(32) WHERE number = 2;", .checkpoint, at: nil),
            Case("change the size of a checkpoint", "UPDATE checkpoint SET size = 27 WHERE number = 2;", .checkpoint, at: nil),
            Case("remove the first checkpoint", "DELETE FROM checkpoint WHERE number = 1;", .checkpoint, at: nil),
            Case("remove a checkpoint in the middle", "DELETE FROM checkpoint WHERE number = 2;", .checkpoint, at: nil),
            Case("remove the newest checkpoint", "DELETE FROM checkpoint WHERE number = 4;", .checkpoint, at: nil),
            Case("remove all checkpoints", "DELETE FROM checkpoint;", .checkpoint, at: nil),
            Case("put in another public key", "UPDATE log SET public_key = zeroblob(32);", .key, at: nil),
            Case("give the log another name", "UPDATE log SET origin = 'other';", .tombstone, at: 1),
        ]

    @Test("a copy that nobody changed is intact")
    func untouched() throws {
        let victim = try Victim.standard.get()
        let report = try victim.report(after: "", keys: KeyRing(current: TestLog.key), outside: victim.outside)
        #expect(report.problems == [])
        #expect(report.verdict == .intact)
        #expect((report.checked, report.firstSequence, report.lastSequence, report.removed) == (40, 9, 48, 8))
        #expect(report.unsigned == 0 && report.unchecked == 0)
    }

    @Test("what was done is found and named", arguments: cases)
    func found(tampering: Case) throws {
        let report = try Victim.standard.get().report(after: tampering.sql)
        #expect(report.verdict == .damaged)
        #expect(report.problems.first?.kind == tampering.kind, "\(report.problems.map(\.sentence))")
        #expect(report.problems.first?.sequence == tampering.sequence, "\(report.problems.map(\.sentence))")
    }

    private static let forger = SigningKey(bytes: Array(repeating: 7, count: 40))

    @Test("an event written anew with its hash is told by the next one, and exactly by the signing key")
    func forgedAlone() throws {
        let victim = try Victim.standard.get()
        let record = try #require(try victim.records().first { $0.sequence == 20 })
        let unsigned = record.forged(previous: record.previousHash, user: "eve", key: nil)
        let withoutSignature = try victim.report(after: unsigned.sql).problems
        #expect(withoutSignature.first?.kind == .signature && withoutSignature.first?.sequence == 20, "no event says that signing ended")
        let claimed = record.forged(previous: record.previousHash, user: "eve", key: Self.forger, claiming: TestLog.key.id).sql
        let withoutKey = try victim.report(after: claimed).problems
        #expect(withoutKey.first?.kind == .changed && withoutKey.first?.sequence == 20)
        let withKey = try victim.report(after: claimed, keys: KeyRing(current: TestLog.key)).problems
        #expect(withKey.first?.kind == .signature && withKey.first?.sequence == 20)
    }

    /// The statements that write the log anew from an event on, as somebody who knows how hashes are made.
    private func rewrite(_ victim: Victim, from sequence: Int64, key: SigningKey) throws -> (sql: String, records: [AuditRecord]) {
        var previous: Data?
        let records = try victim.records().map { record in
            guard record.sequence >= sequence else { return record }
            let forged = record.forged(
                previous: previous ?? record.previousHash, user: record.sequence == sequence ? "eve" : nil, key: key, claiming: TestLog.key.id)
            previous = forged.hash
            return forged
        }
        return (records.filter { $0.sequence >= sequence }.map(\.sql).joined(separator: "\n"), records)
    }

    @Test("the chain written anew is not what the checkpoints were signed over")
    func rewrittenChain() throws {
        let victim = try Victim.standard.get()
        let report = try victim.report(after: try rewrite(victim, from: 20, key: Self.forger).sql)
        #expect(report.problems.first?.kind == .changed)
        // Checkpoint 1 is over 12 events and right, checkpoint 2 over 28 and is not.
        #expect(report.problems.first?.sequence == 13)
        #expect(report.problems.first?.sentence.contains("13 to 28") == true)
    }

    @Test("behind the newest checkpoint the signed end tells it")
    func rewrittenTail() throws {
        let victim = try Victim.standard.get()
        let report = try victim.report(after: try rewrite(victim, from: 47, key: Self.forger).sql)
        #expect(report.problems.first?.kind == .changed)
        #expect(report.problems.first?.sequence == 46)
    }

    @Test("with the signing key given, the first event of a chain that was signed by another key is named")
    func otherSigningKey() throws {
        let victim = try Victim.standard.get()
        let report = try victim.report(after: try rewrite(victim, from: 20, key: Self.forger).sql, keys: KeyRing(current: TestLog.key))
        #expect(report.problems.first?.kind == .signature)
        #expect(report.problems.first?.sequence == 20)
        #expect(report.problemCount == 29)
    }

    /// Every statement of the log signed anew, over other events.
    private func resigned(_ victim: Victim, from sequence: Int64, by signer: LogSigner, key: SigningKey) throws -> String {
        let (sql, records) = try rewrite(victim, from: sequence, key: key)
        let file = try LogFile(path: victim.log.path)
        let tombstone = try #require(try file.tombstones().first?.tombstone).signed(by: signer)
        var frontier = tombstone.frontier
        var roots: [Int64: Hash256] = [:]
        for record in records {
            frontier.append(try #require(Hash256(record.hash)))
            roots[frontier.size] = frontier.root
        }
        var before: Checkpoint?
        let checkpoints = try file.checkpoints().compactMap(\.checkpoint).map { old in
            let made = try Checkpoint(
                number: old.number, size: old.size, root: roots[old.size] ?? old.root, at: old.at, reason: old.reason,
                previous: before?.hash(origin: victim.identity.origin) ?? .zero
            ).signed(by: signer)
            before = made
            return "UPDATE checkpoint SET root = X'\(made.root.hex)', previous = X'\(made.previous.hex)', signature = X'\(Hex.text(made.signature))' "
                + "WHERE number = \(made.number);"
        }
        let old = try #require(try file.head())
        let head = try Head(
            frontier: frontier, hash: try #require(records.last.flatMap { Hash256($0.hash) }), checkpoint: old.checkpoint, tombstone: old.tombstone,
            at: old.at
        ).signed(by: signer)
        return sql + checkpoints.joined() + """
            UPDATE tombstone SET signature = X'\(Hex.text(tombstone.signature))';
            UPDATE log SET public_key = X'\(Hex.text(signer.identity.publicKey))';
            UPDATE head SET root = X'\(head.frontier.root.hex)', frontier = X'\(Hex.text(head.frontier.data))', hash = X'\(head.hash.hex)',
                signature = X'\(Hex.text(head.signature))';
            """
    }

    @Test("everything written anew and signed with another key is told by the public key")
    func swappedKeys() throws {
        let victim = try Victim.standard.get()
        let sql = try resigned(victim, from: 20, by: LogSigner(origin: victim.identity.origin), key: TestLog.key)
        let report = try victim.report(after: sql)
        #expect(report.verdict == .damaged)
        #expect(report.problems.contains { $0.kind == .key })
        #expect(report.problems.contains { $0.kind == .checkpoint })
        #expect(report.problems.contains { $0.kind == .head })
    }

    @Test("who has both keys and writes everything anew is caught by a checkpoint from outside, and by nothing else")
    func bothKeys() throws {
        let victim = try Victim.standard.get()
        let keys = KeyRing(current: TestLog.key)
        let sql = try resigned(victim, from: 20, by: victim.log.log.signer, key: TestLog.key)
        let alone = try victim.report(after: sql, keys: keys)
        #expect(alone.verdict == .intact, "nothing inside of the file can tell: \(alone.problems.map(\.sentence))")
        #expect(alone.warnings.contains { $0.contains("No checkpoint from outside") })
        let witnessed = try victim.report(after: sql, keys: keys, outside: [victim.outside[1]])
        #expect(witnessed.verdict == .damaged)
        #expect(witnessed.problems.contains { $0.kind == .checkpoint })
        #expect(witnessed.problems.first?.kind == .changed)
    }

    @Test("a log that was set back to an older copy is caught by a later checkpoint from outside")
    func setBack() throws {
        let log = try TestLog()
        defer { log.remove() }
        try log.append(1...10)
        var old = try log.reopened()
        let copy = try old.copy()
        try old.append(11...20)
        let later = CheckpointLine(try #require(try old.log.makeCheckpoint(.hour, at: TestLog.start)), of: old.log.identity)
        old = try old.reopened()
        let verification = LogVerification(path: copy, publicKey: log.log.identity.publicKey)
        #expect(try verification.run().verdict == .intact)
        var witnessed = verification
        witnessed.outside = [later]
        let report = try witnessed.run()
        #expect(report.problems.first?.kind == .cutOff)
        #expect(report.problems.first?.sequence == 11)
    }

    @Test("events of another log in the places of this one's do not follow on each other")
    func mixed() throws {
        let other = try TestLog()
        defer { other.remove() }
        try other.log.append((1...30).map { TestLog.event($0, user: "carl") })
        try other.log.close()
        let victim = try Victim.standard.get()
        let report = try victim.report(
            after: "ATTACH '\(other.path)' AS other; INSERT OR REPLACE INTO record SELECT * FROM other.record WHERE sequence BETWEEN 20 AND 25;")
        #expect(report.verdict == .damaged)
        #expect(report.problems.first?.kind == .changed)
        #expect(report.problems.first?.sequence == 19, "between 19 and 20 the chain is broken")
    }

    @Test("a checkpoint of another log, or signed by another key, is not taken for one of this log")
    func foreignCheckpoint() throws {
        let victim = try Victim.standard.get()
        let other = LogSigner(origin: victim.identity.origin)
        let checkpoint = try #require(victim.outside[1].checkpoint)
        let forged = CheckpointLine(try checkpoint.signed(by: other), of: other.identity)
        #expect(try victim.report(after: "", outside: [forged]).problems.first?.kind == .key)
        let foreign = CheckpointLine(checkpoint, of: LogIdentity(origin: "other", publicKey: victim.identity.publicKey))
        #expect(try victim.report(after: "", outside: [foreign]).problems.first?.kind == .key)
    }

    @Test("an outside checkpoint about removed events is checked as far as it can be, and says so")
    func removedWitness() throws {
        let log = try TestLog()
        defer { log.remove() }
        try log.append(1...4)
        let early = CheckpointLine(try #require(try log.log.makeCheckpoint(.hour, at: TestLog.start)), of: log.log.identity)
        try log.append(5...20)
        _ = try log.log.removeEvents(before: TestLog.start + .seconds(11 * 60), days: 1, at: TestLog.start + .seconds(3600))
        let report = try LogVerification(path: log.path, publicKey: log.log.identity.publicKey, outside: [early]).run()
        #expect(report.problems == [])
        #expect(report.warnings.contains { $0.contains("retention removed") })
    }

    @Test("bytes that were overwritten are damage, not a crash", arguments: 0..<12)
    func garbage(seed: UInt64) throws {
        let victim = try Victim.standard.get()
        let copy = try victim.log.copy()
        defer { try? FileManager.default.removeItem(atPath: copy) }
        var data = try Data(contentsOf: URL(fileURLWithPath: copy))
        var generator = Seeded(state: seed)
        let from = Int(generator.next() % UInt64(data.count - 4096))
        for index in from..<from + 4096 { data[index] = UInt8(truncatingIfNeeded: generator.next()) }
        try data.write(to: URL(fileURLWithPath: copy))
        // In a page that verification does not look at, such as one of an index, nothing is said.
        _ = try? LogVerification(path: copy, publicKey: victim.identity.publicKey).run()
    }

    @Test("verification tells how far it is, and stops when it is told to")
    func cancelled() throws {
        let victim = try Victim.standard.get()
        var told: [Int64] = []
        let report = try LogVerification(path: victim.log.path).run { checked, total in
            told.append(checked)
            return total == 0
        }
        #expect(report.verdict == .cancelled)
        #expect(told == [0])
    }

    @Test("a file that is no log, and one that is not there, are refused with a sentence")
    func noLog() throws {
        #expect(throws: (any Error).self) { try LogVerification(path: "/nonexistent/audit.db").run() }
        let path = NSTemporaryDirectory() + "pulse-audit-\(UUID().uuidString).db"
        try SQLiteProgram.run("CREATE TABLE log (origin, public_key); CREATE TABLE x (y);", on: path)
        #expect(throws: (any Error).self) { try LogVerification(path: path).run() }
    }
}
