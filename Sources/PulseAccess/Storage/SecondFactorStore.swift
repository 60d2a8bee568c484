import Foundation
import GRDB
import PulseCore
import PulseStorage

struct SecondFactorRecord: Sendable {
    let sealedSecret: Data
    let begunAt: Timestamp
    /// Nil while nobody has shown that the app has the secret.
    let confirmedAt: Timestamp?
    let lastStep: Int64?
}

/// Secrets of authenticator apps, sealed, and the digests of recovery codes that are left.
struct SecondFactorStore: Sendable {
    let database: PulseStorage.Database

    func find(_ user: String) throws -> SecondFactorRecord? {
        try database.read { connection in
            try Row.fetchOne(connection, sql: "SELECT * FROM second_factor WHERE user = ?", arguments: [user]).map { row in
                SecondFactorRecord(
                    sealedSecret: row["sealed_secret"], begunAt: Timestamp(milliseconds: row["begun_at"]),
                    confirmedAt: (row["confirmed_at"] as Int64?).map(Timestamp.init(milliseconds:)), lastStep: row["last_step"])
            }
        }
    }

    func recoveryCodesLeft(of user: String) throws -> Int {
        try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM recovery_code WHERE user = ?", arguments: [user]) } ?? 0
    }

    /// Users whose sign-in asks for a second step.
    func confirmedUsers() throws -> Set<String> {
        try database.read { try String.fetchSet($0, sql: "SELECT user FROM second_factor WHERE confirmed_at IS NOT NULL") }
    }

    /// Keeps a secret that is still to be confirmed, instead of an earlier one that never was. False when one is confirmed already.
    func begin(_ user: String, sealedSecret: Data, at now: Timestamp) throws -> Bool {
        try database.write {
            try $0.database.execute(
                sql: """
                    INSERT INTO second_factor (user, sealed_secret, begun_at) VALUES (?, ?, ?)
                    ON CONFLICT (user) DO UPDATE SET sealed_secret = excluded.sealed_secret, begun_at = excluded.begun_at, last_step = NULL
                    WHERE confirmed_at IS NULL
                    """, arguments: [user, sealedSecret, now.milliseconds])
            return $0.database.changesCount > 0
        }
    }

    /// False when another request confirmed or replaced it in the meantime.
    func confirm(_ user: String, sealedSecret: Data, step: Int64, recoveryDigests: [String], at now: Timestamp) throws -> Bool {
        try database.write { transaction in
            try transaction.database.execute(
                sql: "UPDATE second_factor SET confirmed_at = ?, last_step = ? WHERE user = ? AND confirmed_at IS NULL AND sealed_secret = ?",
                arguments: [now.milliseconds, step, user, sealedSecret])
            guard transaction.database.changesCount > 0 else { return false }
            for digest in recoveryDigests {
                try transaction.database.execute(sql: "INSERT INTO recovery_code (user, digest) VALUES (?, ?)", arguments: [user, digest])
            }
            return true
        }
    }

    /// Marks the code of a period as taken. False when it, or a later one, was taken before: also by a request at this very moment.
    func take(step: Int64, of user: String) throws -> Bool {
        try database.write {
            try $0.database.execute(
                sql: "UPDATE second_factor SET last_step = ?1 WHERE user = ?2 AND (last_step IS NULL OR last_step < ?1)", arguments: [step, user])
            return $0.database.changesCount > 0
        }
    }

    /// False when there is no such code left.
    func take(recoveryDigest digest: String, of user: String) throws -> Bool {
        try database.write {
            try $0.database.execute(sql: "DELETE FROM recovery_code WHERE user = ? AND digest = ?", arguments: [user, digest])
            return $0.database.changesCount > 0
        }
    }

    func remove(_ user: String) throws {
        try database.write { try $0.database.execute(sql: "DELETE FROM second_factor WHERE user = ?", arguments: [user]) }
    }
}
