/// What a file is used for, as far as SQLite should know. Whatever it is, a transaction that was confirmed outlives a power cut.
package struct DatabaseProfile: Sendable {
    /// Every page is read when an existing file is opened, so damage is found before anything is changed.
    package var readsAllOnOpen: Bool
    /// Connections that read while the writer writes; with none, reading and writing take turns.
    package var readers: Int
    /// Bytes; only for a new file.
    package var pageSize: Int
    /// Of each connection, bytes.
    package var cacheSize: Int
    /// At which size the log is folded into the file, bytes.
    package var logSize: Int
    /// What is deleted is overwritten with zeros. Debian's SQLite does that unless told otherwise; it doubles the cost of deleting.
    package var erasesDeleted: Bool

    /// Small, precious, seldom written.
    package static let settings = DatabaseProfile(
        readsAllOnOpen: true, readers: 0, pageSize: 4096, cacheSize: 512 << 10, logSize: 4 << 20,
        erasesDeleted: true)
    /// Large, written all the time, with checksums of its own: reading gigabytes at every start would take minutes.
    package static let history = DatabaseProfile(
        readsAllOnOpen: false, readers: 2, pageSize: 4096, cacheSize: 1 << 20, logSize: 32 << 20,
        erasesDeleted: false)
    /// Precious and growing for years, with a hash for every row: its pages are read when it is verified, not at every start. Somebody waits for each
    /// commit, so few of them should find the log full.
    package static let journal = DatabaseProfile(
        readsAllOnOpen: false, readers: 2, pageSize: 4096, cacheSize: 2 << 20, logSize: 16 << 20, erasesDeleted: false)
}

/// What a database takes on disk, bytes.
package struct DatabaseSize: Sendable, Equatable {
    package let file: Int64
    package let free: Int64
    package let log: Int64

    package var used: Int64 { file - free }
}
