import PulseDelivery
package import PulseStorage

/// The tables of audit webhooks. They stand in the file of the audit log, because a record and its messages are kept in one transaction.
package enum WebhookSchema {
    package static let migrations =
        OutboxSchema.migrations + [
            Migration(
                "2026-11-26 audit webhooks",
                """
                CREATE TABLE webhook_endpoint (
                    place INTEGER PRIMARY KEY AUTOINCREMENT,
                    id TEXT NOT NULL UNIQUE REFERENCES outbox_endpoint (id) ON DELETE CASCADE,
                    name TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    format TEXT NOT NULL,
                    url TEXT NOT NULL,
                    events TEXT NOT NULL,
                    outcomes TEXT NOT NULL,
                    allows_private INTEGER NOT NULL CHECK (allows_private IN (0, 1)),
                    authority TEXT,
                    secret BLOB,
                    previous_secret BLOB,
                    previous_until INTEGER,
                    created_at INTEGER NOT NULL,
                    last_sequence INTEGER NOT NULL DEFAULT 0
                ) STRICT;
                """)
        ]
}
