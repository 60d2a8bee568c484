extension ClusterWorld {
    /// False when the fault is about something else.
    mutating func applyToBackups(_ fault: Fault, _ now: Double) throws(FaultRefused) -> Bool {
        switch fault {
        case .backupFails(let vmid, let trouble):
            try changeGuest(vmid) { _ in }
            failingBackups[vmid] = trouble.failure
        case .backupWorks(let vmid): failingBackups[vmid] = nil
        case .backupRuns(let job): try runBackup(job, at: Int(now))
        case .backupJobDisabled(let id): try changeJob(id, now) { $0.enabled = false }
        case .backupJobEnabled(let id): try changeJob(id, now) { $0.enabled = true }
        case .diskExcluded(let vmid): try setBackup(ofDataDisk: vmid, false)
        case .diskIncluded(let vmid): try setBackup(ofDataDisk: vmid, true)
        case .archivesSpoilt(let vmid, let age): marks.spoilt[vmid] = Int(now - age.inSeconds)
        case .archivesSound(let vmid):
            marks.spoilt[vmid] = nil
            if marks.oldSpoilt?.vmid == vmid { marks.oldSpoilt = nil }
        case .replicationFails(let vmid):
            try changeGuest(vmid) { _ in }
            failingReplication[vmid] = now
        case .replicationWorks(let vmid): failingReplication[vmid] = nil
        default: return false
        }
        return true
    }

    /// A job that is enabled again does not make up for what it missed.
    private mutating func changeJob(_ id: String, _ now: Double, _ change: (inout BackupJob) -> Void) throws(FaultRefused) {
        guard let index = backupJobs.firstIndex(where: { $0.id == id }) else {
            throw FaultRefused(description: "there is no backup job \(id)")
        }
        change(&backupJobs[index])
        runBackups(until: Int(now))
    }

    private mutating func setBackup(ofDataDisk vmid: Int, _ saved: Bool) throws(FaultRefused) {
        try changeGuest(vmid) { guest in
            guest.data = Guest.DataDisk(size: guest.data?.size ?? 100 << 30, backup: saved)
        }
    }
}

extension Fault.BackupTrouble {
    fileprivate var failure: BackupFailure {
        switch self {
        case .locked: .locked
        case .unreachable: .serverUnreachable
        case .noSpace: .noSpace
        }
    }
}
