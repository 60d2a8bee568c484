import PulseStorage

enum SecondFactorSchema {
    static let migrations = [
        Migration(
            "2026-11-26 second factor",
            """
            CREATE TABLE second_factor (
                user TEXT PRIMARY KEY COLLATE NOCASE REFERENCES user (name) ON DELETE CASCADE ON UPDATE CASCADE,
                sealed_secret BLOB NOT NULL,
                begun_at INTEGER NOT NULL,
                confirmed_at INTEGER,
                last_step INTEGER
            ) STRICT;
            CREATE TABLE recovery_code (
                user TEXT NOT NULL COLLATE NOCASE REFERENCES second_factor (user) ON DELETE CASCADE ON UPDATE CASCADE,
                digest TEXT NOT NULL,
                PRIMARY KEY (user, digest)
            ) STRICT;
            """)
    ]
}
