import PulseStorage

enum PasskeySchema {
    static let migrations = [
        Migration(
            "2026-11-26 passkeys",
            """
            CREATE TABLE passkey_user (
                user TEXT PRIMARY KEY COLLATE NOCASE REFERENCES user (name) ON DELETE CASCADE ON UPDATE CASCADE,
                handle TEXT NOT NULL UNIQUE
            ) STRICT;
            CREATE TABLE passkey (
                id TEXT PRIMARY KEY,
                user TEXT NOT NULL COLLATE NOCASE REFERENCES user (name) ON DELETE CASCADE ON UPDATE CASCADE,
                name TEXT NOT NULL,
                relying_party TEXT NOT NULL,
                public_key BLOB NOT NULL,
                counter INTEGER NOT NULL,
                created_at INTEGER NOT NULL,
                last_used_at INTEGER
            ) STRICT;
            CREATE INDEX passkey_of_user ON passkey (user);
            """)
    ]
}
