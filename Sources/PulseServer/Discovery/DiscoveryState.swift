import PulseCore
import PulseHTTP
import PulseProxmox

/// What is known of searches: the one that runs, what it found, those before it. One at a time, and all of it in memory.
struct DiscoveryState: Sendable {
    /// Searches that are told of when they are over.
    static let keptSearches = 20

    /// The one that runs, or the last.
    private(set) var search: DiscoverySearch?
    private(set) var found: [FoundServer] = []
    /// The networks of `search`.
    private(set) var networks: ScanNetworks?
    /// Newest first.
    private(set) var earlier: [DiscoverySearch] = []
    /// When the last one ended.
    private(set) var lastEnd: Timestamp

    /// - Parameter start: of Pulse: the schedule counts from here.
    init(start: Timestamp) { lastEnd = start }

    var isRunning: Bool { search?.state == "running" }

    mutating func begin(_ search: DiscoverySearch, of networks: ScanNetworks) {
        self.search = search
        self.networks = networks
        found = []
    }

    mutating func progressed(total: Int, done: Int, found: [FoundServer]) {
        self.found = found
        search?.total = total
        search?.done = done
        search?.found = found.count
    }

    /// - Returns: the search as it ended.
    mutating func end(_ state: String, at now: Timestamp) -> DiscoverySearch? {
        search?.state = state
        search?.endedAt = now.description
        lastEnd = now
        if let search { earlier = Array(([search] + earlier).prefix(Self.keptSearches)) }
        return search
    }
}
