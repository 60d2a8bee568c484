/// Limits of reading one kind of object.
enum WatchLimits {
    /// Objects of a page of a list.
    static let page = 500
    /// Bytes of an object. etcd takes none that is larger than 1.5 MiB.
    static let objectBytes = 2 << 20
    /// Bytes of a page: as many of the largest objects as nobody has.
    static let pageBytes = 256 << 20
    /// How long a stream is asked for. The server ends it then, and the agent goes on from the last version.
    static let streamLife = Duration.seconds(290)
    /// Bytes of one stream.
    static let streamBytes = 1 << 30
    static let pageDeadline = Duration.seconds(60)
    /// Objects of one kind that are kept.
    static let objects = 20_000
    /// Warnings that are kept.
    static let events = 2_000
}
