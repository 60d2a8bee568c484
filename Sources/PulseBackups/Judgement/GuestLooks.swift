import PulseCore

/// What needs a look on a guest beside the age of its backups.
struct GuestLooks {
    let evidence: GuestEvidence
    let row: GuestBackups
    let newest: RestorePoint?
    /// In doubt or not: what a task made.
    let lastMade: RestorePoint?
    let lastGood: RestorePoint?
    let failures: [StandingFailure]

    private var mention: TaskIndex.Mention? { evidence.tasks.newest(row.vmid) }

    /// - Parameter isDecided: the age was judged, so that what is hidden is a note.
    func reasons(isDecided: Bool) -> [BackupReason] {
        hiddenReasons(isDecided: isDecided) + jobReasons() + taskReasons() + archiveReasons() + placeReasons() + formerReasons()
    }

    private func hiddenReasons(isDecided: Bool) -> [BackupReason] {
        let reasons = evidence.hidden.reasons(isDecided: isDecided)
        guard row.ambiguous > 0 else { return reasons }
        return reasons + [
            BackupReason(
                .ambiguous, isDecided ? .protected : .unknown,
                "\(row.ambiguous.counted("backup")) of number \(row.vmid) may be of this guest or of another one of that number.",
                nextStep: "Give each cluster its own namespace, or the guest's name in the comment of its backups.")
        ]
    }

    private func jobReasons() -> [BackupReason] {
        if let problem = evidence.jobsProblem {
            return [BackupReason(.jobsHidden, .protected, "The backup jobs can't be read: \(problem.sentence)", nextStep: problem.nextStep)]
        }
        var reasons: [BackupReason] = []
        let jobs = evidence.jobs.map { BackupEvidence(.job, $0.job.id) }
        if evidence.jobs.isEmpty, !row.isTemplate {
            reasons.append(BackupReason(.noJob, .attention, "No backup job takes it.", nextStep: "Put it into a backup job."))
        } else if !evidence.jobs.isEmpty, !evidence.jobs.contains(where: { $0.job.isEnabled }) {
            reasons.append(
                BackupReason(.jobDisabled, .attention, "Every job that takes it is disabled.", nextStep: "Enable one of them.", evidence: jobs))
        }
        for job in evidence.jobs where !job.isUnderstood {
            let sentence =
                "Pulse does not understand the schedule “\((job.job.schedule ?? "").printable(limit: 60))”, so the age is judged without it."
            reasons.append(BackupReason(.scheduleNotUnderstood, .protected, sentence, evidence: [BackupEvidence(.job, job.job.id)]))
        }
        let disks = row.excludedDisks.filter { disk in
            // A disk that another job takes is backed up all the same.
            !evidence.jobs.contains { job in
                job.job.isEnabled && job.job.id != disk.job && !job.excludedDisks(row.vmid).contains { $0.name == disk.name }
            }
        }
        if !disks.isEmpty {
            let names = Set(disks.map(\.name)).sorted()
            reasons.append(
                BackupReason(
                    .disksExcluded, .attention, "Its backups leave out \(names.joined(separator: ", ")).",
                    nextStep: "Set Backup on the disk, or leave it so when it holds nothing of worth.",
                    evidence: names.map { BackupEvidence(.disk, $0) }))
        }
        return reasons
    }

    /// A failed task since the last backup that was made well.
    var failing: FailedTask? {
        guard let mention, case .failed(let error) = mention.outcome, lastMade.map({ $0.at < mention.task.startedAt }) ?? true else { return nil }
        return FailedTask(task: mention.task, error: error)
    }

    /// A task of several guests that failed since. It says for whom in its log only, so it may be nobody's business here.
    private var maybeFailing: TaskRecord? {
        guard evidence.jobs.contains(where: { $0.job.isEnabled }) else { return nil }
        let since = [lastMade?.at, evidence.since, mention?.task.startedAt].compactMap { $0 }.max() ?? Timestamp(milliseconds: .min)
        return evidence.tasks.unread.first { $0.node == row.node && $0.startedAt > since }
    }

