import Crypto
import Foundation
import PulseCore
import PulseStorage

@testable import PulseAudit

/// A log in a directory of its own.
struct TestLog {
    static let start = Timestamp(seconds: 1_790_000_000)
    static let key = SigningKey(bytes: Array("a signing key of more than 32 bytes".utf8))

    let directory: String
    let sealer: Sealer
    let log: AuditLog

    init(
        keys: KeyRing = KeyRing(current: key), followers: [any AuditFollower] = [], directory: String? = nil,
        sealer: Sealer = Sealer(key: SymmetricKey(size: .bits256))
    ) throws {
        let made = directory ?? NSTemporaryDirectory() + "pulse-audit-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: made, withIntermediateDirectories: true)
        self.directory = made
        self.sealer = sealer
        log = try AuditLog(
            database: try Database(path: made + "/audit.db", migrations: AuditSchema.migrations, profile: .journal), sealer: sealer, keys: keys,
            followers: followers, random: { 0x0123_4567_89AB_CDEF })
    }

    var path: String { directory + "/audit.db" }

    /// The same log, opened again.
    func reopened(keys: KeyRing = KeyRing(current: key)) throws -> TestLog {
        try log.close()
        return try TestLog(keys: keys, directory: directory, sealer: sealer)
    }

    /// Event `number`, so many minutes after the start.
    static func event(_ number: Int, _ name: String? = nil, user: String? = nil, outcome: AuditEvent.Outcome? = nil) -> AuditEvent {
        AuditEvent(
            id: "operation-\(number)", at: start + .seconds(number * 60), event: name ?? ["login", "source.add", "token.create"][number % 3],
            actor: .user(user ?? ["anna", "ben"][number % 2]), address: "192.0.2.\(number % 250)", path: "/api/thing/\(number)",
            outcome: outcome ?? (number % 5 == 0 ? .denied : .success), details: ["name": "thing-\(number)", "before": "a"])
    }

    @discardableResult
    func append(_ numbers: ClosedRange<Int>) throws -> [AuditRecord] { try log.append(numbers.map { Self.event($0) }) }

    /// A copy of the closed file.
    func copy() throws -> String {
        let path = NSTemporaryDirectory() + "pulse-audit-copy-\(UUID().uuidString).db"
        try FileManager.default.copyItem(atPath: self.path, toPath: path)
        return path
    }

    func remove() { try? FileManager.default.removeItem(atPath: directory) }
}
