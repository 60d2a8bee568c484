/// What a task wrote, as far as it has come.
struct TaskLog {
    private let task: TaskRecord
    private let world: ClusterWorld
    private let now: Int

    init(_ task: TaskRecord, in world: ClusterWorld, at now: Int) {
        self.task = task
        self.world = world
        self.now = now
    }

    var lines: [String] {
        var lines = task.type == "vzdump" ? backup : ["INFO: starting task \(task.type)"]
        if task.end != nil {
            lines.append(task.status == "OK" || task.status.hasPrefix("WARNINGS") ? "TASK \(task.status)" : "TASK ERROR: \(task.status)")
        }
        return lines
    }

    /// The result for a single guest stands nowhere else.
    private var backup: [String] {
        guard let run = world.backups.runs.first(where: { $0.node == task.node && $0.start == task.start }) else { return [] }
        let job = world.backupJobs.first { $0.id == run.job }
        let selection = if case .guests(let list)? = job?.selection { list.map(String.init).joined(separator: " ") } else { "--all 1" }
        var lines = [
            "INFO: starting new backup job: vzdump \(selection) --mode snapshot --notes-template '{{guestname}}' --storage \(run.storage) --quiet 1"
        ]
        for piece in run.pieces where piece.start <= now { lines += part(piece, run) }
        guard task.end != nil else { return lines }
        if task.status.hasPrefix("WARNINGS") { lines.append("WARN: unable to send the notification: could not notify via endpoint(s)") }
        return lines + ["INFO: Backup job finished \(run.failures > 0 ? "with errors" : "successfully")"]
    }

    private func part(_ piece: BackupRun.Piece, _ run: BackupRun) -> [String] {
        let vmid = piece.vmid
        var lines = ["INFO: Starting Backup of VM \(vmid) (\(piece.kind.rawValue))", "INFO: Backup started at \(CalendarText.ofLog(piece.start))"]
        if let failure = piece.failure {
            return lines + ["ERROR: Backup of VM \(vmid) failed - \(failure.text)", "INFO: Failed at \(CalendarText.ofLog(piece.end))"]
        }
        let name = world.backups.archive(piece).name ?? (piece.kind == .qemu ? "VM \(vmid)" : "CT\(vmid)")
        lines += ["INFO: status = running", "INFO: \(piece.kind == .qemu ? "VM" : "CT") Name: \(name)"] + disks(of: Int(vmid))
        if run.storage == ClusterWorld.backupStorage {
            let archive = world.backups.archive(piece)
            lines.append("INFO: creating Proxmox Backup Server archive '\(archive.group)/\(archive.stamp)'")
        }
        guard piece.end <= now else { return lines }
        let duration = CalendarText.ofBackup(Int(piece.duration)).dropFirst(11).prefix(8)
        return lines + ["INFO: Finished Backup of VM \(vmid) (\(duration))", "INFO: Backup finished at \(CalendarText.ofLog(piece.end))"]
    }

    private func disks(of vmid: Int) -> [String] {
        guard let guest = world.guest(vmid) else { return [] }
        let machine = guest.kind == .qemu
        var lines =
            machine
            ? ["INFO: include disk 'scsi0' '\(GuestConfiguration.volume(guest, 0))' \(guest.disk >> 30)G"]
            : ["INFO: including mount point rootfs ('/') in backup"]
        guard let data = guest.data else { return lines }
        switch (machine, guest.savesData) {
        case (true, true): lines.append("INFO: include disk 'scsi1' '\(GuestConfiguration.volume(guest, 1))' \(data.size >> 30)G")
        case (true, false): lines.append("INFO: exclude disk 'scsi1' '\(GuestConfiguration.volume(guest, 1))' (backup=no)")
        case (false, true): lines.append("INFO: including mount point mp0 ('/srv/data') in backup")
        case (false, false): lines.append("INFO: excluding volume mount point mp0 ('/srv/data') from backup (disabled)")
        }
        return lines
    }
}
