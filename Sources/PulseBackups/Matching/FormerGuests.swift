import PulseCore

/// A task that began or ended the life of a guest, and succeeded.
struct GuestDeed {
    let kind: GuestLifeTask
    let vmid: Int
    let at: Timestamp

    init?(_ task: TaskRecord) {
        guard let kind = GuestLifeTask(type: task.type), task.outcome.isSuccess, let vmid = task.subject.flatMap({ Int($0) }) else { return nil }
        (self.kind, self.vmid, at) = (kind, vmid, task.startedAt)
    }
}

/// From when on what is told of a number is told of the guest that has it now. Proxmox VE gives the number of a deleted guest to the next one.
struct FormerGuests {
    /// Clocks of nodes and of backup servers may differ by so much.
    private static let slack = Duration.seconds(120)

    private let tasksBefore: [Int: Timestamp]
    private let archivesBefore: [Int: Timestamp]

    init(newestFirst deeds: [GuestDeed] = []) {
        let ends = deeds.filter { $0.kind != .restored }
        tasksBefore = Dictionary(ends.map { ($0.vmid, $0.at) }) { newest, _ in newest }
        let newest = Dictionary(deeds.map { ($0.vmid, $0) }) { newest, _ in newest }
        archivesBefore = newest.filter { $0.value.kind != .restored }.mapValues(\.at)
    }

    /// A task of that moment worked on a guest that is gone.
    func didTask(_ vmid: Int, at moment: Timestamp) -> Bool { tasksBefore[vmid].map { moment < $0 } ?? false }

    /// An archive of that moment is of a guest that is gone. One that was restored since has those that were made before.
    func hasArchive(_ vmid: Int, at moment: Timestamp) -> Bool { archivesBefore[vmid].map { moment < $0 - Self.slack } ?? false }
}
