import PulseAccess
import PulseBackups
import PulseCore

/// The part of the board that somebody may see, decided by `Visibility` alone.
///
/// A guest that is hidden takes its archives, tasks and snapshots along. Of a guest that is shown, places and sentences that name what is hidden
/// are left out.
struct BackupView {
    let board: BackupBoard
    let fleet: Fleet
    let ledger: Ledger
    let visibility: Visibility

    init(_ service: BoardService, _ visibility: Visibility, at now: Timestamp) {
        (board, fleet, ledger) = service.board(at: now)
        self.visibility = visibility
    }

    func shows(_ id: ResourceID) -> Bool { visibility.shows(id, in: fleet) }

    func shows(guest vmid: Int, of source: SourceSlug) -> Bool { shows(.guest(source, vmid: vmid)) }

    func showsAll(of source: SourceSlug) -> Bool { visibility.showsAll(of: source) }

    var guests: [GuestBackups] { visibility.isLimited ? board.guests.filter { shows($0.id) } : board.guests }

    func places(_ places: [BackupPlace]) -> [BackupPlace] { visibility.isLimited ? places.filter { shows($0.resource) } : places }

    /// Leftovers are nobody's, so only who sees all of every source that lists them is told.
    var leftovers: [LeftoverBackups] {
        guard visibility.isLimited else { return board.leftovers }
        return board.leftovers.filter { leftover in
            (leftover.places.map(\.resource) + leftover.candidates).allSatisfy { id in fleet.resources[id].map { showsAll(of: $0.source) } ?? false }
        }
    }

    var datastores: [DatastoreCare] { visibility.isLimited ? board.datastores.filter { shows($0.id) } : board.datastores }

    /// The sentence in full where all that it names may be known.
    func showsWords(of reason: BackupReason, on guest: GuestBackups) -> Bool {
        guard visibility.isLimited else { return true }
        guard showsAll(of: guest.source) else { return false }
        return reason.evidence.filter { $0.kind == .place }.allSatisfy { evidence in
            fleet.resources.keys.contains { evidence.reference.hasPrefix($0.description) && shows($0) }
        }
    }
}
