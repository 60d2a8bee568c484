package import PulseStorage

/// The tables of an outbox; they can stand in any of our files.
package enum OutboxSchema {
    package static let migrations = [
        Migration(
            "2026-11-26 outbox",
            """
            CREATE TABLE outbox_endpoint (
                id TEXT PRIMARY KEY,
                paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
                disabled_reason TEXT,
                disabled_at INTEGER,
                disabled_told INTEGER NOT NULL DEFAULT 1,
                retry_at INTEGER,
                waiting INTEGER NOT NULL DEFAULT 0 CHECK (waiting >= 0),
                dead INTEGER NOT NULL DEFAULT 0 CHECK (dead >= 0),
                delivered_at INTEGER,
                delivered_number INTEGER,
                error TEXT,
                skipped INTEGER NOT NULL DEFAULT 0,
                skipped_first INTEGER,
                skipped_last INTEGER,
                CHECK ((disabled_reason IS NULL) = (disabled_at IS NULL))
            ) STRICT;
            CREATE TABLE outbox_message (
                position INTEGER PRIMARY KEY AUTOINCREMENT,
                endpoint TEXT NOT NULL REFERENCES outbox_endpoint (id) ON DELETE CASCADE,
                state INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2)),
                id TEXT NOT NULL,
                number INTEGER,
                label TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                attempts INTEGER NOT NULL DEFAULT 0,
                attempted_at INTEGER,
                status INTEGER,
                error TEXT,
                told INTEGER NOT NULL DEFAULT 0,
                body BLOB NOT NULL
            ) STRICT;
            CREATE INDEX outbox_message_order ON outbox_message (endpoint, state, position);
            CREATE TRIGGER outbox_message_added AFTER INSERT ON outbox_message BEGIN
                UPDATE outbox_endpoint SET waiting = waiting + (NEW.state = 0), dead = dead + (NEW.state = 2) WHERE id = NEW.endpoint;
            END;
            CREATE TRIGGER outbox_message_moved AFTER UPDATE OF state ON outbox_message WHEN NEW.state <> OLD.state BEGIN
                UPDATE outbox_endpoint
                SET waiting = waiting + (NEW.state = 0) - (OLD.state = 0), dead = dead + (NEW.state = 2) - (OLD.state = 2)
                WHERE id = NEW.endpoint;
            END;
            CREATE TRIGGER outbox_message_removed AFTER DELETE ON outbox_message BEGIN
                UPDATE outbox_endpoint SET waiting = waiting - (OLD.state = 0), dead = dead - (OLD.state = 2) WHERE id = OLD.endpoint;
            END;
            """)
    ]
}
