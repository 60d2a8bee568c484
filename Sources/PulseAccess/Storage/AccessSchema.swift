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
            """),
        // Whoever had an account before there were roles could do everything, and still can.
        Migration(
            "2026-11-26 roles",
            """
            ALTER TABLE user ADD COLUMN origin TEXT NOT NULL DEFAULT 'local';
            ALTER TABLE user ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE user ADD COLUMN last_sign_in_at INTEGER;
            CREATE TABLE role (
                id TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                permissions TEXT NOT NULL,
                limits TEXT NOT NULL,
                created_at INTEGER NOT NULL
            ) STRICT;
            CREATE TABLE user_role (
                user TEXT NOT NULL COLLATE NOCASE REFERENCES user (name) ON DELETE CASCADE ON UPDATE CASCADE,
                role TEXT NOT NULL,
                PRIMARY KEY (user, role)
            ) STRICT, WITHOUT ROWID;
            INSERT INTO user_role (user, role) SELECT name, 'administrator' FROM user;
            CREATE TABLE viewer_link (
                id TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                digest TEXT NOT NULL UNIQUE,
                limits TEXT NOT NULL,
                created_by TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                expires_at INTEGER NOT NULL,
                last_used_at INTEGER
            ) STRICT;
            CREATE TABLE session_of_method (
                key TEXT PRIMARY KEY,
                user TEXT COLLATE NOCASE REFERENCES user (name) ON DELETE CASCADE ON UPDATE CASCADE,
                link TEXT REFERENCES viewer_link (id) ON DELETE CASCADE,
                method TEXT NOT NULL,
                address TEXT,
                csrf_token TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                last_used_at INTEGER NOT NULL,
                CHECK ((user IS NULL) <> (link IS NULL))
            ) STRICT;
            INSERT INTO session_of_method (key, user, method, csrf_token, created_at, last_used_at)
                SELECT key, user, 'password', csrf_token, created_at, last_used_at FROM session;
            DROP TABLE session;
            ALTER TABLE session_of_method RENAME TO session;
            CREATE INDEX session_by_user ON session (user);
            ALTER TABLE api_token ADD COLUMN owner TEXT COLLATE NOCASE REFERENCES user (name) ON DELETE CASCADE ON UPDATE CASCADE;
            ALTER TABLE api_token ADD COLUMN networks TEXT NOT NULL DEFAULT '';
            ALTER TABLE api_token ADD COLUMN last_used_address TEXT;
            CREATE TABLE api_token_address (
                token TEXT NOT NULL REFERENCES api_token (id) ON DELETE CASCADE,
                address TEXT NOT NULL,
                seen_at INTEGER NOT NULL,
                PRIMARY KEY (token, address)
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE login_failure (
                key TEXT PRIMARY KEY,
                failures INTEGER NOT NULL,
                last_at INTEGER NOT NULL,
                blocked_until INTEGER
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE sign_in_address (
                user TEXT NOT NULL COLLATE NOCASE REFERENCES user (name) ON DELETE CASCADE ON UPDATE CASCADE,
                address TEXT NOT NULL,
                seen_at INTEGER NOT NULL,
                PRIMARY KEY (user, address)
            ) STRICT, WITHOUT ROWID;
            """),
        Migration(
            "2026-11-26 way back in",
            """
            CREATE TABLE password_offer (
                one INTEGER PRIMARY KEY CHECK (one = 1),
                until INTEGER NOT NULL
            ) STRICT;
            """),
    ]
}
