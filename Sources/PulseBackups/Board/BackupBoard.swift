package import PulseCore

/// What is known of all backups at one moment: a row per guest, what is no guest's, and the care for the datastores.
///
/// A value that is cheap to copy. Restore points are put together when they are asked for, from the listings that the sources' answers share.
package struct BackupBoard: Sendable {
    package let at: Timestamp
    /// In the order of their ids.
    package let guests: [GuestBackups]
    package let leftovers: [LeftoverBackups]
    package let datastores: [DatastoreCare]
    /// The datastores that storages of Proxmox VE lead to.
    package let behind: [ResourceID: ResourceID]

    private let indices: [ResourceID: Int]
    private let entries: [[MatchedEntry]]
    private let listings: [PlaceIndex]
    private let failures: [ResourceID: [FailedTask]]

    package static func empty(at moment: Timestamp) -> BackupBoard {
        BackupBoard(at: moment, guests: [], leftovers: [], datastores: [], behind: [:], entries: [], listings: [], failures: [:])
    }

    init(
        at: Timestamp, guests: [GuestBackups], leftovers: [LeftoverBackups], datastores: [DatastoreCare],
        behind: [ResourceID: ResourceID], entries: [[MatchedEntry]], listings: [PlaceIndex], failures: [ResourceID: [FailedTask]]
    ) {
        (self.at, self.guests, self.leftovers, self.datastores) = (at, guests, leftovers, datastores)
        (self.behind, self.entries, self.listings, self.failures) = (behind, entries, listings, failures)
        indices = Dictionary(guests.enumerated().map { ($0.element.id, $0.offset) }) { first, _ in first }
    }

    package subscript(guest id: ResourceID) -> GuestBackups? { indices[id].map { guests[$0] } }

    /// All of a guest, oldest first; empty for one that is not on the board.
    package func restorePoints(of id: ResourceID) -> [RestorePoint] {
        indices[id].map { GuestPoints(entries[$0], listings).all() } ?? []
    }

    /// Failed backup tasks of a guest, newest first, as far as the sources keep them.
    package func failures(of id: ResourceID) -> [FailedTask] { failures[id] ?? [] }

    /// Calls `body` with the moment and quality of every restore point of the chosen guests in a span. For the calendar.
    func forEachPoint(from start: Timestamp, to end: Timestamp, where isChosen: (GuestBackups) -> Bool, _ body: (Timestamp, Bool, Int64) -> Void) {
        for (index, guest) in guests.enumerated() where isChosen(guest) {
            let points = GuestPoints(entries[index].filter { $0.at >= start.milliseconds && $0.at < end.milliseconds }, listings)
            for point in points.all() { body(point.at, point.isGood, point.copies.compactMap(\.archive.size).max() ?? 0) }
        }
    }
}
