package import PulseStorage

/// The tables of `audit/audit.db`.
package enum AuditSchema {
    package static let folder = "audit"
    package static let fileName = "audit.db"

    package static let migrations = [
        Migration(
            "2026-11-26 audit log",
            """
            CREATE TABLE log (id INTEGER PRIMARY KEY CHECK (id = 1), origin TEXT NOT NULL, public_key BLOB NOT NULL, sealed_key BLOB NOT NULL);
            CREATE TABLE record (
                sequence INTEGER PRIMARY KEY, id TEXT NOT NULL, operation TEXT NOT NULL, event TEXT NOT NULL, actor TEXT NOT NULL, user TEXT NOT NULL,
                address TEXT NOT NULL, path TEXT NOT NULL, outcome TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL, details BLOB NOT NULL,
                previous BLOB NOT NULL, hash BLOB NOT NULL, signature TEXT NOT NULL);
            CREATE TABLE head (
                id INTEGER PRIMARY KEY CHECK (id = 1), size INTEGER NOT NULL, root BLOB NOT NULL, frontier BLOB NOT NULL, hash BLOB NOT NULL,
                checkpoint INTEGER NOT NULL, tombstone INTEGER NOT NULL, at INTEGER NOT NULL, signature BLOB NOT NULL);
            CREATE TABLE checkpoint (
                number INTEGER PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, at INTEGER NOT NULL, reason TEXT NOT NULL,
                previous BLOB NOT NULL, signature BLOB NOT NULL);
            CREATE TABLE tombstone (
                number INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, hash BLOB NOT NULL, frontier BLOB NOT NULL,
                at INTEGER NOT NULL, reason TEXT NOT NULL, signature BLOB NOT NULL);
            """),
        // What follows answers questions quickly and proves nothing: verification does not look at it. The number is the last column of every index,
        // so each of the three equalities, alone or with others, gives records in their order.
        Migration(
            "2026-11-26 audit questions",
            """
            CREATE INDEX record_outcome ON record (outcome);
            CREATE INDEX record_event ON record (event, outcome);
            CREATE INDEX record_user ON record (user, outcome);
            CREATE INDEX record_event_user ON record (event, user, outcome);
            CREATE TABLE hour (hour INTEGER PRIMARY KEY, events INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL);
            CREATE TABLE total (
                event TEXT NOT NULL, user TEXT NOT NULL, outcome TEXT NOT NULL, events INTEGER NOT NULL,
                PRIMARY KEY (event, user, outcome)) WITHOUT ROWID;
            CREATE VIRTUAL TABLE word USING fts5(text, content = '', columnsize = 0, detail = none, tokenize = "unicode61 tokenchars '.:-_@'");
            """),
        Migration(
            "2026-11-26 audit questions answered",
            """
            CREATE TABLE answered (id INTEGER PRIMARY KEY CHECK (id = 1), last INTEGER NOT NULL);
            INSERT INTO answered SELECT 1, coalesce(max(sequence), 0) FROM record;
            """),
    ]
}
