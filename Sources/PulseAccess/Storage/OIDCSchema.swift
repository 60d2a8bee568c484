import PulseStorage

enum OIDCSchema {
    static let migrations = [
        Migration(
            "2026-11-26 openid connect",
            """
            CREATE TABLE oidc_settings (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                settings TEXT NOT NULL,
                sealed_secret BLOB,
                secret_endpoint TEXT
            ) STRICT;
            CREATE TABLE oidc_identity (
                issuer TEXT NOT NULL,
                subject TEXT NOT NULL,
                user TEXT NOT NULL UNIQUE COLLATE NOCASE REFERENCES user (name) ON DELETE CASCADE ON UPDATE CASCADE,
                PRIMARY KEY (issuer, subject)
            ) STRICT;
            """)
    ]
}