    private func taskReasons() -> [BackupReason] {
        if let failing {
            let task = [BackupEvidence(.task, failing.task.id)]
            let sentence =
                "The last backup task failed \(evidence.now.since(failing.task.startedAt).spoken) ago: \(failing.error.printable(limit: 200))"
            return [
                BackupReason(
                    .taskFailed, .attention, sentence, nextStep: "Read the task's log on \(failing.task.node.printable(limit: 64)).", evidence: task,
                    at: failing.task.endedAt ?? failing.task.startedAt)
            ]
        }
        if let task = maybeFailing { return [unread(task)] }
        guard let mention else { return [] }
        let task = [BackupEvidence(.task, mention.task.id)]
        return switch mention.outcome {
        case .running: [BackupReason(.running, .protected, "A backup is being made.", evidence: task)]
        case .warnings(let count):
            [BackupReason(.taskWarnings, .protected, "The last backup ended with \(count.counted("warning")).", evidence: task)]
        case .succeeded, .failed, .unknown: []
        }
    }

    private func unread(_ task: TaskRecord) -> BackupReason {
        let node = task.node.printable(limit: 64)
        return BackupReason(
            .taskUnread, .protected,
            "A backup of several guests on \(node) failed \(evidence.now.since(task.startedAt).spoken) ago; its log, which says for whom, was not read yet.",
            nextStep: "Read the task's log on \(node).", evidence: [BackupEvidence(.task, task.id)])
    }

    private func archiveReasons() -> [BackupReason] {
        guard let newest else { return [] }
        var reasons = failures.first.map { [failed($0)] } ?? []
        if reasons.isEmpty, !newest.isGood, evidence.now.since(newest.at) > evidence.limits.patience {
            let evidence = newest.copies.map { BackupEvidence(.archive, $0.name) }
            reasons.append(
                BackupReason(.incomplete, .attention, "The newest backup was never completed.", nextStep: "Make a new backup.", evidence: evidence))
        }
        if let good = row.lastGood, row.lastVerified == nil, failures.isEmpty, good.places.contains(where: { $0.resource.kind == .datastore }) {
            reasons.append(
                BackupReason(.neverVerified, .protected, "No backup of it was ever verified.", nextStep: "Add a verify job to the datastore."))
        }
        if let note = row.lastGood?.archive.note, !note.isEmpty, note != row.name, !row.name.isEmpty,
            !note.lowercased().contains(row.name.lowercased())
        {
            reasons.append(
                BackupReason(
                    .otherName, .protected,
                    "The last backup's comment is “\(note.printable(limit: 80))”; the guest is called \(row.name.printable(limit: 80)) now."))
        }
        return reasons
    }

    /// - Parameter first: the failure whose words are said; the evidence is that of all.
    private func failed(_ first: StandingFailure) -> BackupReason {
        let (place, age) = (first.copy.places[0].resource, evidence.now.since(first.copy.archive.at).spoken)
        let sentence =
            if first.newer > 0 {
                "Of its backups in \(place), the newest that was verified (\(age) old) failed; \(first.newer.counted("newer one")) \(first.newer == 1 ? "was" : "were") not verified."
            } else if first.copy.archive.at == newest?.at {
                "The newest backup failed its verification in \(place)."
            } else {
                "Its newest backup in \(place), \(age) old, failed its verification."
            }
        return BackupReason(
            .verificationFailed, .attention, sentence,
            nextStep: "\(first.newer > 0 ? "Verify the newest backup" : "Make a new backup and verify it"), and look at the disks of the datastore.",
            evidence: failures.flatMap { failure in
                [BackupEvidence(.archive, failure.copy.name)] + failure.copy.places.map { BackupEvidence(.place, $0.resource.description) }
            })
    }

    private func formerReasons() -> [BackupReason] {
        guard evidence.former > 0 else { return [] }
        return [
            BackupReason(
                .numberReused, .protected,
                "Another guest had number \(row.vmid) before and left \(evidence.former.counted("backup")), which are not counted here.",
                nextStep: "Look through the leftovers, and delete what nobody needs.")
        ]
    }

    /// A restore point that lies only where nothing can be read from is none today.
    private func placeReasons() -> [BackupReason] {
        guard let lastGood else { return [] }
        let stores = lastGood.copies.filter(\.isGood).map { copy in
            copy.places.compactMap { evidence.maintenance[$0.resource].map { word in (word, copy) } }
        }
        guard !stores.isEmpty, stores.allSatisfy({ !$0.isEmpty }), let (word, copy) = stores.first?.first else { return [] }
        let sentence = "The last good backup lies in \(copy.places[0].resource), which is in maintenance (\(word.printable(limit: 80)))."
        return [
            BackupReason(
                .placeInMaintenance, .attention, sentence, nextStep: "End the maintenance.",
                evidence: [BackupEvidence(.place, copy.places[0].resource.description)])
        ]
    }
}
