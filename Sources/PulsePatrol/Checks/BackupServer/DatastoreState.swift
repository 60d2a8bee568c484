import PulseCore

extension Look {
    /// - Throws: ``NotEvaluable`` when its server does not answer.
    func datastore() throws -> DatastoreFacts {
        guard case .datastore(let facts) = resource.facts else { throw NotEvaluable("It is no datastore.") }
        guard resource.state.status != .unknown else { throw NotEvaluable("The backup server does not answer at the moment.") }
        return facts
    }
}

extension Check {
    static let maintenanceLimit = Duration.days(1)
    static let unmountedLimit = Duration.days(7)

    static let datastoreFill = Check(
        "PBS-DATASTORE-FILL", key: "pbs-datastore-high-usage", "Datastore is nearly full or fills up", .capacity, on: [.datastore],
        needs: [.current(.diskUsed), .current(.diskTotal), .history(.diskUsed, hours: FillRule.hours), .history(.diskTotal, hours: FillRule.hours)],
        page: CheckPage(
            why: "Backups into a full datastore fail, and so does garbage collection, which needs room to work.",
            decides: FillRule.storage.words + " Not of a datastore in an object store, whose size is not what limits it.",
            advice: "Prune, collect garbage, or enlarge the datastore."),
        role: CausalRole(explains: [
            Explanation(.jobFails, .stored, from: .critical), Explanation(.writesFail, .stored, from: .critical),
            Explanation(.jobFails, .placed, from: .critical), Explanation(.unprotected, .stored, from: .critical),
        ])
    ) { look in
        let facts = try look.datastore()
        guard facts.backend != "s3", look.resource.state.status != .disabled else { return .clear }
        var answer = try FillRule.storage.judge(
            look, noun: "Datastore",
            advice: "Prune \(look.name), then run `proxmox-backup-manager garbage-collection start \(look.name)`; enlarge it if that is not enough.")
        guard let full = facts.estimatedFullAt else { return answer }
        for index in answer.raised.indices {
            answer.raised[index].items.append(.fact(look.id, "server's estimate", "full on \(Words.day(full))", at: full))
        }
        return answer
    }

    static let datastoreMaintenance = Check(
        "PBS-DATASTORE-MAINTENANCE", key: "pbs-datastore-maintenance", "Datastore is in maintenance for long", .backup, on: [.datastore],
        needs: [.facts],
        page: CheckPage(
            why: "A maintenance mode that somebody forgot stops all backups into the datastore.",
            decides:
                "Watch when a datastore has been offline for maintenance for \(Words.duration(maintenanceLimit)). How long one is read-only nobody "
                + "tells, so that is not judged.", advice: "End the maintenance mode, or disable the jobs that use the datastore."),
        role: CausalRole(explains: [Explanation(.jobFails, .stored), Explanation(.jobFails, .placed)])
    ) { look in
        let facts = try look.datastore()
        guard let mode = facts.maintenance, mode != "delete" else { return .clear }
        guard look.resource.state.status == .disabled, let since = look.resource.state.since else {
            return .hidden("Since when it is \(mode) is not known.")
        }
        guard look.now.since(since) >= maintenanceLimit else { return .clear }
        return .raised(
            Raised(
                .watch, "Datastore is in maintenance for long",
                description: "\(look.name) has been \(mode) for \(Words.duration(look.now.since(since))).",
                recommendation: "End it when the work is done: `proxmox-backup-manager datastore update \(look.name) --delete maintenance-mode`.",
                evidence: "Maintenance mode \(mode) since \(Words.minute(since)).", items: [.fact(look.id, "maintenance", mode, at: since)]
            ).at(.state(since: since)))
    }

    static let datastoreUnmounted = Check(
        "PBS-DATASTORE-UNMOUNTED", key: "pbs-datastore-unmounted", "Removable datastore was not mounted for long", .backup, on: [.datastore],
        needs: [.facts],
        page: CheckPage(
            why: "A removable datastore gets no backups while it is away.",
            decides: "Watch when a removable datastore was not mounted for \(Words.duration(unmountedLimit)). For days it is meant to be elsewhere.",
            advice: "Connect the disk."),
        role: CausalRole(explains: [Explanation(.jobFails, .stored), Explanation(.jobFails, .placed)])
    ) { look in
        let facts = try look.datastore()
        guard facts.mountStatus == "notmounted", facts.maintenance == nil else { return .clear }
        guard let since = look.resource.state.since else { return .hidden("Since when it is not mounted is not known.") }
        guard look.now.since(since) >= unmountedLimit else { return .clear }
        return .raised(
            Raised(
                .watch, "Removable datastore was not mounted for long",
                description: "\(look.name) has not been mounted for \(Words.duration(look.now.since(since))).",
                recommendation: "Connect its disk and run `proxmox-backup-manager datastore mount \(look.name)`.",
                evidence: "Not mounted since \(Words.minute(since)).", items: [.fact(look.id, "mount status", "notmounted", at: since)]
            ).at(.state(since: since)))
    }

    static let datastoreCollectionNever = Check(
        "PBS-GC-NEVER", key: "pbs-gc-never", "Garbage is never collected", .capacity, on: [.datastore], needs: [.ledger("jobs of the datastore")],
        page: CheckPage(
            why: "Pruning removes only names: the space comes back with garbage collection.",
            decides: "Watch when a datastore that holds backups has neither a schedule for garbage collection nor a run of it.",
            advice: "Give it a schedule, daily for most.")
    ) { look in
        let facts = try look.datastore()
        let jobs = try look.told(look.ledger?.datastoreJobs, "Its jobs").filter { $0.kind == .garbageCollection && $0.datastore == facts.name }
        guard let job = jobs.first else { throw NotEvaluable("The server does not tell of its garbage collection.") }
        guard job.schedule == nil, job.lastRunEndedAt == nil, facts.collectedAt == nil, facts.maintenance == nil else { return .clear }
        guard !(try ArchiveDays.archives(look)).isEmpty else { return .clear }
        return .raised(
            Raised(
                .watch, "Garbage is never collected", description: "\(look.name) has no schedule for garbage collection, and it has never run.",
                recommendation: "Run `proxmox-backup-manager datastore update \(look.name) --gc-schedule daily`.",
                evidence: "No schedule, no run.", items: [.record(look.id, "job", job.id, "garbage collection without schedule")]))
    }
}
