package import PulseStorage

/// The tables of `metrics.db`.
package enum HistorySchema {
    package static let migrations = [
        Migration(
            "2026-11-25 history",
            """
            -- …_from: beginning of the oldest chunk of that tier that the group may have, seconds; NULL for none. …_chunks: how many it has.
            CREATE TABLE series_group (
                id INTEGER PRIMARY KEY, source TEXT NOT NULL, raw_from INTEGER, minute_from INTEGER, hour_from INTEGER,
                raw_chunks INTEGER NOT NULL DEFAULT 0, minute_chunks INTEGER NOT NULL DEFAULT 0, hour_chunks INTEGER NOT NULL DEFAULT 0);
            CREATE INDEX series_group_by_source ON series_group (source);
            -- id: group * 1024 + slot
            CREATE TABLE series (
                id INTEGER PRIMARY KEY, resource TEXT NOT NULL, metric TEXT NOT NULL, part TEXT NOT NULL, precision INTEGER NOT NULL,
                UNIQUE (resource, metric, part));
            -- In the order of writing, so that rows lie close together and leave together. period: of the writing, in units of two hours.
            CREATE TABLE tail (
                id INTEGER PRIMARY KEY, series_group INTEGER NOT NULL, at INTEGER NOT NULL, period INTEGER NOT NULL, checksum INTEGER NOT NULL,
                payload BLOB NOT NULL);
            CREATE TABLE chunk (
                id INTEGER PRIMARY KEY, series INTEGER NOT NULL, tier INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
                checksum INTEGER NOT NULL, payload BLOB NOT NULL);
            CREATE INDEX chunk_by_series ON chunk (series, tier, start);
            CREATE TABLE quarantine (
                id INTEGER PRIMARY KEY, series INTEGER NOT NULL, tier INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
                reason TEXT NOT NULL, found_at INTEGER NOT NULL, payload BLOB NOT NULL);
            """)
    ]
}
