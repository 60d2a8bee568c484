import PulseCore

extension CheckCatalogue {
    static let backups: [Check] = [
        .backupNever, .backupNoGood, .backupStale, .backupNoJob, .backupJobDisabled, .backupFailed, .backupDamaged, .backupIncomplete,
        .backupDisksExcluded, .backupPlaceUnreadable, .backupLeftovers,
    ]
}

extension Check {
    private static func backup(
        _ code: String, key: String, _ title: String, why: String, _ rule: BackupRule, explains: [Explanation] = [],
        symptoms: Set<Symptom> = [.unprotected]
    ) -> Check {
        Check(
            code, key: key, title, .backup, on: [.guest], needs: [.backups],
            page: CheckPage(why: why, decides: rule.words, advice: rule.recommendation), role: CausalRole(explains: explains, symptoms: symptoms)
        ) { try rule.judge($0) }
    }

    static let backupNever = backup(
        "PVE-BACKUP-NEVER", key: "backup-never", "Guest has no backup at all", why: "What happens to its disks is final.",
        BackupRule(
            ["never_backed_up": .warning], runningOnly: true, "Never backed up", "Put the guest into a backup job, and run it once by hand."),
        symptoms: [.unprotected, .overdue])

    static let backupNoGood = backup(
        "PVE-BACKUP-NO-GOOD", key: "backup-no-good", "No backup of a guest can be relied on", why: "There are backups, and none can be restored.",
        BackupRule(
            ["no_good_backup": .critical], runningOnly: false, "No good backup",
            "Make a backup now and verify it; look at the disks below the datastore."))

    static let backupStale = backup(
        "PVE-BACKUP-STALE", key: "backup-stale", "Guest's newest backup is too old", why: "What was done since is lost with the disks.",
        BackupRule(
            ["lapsed": .warning, "late": .watch, "old": .watch], runningOnly: true, "Backup too old", "Look at the last tasks of its backup job."),
        symptoms: [.unprotected, .jobFails, .overdue])

    static let backupNoJob = backup(
        "PVE-BACKUP-NO-JOB", key: "backup-no-job", "No job backs a guest up",
        why: "Its backups were made by hand, and nobody will think of the next one.",
        BackupRule(["no_job": .watch], runningOnly: true, "In no backup job", "Put the guest into a backup job."))

    static let backupJobDisabled = backup(
        "PVE-BACKUP-JOB-DISABLED", key: "backup-job-disabled", "Every job that backs a guest up is disabled", why: "No more backups are made.",
        BackupRule(["job_disabled": .watch], runningOnly: true, "Backup job disabled", "Enable the job again, or put the guest into another one."))

    static let backupFailed = backup(
        "PVE-BACKUP-FAILED", key: "backup-task-failed", "The last backup of a guest failed", why: "The next ones mostly fail for the same reason.",
        BackupRule(
            ["task_failed": .warning], runningOnly: false, isOfTasks: true, "Last backup failed",
            "Read the log of the task, mend what it names, and run the job again."),
        explains: [Explanation(.overdue, .itself)], symptoms: [.unprotected, .jobFails])

    static let backupDamaged = backup(
        "PVE-BACKUP-DAMAGED", key: "backup-verification-failed", "A guest's newest verified backup is damaged",
        why: "It can't be restored, and others in the same datastore may be damaged too.",
        BackupRule(
            ["verification_failed": .warning], runningOnly: false, "Newest verified backup is damaged",
            "Make a new backup, verify it, and look at the disks of the datastore."))

    static let backupIncomplete = backup(
        "PVE-BACKUP-INCOMPLETE", key: "backup-incomplete", "A guest's newest backup was never completed",
        why: "It holds nothing that can be restored.",
        BackupRule(["incomplete": .watch], runningOnly: false, "Newest backup incomplete", "Look at why the task ended, and make another backup."))

    static let backupDisksExcluded = backup(
        "PVE-BACKUP-DISKS", key: "backup-disks-excluded", "Disks of a guest are in no backup", why: "They are lost when the storage is.",
        BackupRule(
            ["disks_excluded": .info], runningOnly: false, "Disks left out of backups", "Tick Backup on the disk, or accept that it is lost."))

    static let backupPlaceUnreadable = backup(
        "PVE-BACKUP-PLACE", key: "backup-place-in-maintenance", "The datastore of a guest's last backup can't be read from",
        why: "Nothing can be restored until its maintenance ends.",
        BackupRule(
            ["place_in_maintenance": .info], runningOnly: false, "Backup lies in a datastore in maintenance", "End the maintenance of the datastore.")
    )
}
