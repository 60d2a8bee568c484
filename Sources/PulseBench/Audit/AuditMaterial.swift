import Crypto
import Foundation
import PulseAudit
import PulseCore
import PulseStorage

/// Made-up events of a year, and logs to put them into.
struct AuditMaterial {
    static let start = Timestamp(seconds: 1_760_000_000)
    static let key = SigningKey(bytes: Array("a signing key for measuring, 32 bytes".utf8))

    private static let events = (0..<40).map {
        "\(["source", "user", "token", "role", "login"][$0 % 5]).\(["add", "change", "remove", "test"][$0 % 4])\($0)"
    }

    /// Half a minute apart: a million of them are a year.
    static func event(_ number: Int) -> AuditEvent {
        AuditEvent(
            id: "operation-\(number / 2)", at: start + .seconds(number * 31), event: number % 3 == 0 ? "login" : events[number % 40],
            actor: number % 7 == 0 ? .token(id: "\(number % 9)", name: "script-\(number % 9)") : .user("user-\(number % 25)"),
            address: "192.0.2.\(number % 250)", path: "/api/sources/cluster-\(number % 300)",
            outcome: number % 50 == 0 ? .denied : number % 20 == 0 ? .failure : number % 2 == 0 ? .intent : .success,
            details: ["source": "cluster-\(number % 300)", "before.name": "Cluster \(number % 300)", "status": "200"])
    }

    static func events(_ range: Range<Int>) -> [AuditEvent] { range.map(event) }

    static func path(_ name: String) -> String {
        let path = NSTemporaryDirectory() + "/pulse-bench-audit-\(name)-\(ProcessInfo.processInfo.processIdentifier).db"
        remove(path)
        return path
    }

    static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }

    static func log(_ path: String) throws -> AuditLog {
        try AuditLog(
            database: try Database(path: path, migrations: AuditSchema.migrations, profile: .journal),
            sealer: Sealer(key: SymmetricKey(size: .bits256)), keys: KeyRing(current: key), random: { 0x0123_4567_89AB_CDEF })
    }
}
