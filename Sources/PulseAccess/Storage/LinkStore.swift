import GRDB
import PulseCore
import PulseStorage

/// Viewer links by the digest of their secret.
struct LinkStore: Sendable {
    let database: PulseStorage.Database

    static let most = 200

    func all() throws -> [ViewerLink] {
        try database.read { try Row.fetchAll($0, sql: "SELECT * FROM viewer_link ORDER BY created_at, id").map(Self.link) }
    }

    static func find(id: String, _ connection: GRDB.Database) throws -> ViewerLink? {
        try Row.fetchOne(connection, sql: "SELECT * FROM viewer_link WHERE id = ?", arguments: [id]).map(link)
    }

    static func find(digest: String, _ connection: GRDB.Database) throws -> ViewerLink? {
        try Row.fetchOne(connection, sql: "SELECT * FROM viewer_link WHERE digest = ?", arguments: [digest]).map(link)
    }

    func insert(_ link: ViewerLink, digest: String, in transaction: WriteTransaction) throws {
        let connection = transaction.database
        // One that has ended shows nothing any more; it makes room.
        try connection.execute(sql: "DELETE FROM viewer_link WHERE expires_at <= ?", arguments: [link.createdAt.milliseconds])
        guard try Int.fetchOne(connection, sql: "SELECT count(*) FROM viewer_link") ?? 0 < Self.most else { throw AccessError.tooManyLinks }
        try connection.execute(
            sql: "INSERT INTO viewer_link (id, name, digest, limits, created_by, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                link.id, link.name, digest, try LimitsText.write(link.limits), link.createdBy, link.createdAt.milliseconds,
                link.expiresAt.milliseconds,
            ])
    }

    /// Its sessions end with it, by the schema.
    func remove(id: String, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "DELETE FROM viewer_link WHERE id = ?", arguments: [id])
        guard transaction.database.changesCount > 0 else { throw AccessError.noSuchLink(id) }
    }

    func touch(id: String, at now: Timestamp, in transaction: WriteTransaction) throws {
        try transaction.database.execute(sql: "UPDATE viewer_link SET last_used_at = ? WHERE id = ?", arguments: [now.milliseconds, id])
    }

    private static func link(_ row: Row) -> ViewerLink {
        ViewerLink(
            id: row["id"], name: row["name"], limits: LimitsText.read(row["limits"]), createdBy: row["created_by"],
            createdAt: Timestamp(milliseconds: row["created_at"]), expiresAt: Timestamp(milliseconds: row["expires_at"]),
            lastUsedAt: (row["last_used_at"] as Int64?).map(Timestamp.init(milliseconds:)))
    }
}
