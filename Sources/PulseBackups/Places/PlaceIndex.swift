import PulseCore

/// The number and kind of a guest as archives tell them.
struct GroupKey: Hashable, Sendable {
    let type: BackupType
    let vmid: Int
}

/// The archives of one listing, by guest and time. Built once per answer of a source and kept while the answer stays the same.
struct PlaceIndex: Sendable {
    struct Entry: Sendable {
        let at: Int64
        let index: Int32
    }

    let source: SourceSlug
    let place: BackupPlace
    let told: Told<[BackupArchive]>
    let archives: [BackupArchive]
    /// Of each archive, beside it: adding up sizes must not copy archives.
    let sizes: [Int64]
    /// Ranges of `entries`, each ordered by time.
    let groups: [GroupKey: Range<Int>]
    let entries: [Entry]
    /// By name; indices of `archives`.
    let hosts: [String: [Int]]
    let failedArchives: Int
    /// When the newest of the archives that were verified began.
    let newestVerified: Timestamp?

    init(source: SourceSlug, place: BackupPlace, told: Told<[BackupArchive]>) {
        (self.source, self.place, self.told) = (source, place, told)
        archives = told.value ?? []
        sizes = archives.map { $0.size ?? 0 }
        let sorted = SortedArchives(archives)
        (groups, entries, hosts) = (sorted.groups, sorted.entries, sorted.hosts)
        failedArchives = archives.count { $0.verification == .failed }
        newestVerified = archives.lazy.filter { $0.verification == .verified }.map(\.at).max()
    }

    /// True when it is the list that this index was built from. One that was given again unchanged shares its memory, which Swift looks at first.
    func isCurrent(_ other: Told<[BackupArchive]>) -> Bool {
        (told.value == nil) == (other.value == nil) && archives == (other.value ?? [])
    }

    /// The same index for the same archives, told at another time or with another problem.
    func retold(_ other: Told<[BackupArchive]>) -> PlaceIndex { PlaceIndex(self, told: other) }

    private init(_ former: PlaceIndex, told: Told<[BackupArchive]>) {
        (source, place, archives, sizes, groups, entries) = (
            former.source, former.place, former.archives, former.sizes, former.groups, former.entries
        )
        (hosts, failedArchives, newestVerified) = (former.hosts, former.failedArchives, former.newestVerified)
        self.told = told
    }
}

/// Puts archives in the order of guest and time with one sort of small keys.
private struct SortedArchives {
    private struct Key {
        let guest: UInt64
        let at: Int64
        let index: Int32
    }

    private(set) var groups: [GroupKey: Range<Int>] = [:]
    private(set) var entries: [PlaceIndex.Entry] = []
    private(set) var hosts: [String: [Int]] = [:]

    init(_ archives: [BackupArchive]) {
        var keys: [Key] = []
        keys.reserveCapacity(archives.count)
        for (index, archive) in archives.enumerated() {
            // A number that is none is kept as a host's: it is no guest's, and nothing may be lost.
            guard let vmid = archive.vmid, vmid > 0, vmid < 1 << 40 else { hosts[archive.backupID, default: []].append(index); continue }
            let guest = UInt64(vmid) << 1 | (archive.type == .container ? 1 : 0)
            keys.append(Key(guest: guest, at: archive.at.milliseconds, index: Int32(truncatingIfNeeded: index)))
        }
        keys.sort { ($0.guest, $0.at) < ($1.guest, $1.at) }
        entries = keys.map { PlaceIndex.Entry(at: $0.at, index: $0.index) }
        var start = 0
        while start < keys.count {
            let guest = keys[start].guest
            var end = start
            while end < keys.count, keys[end].guest == guest { end += 1 }
            groups[GroupKey(type: guest & 1 == 1 ? .container : .machine, vmid: Int(guest >> 1))] = start..<end
            start = end
        }
    }
}
