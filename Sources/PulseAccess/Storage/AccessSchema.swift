package import PulseStorage

package enum AccessSchema {
    package static let migrations = [
        Migration(
            "2026-11-24 access",
            """
            CREATE TABLE user (
                name TEXT PRIMARY KEY COLLATE NOCASE,
                password_hash TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                preferences TEXT NOT NULL DEFAULT '{}'
            ) STRICT;
            CREATE TABLE session (
                key TEXT PRIMARY KEY,
                user TEXT NOT NULL COLLATE NOCASE REFERENCES user (name) ON DELETE CASCADE ON UPDATE CASCADE,
                csrf_token TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                last_used_at INTEGER NOT NULL
            ) STRICT;
            CREATE TABLE api_token (
                id TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                digest TEXT NOT NULL UNIQUE,
                prefix TEXT NOT NULL,
                suffix TEXT NOT NULL,
                scopes TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                expires_at INTEGER,
                last_used_at INTEGER
            ) STRICT;
            """)
    ]
}
