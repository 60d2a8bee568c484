extension ClusterWorld {
    static let backupStorage = "pbs-main"

    /// Lets the jobs run that were due since the last time.
    mutating func runBackups(until now: Int) {
        for job in backupJobs where job.enabled {
            var due = job.schedule.next(after: backups.doneUntil)
            while due <= now {
                run(job, at: due)
                due = job.schedule.next(after: due)
            }
        }
        backups.finish(at: now)
        nextBackup = backupJobs.filter(\.enabled).map { $0.schedule.next(after: now) }.min() ?? Int.max
    }

    /// A job run by hand, as from the page; it began a few seconds ago.
    mutating func runBackup(_ id: String, at now: Int) throws(FaultRefused) {
        guard let job = backupJobs.first(where: { $0.id == id }) else { throw FaultRefused(description: "there is no backup job \(id)") }
        run(job, at: now - 5)
        backups.finish(at: now)
    }

    /// Each node saves its own guests, one after the other in the order of their numbers.
    private mutating func run(_ job: BackupJob, at due: Int) {
        for node in nodes where node.downSince.map({ Int($0) > due }) ?? true {
            let start = due + 1 + Int(node.seed % 3)
            var clock = start + 2
            var pieces: [BackupRun.Piece] = []
            for guest in guests where guest.node == node.name && job.covers(guest.vmid) && (due < Int(epoch) || guest.created <= Double(due)) {
                let piece = piece(of: guest, to: job.storage, at: clock)
                pieces.append(piece)
                clock = piece.end + 1
            }
            guard !pieces.isEmpty else { continue }
            backups.append(BackupRun(job: job.id, storage: job.storage, node: node.name, start: start, pieces: pieces))
        }
    }

    private mutating func piece(of guest: Guest, to storage: String, at start: Int) -> BackupRun.Piece {
        let failure = failure(of: guest, to: storage, at: start)
        let bits = SplitMix64.mix(guest.seed, UInt64(start))
        let seconds = failure == nil ? 4 + (guest.disk >> 30) / 8 + Int(bits % 9) : 1
        return BackupRun.Piece(
            vmid: Int32(guest.vmid), duration: Int32(seconds), start: start, name: backups.number(of: guest.name ?? ""), kind: guest.kind,
            failure: failure, size: ClusterWorld.archiveSize(of: guest, at: Double(start), bits))
    }

    /// Images count in full, files of a container as far as they are there; the rest is configuration.
    private static func archiveSize(of guest: Guest, at t: Double, _ bits: UInt64) -> Int {
        let data = guest.savesData ? guest.data?.size ?? 0 : 0
        return guest.kind == .qemu ? guest.disk + data + 540 + Int(bits % 60) : GuestSample.disk(guest, at: t) + data / 3 + 700 + Int(bits % 60)
    }

    /// A lock that a dead backup left behind three days before the world began, or a fault.
    private func failure(of guest: Guest, to storage: String, at start: Int) -> BackupFailure? {
        if let since = storages.first(where: { $0.id == storage })?.inactiveSince, Int(since) <= start { return .serverUnreachable }
        if let failure = failingBackups[guest.vmid] { return failure }
        return guest.lock == "backup" && Double(start) > epoch - 3 * 86_400 ? .locked : nil
    }

    /// A machine and a container that have been gone for weeks, but not their archives.
    mutating func leaveOrphans() {
        for (vmid, kind, name) in [(9_001, Guest.Kind.qemu, "old-erp"), (9_002, .lxc, "old-wiki")] {
            for week in 0..<5 {
                let start = (Int(epoch) / 86_400 - 80 + week * 7) * 86_400 + 7_300
                let piece = BackupRun.Piece(
                    vmid: Int32(vmid), duration: 95, start: start, name: backups.number(of: name), kind: kind, failure: nil,
                    size: 21 << 30 + week << 20)
                backups.append(
                    BackupRun(
                        job: "", storage: ClusterWorld.backupStorage, node: nodes[0].name, start: start - 2, pieces: [piece], isKept: true))
            }
        }
    }
}
