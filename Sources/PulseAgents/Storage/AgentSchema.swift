package import PulseStorage

/// The tables of agents in `pulse.db`.
package enum AgentSchema {
    package static let migrations = [
        Migration(
            "2026-11-26 agents",
            """
            CREATE TABLE agent (
                id TEXT PRIMARY KEY,
                origin TEXT NOT NULL CHECK (origin IN ('enrolled', 'v5')),
                public_key BLOB CHECK ((origin = 'enrolled') = (public_key IS NOT NULL)),
                token TEXT CHECK ((origin = 'v5') = (token IS NOT NULL)),
                source TEXT NOT NULL UNIQUE,
                hostname TEXT NOT NULL,
                machine_id TEXT,
                version TEXT NOT NULL,
                platform TEXT NOT NULL,
                architecture TEXT NOT NULL,
                tags TEXT NOT NULL,
                enrolled_at INTEGER NOT NULL,
                revoked_at INTEGER
            ) STRICT;
            CREATE TABLE agent_code (
                id TEXT PRIMARY KEY,
                digest TEXT NOT NULL UNIQUE,
                created_by TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                expires_at INTEGER NOT NULL,
                uses INTEGER NOT NULL,
                uses_left INTEGER NOT NULL CHECK (uses_left BETWEEN 0 AND uses),
                tags TEXT NOT NULL,
                name TEXT
            ) STRICT;
            CREATE TABLE agent_run (
                agent TEXT NOT NULL REFERENCES agent (id) ON DELETE CASCADE,
                run TEXT NOT NULL,
                through INTEGER NOT NULL,
                position INTEGER NOT NULL,
                PRIMARY KEY (agent, run)
            ) STRICT;
            CREATE TABLE agent_presence (
                agent TEXT PRIMARY KEY REFERENCES agent (id) ON DELETE CASCADE,
                seen_at INTEGER NOT NULL,
                interval_seconds INTEGER NOT NULL
            ) STRICT;
            CREATE TABLE agent_host (
                agent TEXT PRIMARY KEY REFERENCES agent (id) ON DELETE CASCADE,
                object TEXT NOT NULL
            ) STRICT;
            CREATE TABLE agent_cluster (
                uid TEXT PRIMARY KEY,
                source TEXT NOT NULL UNIQUE,
                name TEXT NOT NULL,
                agent TEXT NOT NULL REFERENCES agent (id) ON DELETE CASCADE
            ) STRICT;
            CREATE TABLE agent_v5_token (
                agent TEXT NOT NULL REFERENCES agent (id) ON DELETE CASCADE,
                module TEXT NOT NULL,
                token TEXT NOT NULL,
                PRIMARY KEY (agent, module)
            ) STRICT;
            CREATE TABLE agent_server_key (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                sealed BLOB NOT NULL
            ) STRICT;
            CREATE TABLE agent_profile (
                id TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                folded_name TEXT NOT NULL UNIQUE,
                description TEXT NOT NULL,
                settings TEXT NOT NULL,
                version INTEGER NOT NULL,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL
            ) STRICT;
            CREATE TABLE agent_profile_version (
                profile TEXT NOT NULL REFERENCES agent_profile (id) ON DELETE CASCADE,
                version INTEGER NOT NULL,
                settings TEXT NOT NULL,
                author TEXT NOT NULL,
                at INTEGER NOT NULL,
                PRIMARY KEY (profile, version)
            ) STRICT;
            CREATE TABLE agent_profile_assignment (
                agent TEXT PRIMARY KEY REFERENCES agent (id) ON DELETE CASCADE,
                profile TEXT NOT NULL REFERENCES agent_profile (id) ON DELETE CASCADE,
                at INTEGER NOT NULL
            ) STRICT;
            CREATE TABLE agent_profile_rule (
                position INTEGER PRIMARY KEY,
                tag TEXT,
                platform TEXT,
                module TEXT,
                profile TEXT NOT NULL REFERENCES agent_profile (id) ON DELETE CASCADE
            ) STRICT;
            CREATE TABLE agent_profile_serial (
                agent TEXT PRIMARY KEY REFERENCES agent (id) ON DELETE CASCADE,
                serial INTEGER NOT NULL,
                payload TEXT NOT NULL
            ) STRICT;
            """)
    ]
}
