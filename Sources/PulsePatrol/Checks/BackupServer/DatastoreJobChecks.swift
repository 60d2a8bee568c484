import PulseCore

extension Check {
    static let datastoreVerifyFailed = DatastoreReason(
        code: "verify_failed", severity: .warning, title: "Verify job failed", when: "a verify job's last run failed",
        advice:
            "Open the task of the verify job JOB on the backup server; it names the snapshots or the error. Check disk and memory, then run it again."
    ).check("PBS-VERIFY-FAILED", key: "pbs-verify-failed", why: "A verification that fails says that backups may not be restorable.")

    static let datastoreVerifyStale = DatastoreReason(
        code: "verify_late", severity: .watch, title: "Verify job is late", when: "a verify job did not run when it was due",
        advice: "Look at the schedule of the verify job JOB and whether an older task of it still runs; start it once by hand."
    ).check("PBS-VERIFY-STALE", key: "pbs-verify-stale", why: "Only verification finds backups that rot before they are needed.")

    static let datastoreVerifyNone = DatastoreReason(
        code: "no_verify_job", severity: .watch, title: "Nothing verifies the datastore",
        when: "no job verifies the datastore and backups in it were never verified",
        advice: "Add a verify job for STORE (Datastore > Verify Jobs), daily with re-verification after 30 days."
    ).check(
        "PBS-VERIFY-NONE", key: "pbs-no-verify-job", why: "Without verification a damaged backup is found when it is restored.", role: CausalRole())

    static let datastoreCollectionFailed = DatastoreReason(
        code: "collection_failed", severity: .warning, title: "Garbage collection failed", when: "the last garbage collection failed",
        advice: "Read the task's log, mend what it names, and start it: `proxmox-backup-manager garbage-collection start STORE`."
    ).check("PBS-GC-FAILED", key: "pbs-gc-failed", why: "Without garbage collection no space comes back.")

    static let datastoreCollectionLate = DatastoreReason(
        code: "collection_late", severity: .watch, title: "Garbage collection is late", when: "garbage collection did not run when it was due",
        advice: "See whether it still runs or its schedule was changed; start it: `proxmox-backup-manager garbage-collection start STORE`."
    ).check("PBS-GC-LATE", key: "pbs-gc-late", why: "What was pruned takes space until garbage is collected.")

    static let datastoreSyncFailed = DatastoreReason(
        code: "sync_failed", severity: .warning, title: "Sync job failed", when: "a sync job's last run failed",
        advice: "Read the log of the sync job JOB; check that the remote answers and that its credentials and free space are right."
    ).check("PBS-SYNC-FAILED", key: "pbs-job-failed", why: "The copy elsewhere is what is left when the building burns.")

    static let datastoreSyncLate = DatastoreReason(
        code: "sync_late", severity: .warning, title: "Sync job is late", when: "a sync job did not run when it was due",
        advice: "See whether the sync job JOB still runs, and whether its schedule is what it should be."
    ).check("PBS-SYNC-LATE", key: "pbs-sync-late", why: "A copy that is not renewed gets old unnoticed.")

    static let datastorePruneFailed = DatastoreReason(
        code: "prune_failed", severity: .warning, title: "Prune job failed", when: "a prune job's last run failed",
        advice: "Read the log of the prune job JOB on the backup server and start it again when the cause is mended."
    ).check("PBS-PRUNE-FAILED", key: "pbs-prune-failed", why: "Without pruning the datastore fills up.")

    static let datastoreTapeFailed = DatastoreReason(
        code: "tape_failed", severity: .warning, title: "Tape job failed", when: "a tape job's last run failed",
        advice: "Read the log of the tape job JOB; mostly the right tape is not in the drive, or the drive needs cleaning."
    ).check("PBS-TAPE-FAILED", key: "pbs-tape-failed", why: "The copy on tape is missing.")

    static let datastoreError = DatastoreReason(
        code: "unreadable", severity: .critical, title: "Datastore cannot be read", when: "the server says that it cannot look into it",
        advice: "Check on the backup server that the disk or mount of STORE is there: `proxmox-backup-manager datastore show STORE`, `findmnt`.",
        isOfJobs: false
    ).check(
        "PBS-DATASTORE-ERROR", key: "pbs-datastore-error", why: "A datastore that cannot be read can neither take nor give back backups.",
        role: CausalRole(explains: [Explanation(.jobFails, .stored), Explanation(.writesFail, .stored), Explanation(.jobFails, .placed)]))

    static let datastoreBadChunks = DatastoreReason(
        code: "bad_chunks", severity: .critical, title: "Datastore has damaged chunks", when: "garbage collection counts chunks that are damaged",
        advice: "Verify STORE anew, make new backups of the guests that it names (new chunks mend old ones), and test disk and memory of the server.",
        isOfJobs: false
    ).check(
        "PBS-CHUNKS-BAD", key: "pbs-bad-chunks", why: "Every backup that uses a damaged chunk cannot be restored as a whole.", role: CausalRole())

    static let datastoreCorruptSnapshots = DatastoreReason(
        code: "failed_verification", severity: .critical, title: "Backups failed verification", when: "backups in it failed verification",
        advice: "Make new backups of the guests concerned, then verify STORE anew and remove the damaged snapshots.", isOfJobs: false
    ).check("PBS-SNAPSHOT-CORRUPT", key: "pbs-snapshot-corrupt", why: "What failed verification cannot be relied upon.", role: CausalRole())
}
