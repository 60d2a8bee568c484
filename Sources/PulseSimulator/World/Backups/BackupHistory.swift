/// All runs of vzdump that are still of interest, and with them every archive: what tasks tell, what storages list and what a backup
/// server holds are read from here, so they cannot disagree.
struct BackupHistory: Sendable {
    /// Ascending by start.
    private(set) var runs: [BackupRun] = []
    private(set) var names: [String] = []
    private var numbers: [String: Int32] = [:]
    /// Runs up to this second have been made.
    private(set) var doneUntil: Int
    /// Archives are pruned after so many days.
    let days: Int

    init(days: Int, before epoch: Int) {
        self.days = days
        doneUntil = epoch - days * 86_400
    }

    mutating func number(of name: String) -> Int32 {
        if let known = numbers[name] { return known }
        let number = Int32(names.count)
        names.append(name)
        numbers[name] = number
        return number
    }

    mutating func append(_ run: BackupRun) { runs.append(run) }

    /// What was due until now has run; what is too old has been pruned.
    mutating func finish(at now: Int) {
        doneUntil = now
        // Runs of different jobs were added one job after the other.
        runs.sort { $0.start < $1.start }
        let oldest = now - (days + 1) * 86_400
        if let first = runs.first(where: { !$0.isKept }), first.start < oldest { runs.removeAll { !$0.isKept && $0.start < oldest } }
    }

    /// Archives that exist or are being written on a storage; of a storage that is not shared, those of one node.
    func archives(on storage: String, node: String?, at now: Int) -> [BackupArchive] {
        var list: [BackupArchive] = []
        for run in runs where run.storage == storage && run.start <= now && (node ?? run.node) == run.node {
            for piece in run.pieces where piece.failure == nil && piece.start <= now { list.append(archive(piece)) }
        }
        return list
    }

    func archive(_ piece: BackupRun.Piece) -> BackupArchive {
        let name = names[Int(piece.name)]
        return BackupArchive(
            id: String(piece.vmid), kind: piece.kind == .qemu ? .machine : .container, time: piece.start, end: piece.end, size: piece.size,
            name: name.isEmpty ? nil : name)
    }
}

/// One backup of one guest or host at one time.
struct BackupArchive: Sendable {
    enum Kind: String, Sendable {
        case machine = "vm"
        case container = "ct"
        case host
    }

    let id: String
    let kind: Kind
    let time: Int
    /// Until then it is being written and has no size.
    let end: Int
    let size: Int
    let name: String?

    func isRunning(at now: Int) -> Bool { now < end }
    var group: String { kind.rawValue + "/" + id }
    /// `2026-07-01T02:00:04Z`
    var stamp: String { CalendarText.ofBackup(time) }
}
