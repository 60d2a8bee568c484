import PulseCore

/// Where archives lie in truth: a storage that is a place of its own, or a namespace of a datastore however many storages lead to it.
enum BackupLocation: Hashable, Sendable {
    case place(BackupPlace)
    /// On a backup server that Pulse does not ask.
    case elsewhere(server: String, datastore: String, namespace: String)
}

/// A location with its listings and the clusters that write to it.
struct LocatedListings: Sendable {
    let location: BackupLocation
    /// Indices of the board's listings; the datastore's own first, because it says more than a storage repeats.
    var listings: [Int] = []
    /// The listings as they are named, also those that nobody has answered yet.
    var places: [BackupPlace] = []
    var clusters: Set<SourceSlug> = []
}

/// A place where backups may be that can't be seen.
struct HiddenPlace: Hashable, Sendable {
    /// How much of it is hidden.
    enum Extent: Hashable, Sendable {
        /// All of it, or all that came since it was last read.
        case unread
        /// It answers, and may leave something out.
        case inPart
        /// It was read too long ago to be believed.
        case aged
    }

    let places: [BackupPlace]
    let problem: Problem
    /// How old the last answer is; nil when there never was one.
    let lastRead: Timestamp?
    var code = BackupReasonCode.placeHidden
    var extent = Extent.unread
    /// How people call it; nil for what can't even be named.
    var name: PlaceName?
}
