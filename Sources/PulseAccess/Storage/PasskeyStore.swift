import Foundation
import GRDB
package import PulseCore
import PulseStorage

/// A passkey as it may be shown.
package struct Passkey: Sendable, Equatable {
    /// The credential id, base64url.
    package let id: String
    package let name: String
    package let createdAt: Timestamp
    package let lastUsedAt: Timestamp?
}

struct PasskeyRecord: Sendable {
    let passkey: Passkey
    let user: String
    /// The host name that it was made for.
    let relyingParty: String
    /// In the form of COSE.
    let publicKey: Data
    let counter: UInt32
}

/// Public keys of passkeys, and the handles by which devices know their users.
struct PasskeyStore: Sendable {
    let database: PulseStorage.Database

    func find(id: String) throws -> PasskeyRecord? {
        try database.read { try Row.fetchOne($0, sql: "SELECT * FROM passkey WHERE id = ?", arguments: [id]).map(Self.record) }
    }

    func all(of user: String) throws -> [PasskeyRecord] {
        try database.read {
            try Row.fetchAll($0, sql: "SELECT * FROM passkey WHERE user = ? ORDER BY created_at, id", arguments: [user]).map(Self.record)
        }
    }

    func counts() throws -> [String: Int] {
        try database.read { connection in
            let rows = try Row.fetchAll(connection, sql: "SELECT user, count(*) AS count FROM passkey GROUP BY user")
            return Dictionary(rows.map { ($0["user"] as String, $0["count"] as Int) }) { $0 + $1 }
        }
    }

    /// The handle of a user, made at the first time: random, because a device shows it to whoever asks.
    func handle(of user: String, orNew new: String) throws -> String {
        try database.write {
            try $0.database.execute(sql: "INSERT OR IGNORE INTO passkey_user (user, handle) VALUES (?, ?)", arguments: [user, new])
            return try String.fetchOne($0.database, sql: "SELECT handle FROM passkey_user WHERE user = ?", arguments: [user]) ?? new
        }
    }

    /// - Throws: ``PasskeyRefusal`` when the device is known already or the user has too many.
    func insert(_ record: PasskeyRecord, most: Int) throws {
        try database.write { transaction in
            let connection = transaction.database
            let count = try Int.fetchOne(connection, sql: "SELECT count(*) FROM passkey WHERE user = ?", arguments: [record.user]) ?? 0
            guard count < most else { throw PasskeyRefusal.tooMany(most: most) }
            try connection.execute(
                sql: """
                    INSERT OR IGNORE INTO passkey (id, user, name, relying_party, public_key, counter, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    record.passkey.id, record.user, record.passkey.name, record.relyingParty, record.publicKey, Int64(record.counter),
                    record.passkey.createdAt.milliseconds,
                ])
            guard connection.changesCount > 0 else { throw PasskeyRefusal.alreadyRegistered }
        }
    }

    /// Keeps the new counter if the old one is still there. False when another sign-in with this passkey was faster.
    func used(_ record: PasskeyRecord, counter: UInt32, at now: Timestamp) throws -> Bool {
        try database.write {
            try $0.database.execute(
                sql: "UPDATE passkey SET counter = ?, last_used_at = ? WHERE id = ? AND counter = ?",
                arguments: [Int64(counter), now.milliseconds, record.passkey.id, Int64(record.counter)])
            return $0.database.changesCount > 0
        }
    }

    /// False when the user has no such passkey.
    func remove(id: String, of user: String) throws -> Bool {
        try database.write {
            try $0.database.execute(sql: "DELETE FROM passkey WHERE id = ? AND user = ?", arguments: [id, user])
            return $0.database.changesCount > 0
        }
    }

    func removeAll(of user: String) throws {
        try database.write { try $0.database.execute(sql: "DELETE FROM passkey WHERE user = ?", arguments: [user]) }
    }

    private static func record(_ row: Row) -> PasskeyRecord {
        let passkey = Passkey(
            id: row["id"], name: row["name"], createdAt: Timestamp(milliseconds: row["created_at"]),
            lastUsedAt: (row["last_used_at"] as Int64?).map(Timestamp.init(milliseconds:)))
        return PasskeyRecord(
            passkey: passkey, user: row["user"], relyingParty: row["relying_party"], publicKey: row["public_key"],
            counter: UInt32(clamping: row["counter"] as Int64))
    }
}
