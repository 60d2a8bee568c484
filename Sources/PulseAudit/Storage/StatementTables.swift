import Foundation
import GRDB
import PulseCore

/// The row of the head.
enum HeadTable {
    static func put(_ head: Head, _ database: GRDB.Database) throws {
        try database.cachedStatement(
            sql:
                "INSERT OR REPLACE INTO head (id, size, root, frontier, hash, checkpoint, tombstone, at, signature) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            head.size, head.frontier.root.data, head.frontier.data, head.hash.data, head.checkpoint, head.tombstone, head.at.milliseconds,
            head.signature,
        ])
    }

    /// - Returns: nil when there is none, or none that can be read.
    static func read(_ database: GRDB.Database) throws -> Head? {
        guard let row = try Row.fetchOne(database, sql: "SELECT size, frontier, hash, checkpoint, tombstone, at, signature FROM head WHERE id = 1"),
            let frontier = Frontier(size: row[0], data: row[1]), let hash = Hash256(row[2] as Data)
        else { return nil }
        return Head(
            frontier: frontier, hash: hash, checkpoint: row[3], tombstone: row[4], at: Timestamp(milliseconds: row[5]), signature: row[6])
    }
}

enum CheckpointTable {
    private static let columns = "number, size, root, at, reason, previous, signature"

    static func insert(_ checkpoint: Checkpoint, _ database: GRDB.Database) throws {
        try database.execute(
            sql: "INSERT INTO checkpoint (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                checkpoint.number, checkpoint.size, checkpoint.root.data, checkpoint.at.milliseconds, checkpoint.reason.rawValue,
                checkpoint.previous.data, checkpoint.signature,
            ])
    }

    /// Newest first.
    static func newest(_ count: Int, _ database: GRDB.Database) throws -> [Checkpoint] {
        try Row.fetchAll(database, sql: "SELECT \(columns) FROM checkpoint ORDER BY number DESC LIMIT ?", arguments: [count]).compactMap(checkpoint)
    }

    /// Oldest first.
    static func after(_ number: Int64, _ database: GRDB.Database) throws -> [Checkpoint] {
        try Row.fetchAll(database, sql: "SELECT \(columns) FROM checkpoint WHERE number > ? ORDER BY number", arguments: [number])
            .compactMap(checkpoint)
    }

    private static func checkpoint(_ row: Row) -> Checkpoint? {
        guard let root = Hash256(row[2] as Data), let previous = Hash256(row[5] as Data), let reason = Checkpoint.Reason(rawValue: row[4]) else {
            return nil
        }
        return Checkpoint(
            number: row[0], size: row[1], root: root, at: Timestamp(milliseconds: row[3]), reason: reason, previous: previous, signature: row[6])
    }
}

enum TombstoneTable {
    static func insert(_ tombstone: Tombstone, _ database: GRDB.Database) throws {
        try database.execute(
            sql: "INSERT INTO tombstone (number, first, last, hash, frontier, at, reason, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                tombstone.number, tombstone.first, tombstone.last, tombstone.hash.data, tombstone.frontier.data, tombstone.at.milliseconds,
                tombstone.reason, tombstone.signature,
            ])
    }

    static func newest(_ database: GRDB.Database) throws -> Tombstone? {
        guard
            let row = try Row.fetchOne(
                database, sql: "SELECT number, first, last, hash, frontier, at, reason, signature FROM tombstone ORDER BY number DESC LIMIT 1"),
            let frontier = Frontier(size: row[2], data: row[4]), let hash = Hash256(row[3] as Data)
        else { return nil }
        return Tombstone(
            number: row[0], first: row[1], frontier: frontier, hash: hash, at: Timestamp(milliseconds: row[5]), reason: row[6], signature: row[7])
    }
}

/// Whose log it is.
enum LogTable {
    static func put(_ identity: LogIdentity, sealedKey: Data, _ database: GRDB.Database) throws {
        try database.execute(
            sql: "INSERT INTO log (id, origin, public_key, sealed_key) VALUES (1, ?, ?, ?)",
            arguments: [identity.origin, identity.publicKey, sealedKey])
    }

    static func read(_ database: GRDB.Database) throws -> (identity: LogIdentity, sealedKey: Data)? {
        try Row.fetchOne(database, sql: "SELECT origin, public_key, sealed_key FROM log WHERE id = 1").map {
            (LogIdentity(origin: $0[0], publicKey: $0[1]), $0[2])
        }
    }
}
