import PulseCore

extension Check {
    private static let failures = 2

    static let replicationFailing = Check(
        "PVE-REPLICATION-FAILING", key: "replication-failing", "Replication fails", .reliability, on: [.guest], needs: [.ledger("replication")],
        page: CheckPage(
            why: "The copy on the other node grows old: after a failover the newest data would be missing.",
            decides: "Warning when a job that is enabled has failed at least \(failures) times in a row.",
            advice: "Read the job's log (Replication → Log), look at the network and the space on the target."),
        role: CausalRole(symptoms: [.jobFails, .unprotected])
    ) { look in
        let jobs = try look.replicationJobs().filter { ($0.failures ?? 0) >= failures }
        return Answer(
            raised: jobs.map { job in
                let count = Words.count(job.failures ?? 0, "time")
                return Raised(
                    instance: job.id, .warning, "Replication fails",
                    description: "Replication of \(look.name) to \(job.target) (job \(job.id)) has failed \(count) in a row.",
                    recommendation:
                        "Read the log of job \(job.id) and look at network and space of \(job.target); `pvesr run --id \(job.id)` tries again.",
                    evidence:
                        "Failed \(count); last success \(job.lastSync.map(Words.minute) ?? "never")\(job.error.map { ": \($0.printable())" } ?? "").",
                    items: [.record(look.id, "replication", job.id, job.error ?? "failed \(count)", at: job.lastTry)],
                    dependsOn: [.node(look.resource.source, job.target)])
            })
    }

    private static let overdue = Duration.seconds(3600)

    static let replicationLate = Check(
        "PVE-REPLICATION-LATE", key: "replication-late", "Replication is late", .reliability, on: [.guest], needs: [.ledger("replication")],
        page: CheckPage(
            why: "Nothing fails, and still no copy is made: the scheduler does not run, or a copy hangs.",
            decides:
                "Warning when the next run of an enabled job should have begun more than \(Words.duration(overdue)) ago, and it has run before "
                + "without failing "
                + "since.",
            advice: "`systemctl status pvescheduler` on the guest's node, and `pvesr status`."),
        role: CausalRole(symptoms: [.jobFails, .unprotected])
    ) { look in
        let jobs = try look.replicationJobs().filter { $0.lastSync != nil && ($0.failures ?? 0) == 0 && $0.isOverdue(by: overdue, at: look.now) }
        if !jobs.isEmpty { try look.trustClockOfPulse() }
        return Answer(raised: jobs.map { $0.late(look, "Replication is late", "last made \($0.lastSync.map(Words.minute) ?? "never")", .warning) })
    }

    static let replicationNever = Check(
        "PVE-REPLICATION-NEVER", key: "replication-never", "Replication has never succeeded", .reliability, on: [.guest],
        needs: [.ledger("replication")],
        page: CheckPage(
            why: "There is no copy on the other node at all.",
            decides:
                "Watch when an enabled job has never succeeded, and was tried or should have run more than \(Words.duration(overdue)) ago. Not "
                + "while it waits "
                + "for its first run.",
            advice: "Read the job's log; `pvesr run --id <job> --verbose` shows what happens."),
        role: CausalRole(symptoms: [.jobFails, .unprotected])
    ) { look in
        let jobs = try look.replicationJobs().filter { job in
            guard job.lastSync == nil, (job.failures ?? 0) < failures else { return false }
            return job.isOverdue(by: overdue, at: look.now) || job.lastTry.map { look.now.since($0) > overdue } ?? false
        }
        if !jobs.isEmpty { try look.trustClockOfPulse() }
        return Answer(raised: jobs.map { $0.late(look, "Never replicated", "no copy was ever made", .watch) })
    }
}

extension ReplicationJob {
    fileprivate func isOverdue(by patience: Duration, at now: Timestamp) -> Bool { nextSync.map { now.since($0) > patience } ?? false }

    fileprivate func late(_ look: Look, _ title: String, _ words: String, _ severity: FindingSeverity) -> Raised {
        Raised(
            instance: id, severity, title, description: "Replication of \(look.name) to \(target) (job \(id)): \(words).",
            recommendation: "Look at `pvesr status` and `systemctl status pvescheduler` on \(source ?? "the guest's node").",
            evidence: "Last success \(lastSync.map(Words.minute) ?? "never"), next run \(nextSync.map(Words.minute) ?? "unknown").",
            items: [.record(look.id, "replication", id, words, at: lastSync)], dependsOn: [.node(look.resource.source, target)])
    }
}

extension Look {
    /// The enabled ones of the guest, as its node tells.
    fileprivate func replicationJobs() throws -> [ReplicationJob] {
        guard let facts = try guest(), source?.kind == .proxmoxVE else { return [] }
        let jobs: [ReplicationJob] = try told(ledger(of: facts.node).replication, "Replication jobs", within: .seconds(3600))
        return jobs.filter { $0.vmid == facts.vmid && $0.isEnabled }
    }
}
