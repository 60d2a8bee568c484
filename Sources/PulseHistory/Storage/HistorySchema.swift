package import PulseStorage

/// The tables of `metrics.db`.
package enum HistorySchema {
    package static let migrations = [
        Migration(
            "2026-11-25 history",
            """
            -- sealed_to: rows of the tail up to this id are in chunks as far as this group is concerned.
            CREATE TABLE series_group (id INTEGER PRIMARY KEY, source TEXT NOT NULL, sealed_to INTEGER NOT NULL DEFAULT 0);
            -- id: group * 1024 + slot
            CREATE TABLE series (
                id INTEGER PRIMARY KEY, resource TEXT NOT NULL, metric TEXT NOT NULL, part TEXT NOT NULL, precision INTEGER NOT NULL,
                UNIQUE (resource, metric, part));
            -- In the order of writing, so that rows lie close together and leave together. period: of the writing, in units of two hours.
            CREATE TABLE tail (
                id INTEGER PRIMARY KEY, series_group INTEGER NOT NULL, at INTEGER NOT NULL, period INTEGER NOT NULL, checksum INTEGER NOT NULL,
                payload BLOB NOT NULL);
            -- The chunks of one group for one stretch of time lie side by side: `count` of them from the id `first` on, in the order of `slots`.
            -- So they need no index each, and are written and deleted without touching anything else.
            CREATE TABLE block (
                id INTEGER PRIMARY KEY, series_group INTEGER NOT NULL, tier INTEGER NOT NULL, start INTEGER NOT NULL, first INTEGER NOT NULL,
                count INTEGER NOT NULL, slots BLOB NOT NULL);
            CREATE INDEX block_by_group ON block (series_group, start);
            CREATE TABLE chunk (id INTEGER PRIMARY KEY, checksum INTEGER NOT NULL, payload BLOB NOT NULL);
            CREATE TABLE quarantine (
                id INTEGER PRIMARY KEY, series INTEGER NOT NULL, tier INTEGER NOT NULL, start INTEGER NOT NULL, reason TEXT NOT NULL,
                found_at INTEGER NOT NULL, payload BLOB NOT NULL);
            """)
    ]
}
