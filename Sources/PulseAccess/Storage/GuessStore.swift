import GRDB
import PulseCore
import PulseStorage

/// Wrong attempts to sign in, so that a restart does not make guessing free, and the addresses from which users signed in.
struct GuessStore: Sendable {
    let database: PulseStorage.Database

    /// Addresses remembered of each user, and for how long.
    static let mostAddresses = 20
    static let addressLifetime = Duration.seconds(90 * 86_400)
    /// The last use of an address is written at most this often.
    private static let addressInterval = Duration.seconds(86_400)

    func records() throws -> [String: LoginLimiter.Record] {
        try database.read { connection in
            try Row.fetchAll(connection, sql: "SELECT * FROM login_failure ORDER BY last_at DESC LIMIT ?", arguments: [LoginLimiter.mostKeys])
                .reduce(into: [:]) { records, row in
                    records[row["key"]] = LoginLimiter.Record(
                        failures: row["failures"], lastFailure: Timestamp(milliseconds: row["last_at"]),
                        blockedUntil: (row["blocked_until"] as Int64?).map(Timestamp.init(milliseconds:)))
                }
        }
    }

    func keep(_ records: [String: LoginLimiter.Record]) throws {
        try database.write { transaction in
            for (key, record) in records {
                try transaction.database.execute(
                    sql: "INSERT OR REPLACE INTO login_failure (key, failures, last_at, blocked_until) VALUES (?, ?, ?, ?)",
                    arguments: [key, record.failures, record.lastFailure.milliseconds, record.blockedUntil?.milliseconds])
            }
            try transaction.database.execute(
                sql: "DELETE FROM login_failure WHERE key IN (SELECT key FROM login_failure ORDER BY last_at DESC LIMIT -1 OFFSET ?)",
                arguments: [LoginLimiter.mostKeys])
        }
    }

    func remove(_ keys: [String]) throws {
        try database.write { transaction in
            for key in keys { try transaction.database.execute(sql: "DELETE FROM login_failure WHERE key = ?", arguments: [key]) }
        }
    }

    func clean(at now: Timestamp, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: "DELETE FROM login_failure WHERE last_at < ?", arguments: [(now - LoginLimiter.forgetAfter).milliseconds])
        try transaction.database.execute(
            sql: "DELETE FROM sign_in_address WHERE seen_at < ?", arguments: [(now - Self.addressLifetime).milliseconds])
    }

    func isKnown(_ address: String, of user: String, at now: Timestamp) throws -> Bool {
        try database.read { connection in
            try Bool.fetchOne(
                connection, sql: "SELECT EXISTS (SELECT 1 FROM sign_in_address WHERE user = ? AND address = ? AND seen_at >= ?)",
                arguments: [user, address, (now - Self.addressLifetime).milliseconds]) ?? false
        }
    }

    func signedIn(_ user: String, from address: String, at now: Timestamp, in transaction: WriteTransaction) throws {
        try transaction.database.execute(
            sql: """
                INSERT INTO sign_in_address (user, address, seen_at) VALUES (?1, ?2, ?3)
                ON CONFLICT (user, address) DO UPDATE SET seen_at = ?3 WHERE seen_at < ?4
                """, arguments: [user, address, now.milliseconds, (now - Self.addressInterval).milliseconds])
        try transaction.database.execute(
            sql: """
                DELETE FROM sign_in_address WHERE user = ?1 AND address NOT IN
                (SELECT address FROM sign_in_address WHERE user = ?1 ORDER BY seen_at DESC LIMIT ?2)
                """, arguments: [user, Self.mostAddresses])
    }
}
