import PulseCore

/// On which days backups came into a datastore, over all its namespaces.
struct ArchiveDays: Sendable {
    static let hours = (watch: 48, warning: 72, critical: 168)
    /// The rhythm is that of so many days before the newest.
    static let window = 28
    static let fewestDays = 5
    /// What nobody has written to for so long is retired.
    static let retired = Duration.days(60)
    /// A group with a backup of every one of so many days was never thinned out.
    static let unprunedDays = 120

    /// - Throws: ``NotEvaluable`` when a namespace could not be listed within a day.
    static func archives(_ look: Look) throws -> [BackupArchive] {
        let listings = (look.ledger?.archives ?? [:]).filter { $0.key.resource == look.id }
        guard !listings.isEmpty else { throw NotEvaluable("Its backups were not listed yet.") }
        return try listings.values.flatMap { told in
            if let problem = told.problem { throw NotEvaluable("Its backups: \(problem.sentence)") }
            return try look.told(told, "Its backups", within: .days(2))
        }
    }

    static func day(_ moment: Timestamp) -> Int64 { moment.milliseconds.flooringDivision(by: 86_400_000).quotient }

    /// How many days usually lie between days with backups: 1 of daily ones, 3 of those that rest at weekends. Nil without a rhythm.
    static func rhythm(_ archives: [BackupArchive], before newest: Timestamp) -> Int? {
        let days = Set(archives.map { day($0.at) }.filter { $0 > day(newest) - Int64(window) && $0 <= day(newest) }).sorted()
        guard days.count >= fewestDays else { return nil }
        let gaps = zip(days, days.dropFirst()).map { Int($1 - $0) }.sorted()
        // One outage among them is not the rhythm, four weekends are.
        return gaps[min(gaps.count - 1, gaps.count * 85 / 100)]
    }

    static func severity(_ age: Duration, rhythm: Int) -> FindingSeverity? {
        func reached(_ hours: Int) -> Bool { age > .hours(hours * rhythm) }
        return reached(hours.critical) ? .critical : reached(hours.warning) ? .warning : reached(hours.watch) ? .watch : nil
    }

    /// A group that has one restore point for each of the last ``unprunedDays``.
    static func unpruned(_ archives: [BackupArchive], at now: Timestamp) -> (group: String, count: Int)? {
        let groups = Dictionary(grouping: archives.filter { $0.isProtected != true }) { "\($0.type.rawValue)/\($0.backupID)" }
        let first = day(now) - Int64(unprunedDays)
        for (group, archives) in groups.sorted(by: { $0.key < $1.key }) {
            let days = Set(archives.map { day($0.at) }.filter { $0 >= first }).count
            if days >= unprunedDays - 2 { return (group, archives.count) }
        }
        return nil
    }
}

extension Check {
    static let datastoreStale = Check(
        "PBS-BACKUP-STALE", key: "pbs-backup-stale", "Datastore gets no backups any more", .backup, on: [.datastore], needs: [.ledger("backups")],
        page: CheckPage(
            why: "When nothing comes in any more, somebody thinks that backups are made and they are not.",
            decides: "Where backups came daily: a watch when the newest is older than \(ArchiveDays.hours.watch) hours, a warning from "
                + "\(ArchiveDays.hours.warning), critical from \(ArchiveDays.hours.critical). Where they usually come with gaps of several "
                + "days, so many "
                + "times later. Not with backups on fewer than \(ArchiveDays.fewestDays) days, nor of a datastore that nobody has written to for "
                + "\(Words.duration(ArchiveDays.retired)).",
            advice: "Look at the backup jobs that write into it, and at the sync jobs that "
                + "fill it."),
        role: CausalRole(symptoms: [.jobFails, .unprotected])
    ) { look in
        let facts = try look.datastore()
        guard facts.maintenance == nil, facts.mountStatus != "notmounted" else { return .hidden("It takes no backups at the moment.") }
        let archives = try ArchiveDays.archives(look)
        guard let newest = archives.map(\.at).max(), look.now.since(newest) < ArchiveDays.retired else { return .clear }
        guard let rhythm = ArchiveDays.rhythm(archives, before: newest) else { return .clear }
        let age = look.now.since(newest)
        guard let severity = ArchiveDays.severity(age, rhythm: rhythm) else { return .clear }
        return .raised(
            Raised(
                severity, "Datastore gets no backups any more",
                description:
                    "The newest backup in \(look.name) is \(Words.duration(age)) old; usually one comes every "
                    + "\(rhythm == 1 ? "day" : "\(rhythm) days").",
                recommendation: "Look at the backup jobs that write into \(look.name), whether they are enabled, and at their last tasks.",
                evidence: "Newest backup \(Words.minute(newest)), \(Words.count(archives.count, "backup")) listed.",
                items: [
                    .fact(look.id, "newest backup", Words.minute(newest), at: newest),
                    .limit("watch", "\(ArchiveDays.hours.watch * rhythm) hours", value: Double(ArchiveDays.hours.watch * rhythm * 3600)),
                ]))
    }

    static let datastoreEmpty = Check(
        "PBS-BACKUP-NONE", key: "pbs-backup-no-recent", "Datastore holds no backups", .backup, on: [.datastore],
        needs: [.current(.dataStored), .ledger("backups")],
        page: CheckPage(
            why: "Space is used, but there is nothing to restore from.",
            decides: "Watch when all namespaces of a datastore were listed, neither they nor the server's count have a backup, and it holds "
                + "chunks by its last garbage collection.",
            advice: "See whether backups were deleted, and collect garbage."), role: CausalRole(symptoms: [.unprotected])
    ) { look in
        guard try look.datastore().snapshots ?? 0 == 0, try ArchiveDays.archives(look).isEmpty else { return .clear }
        let stored = try look.current(.dataStored)
        guard stored > 0 else { return .clear }
        return .raised(
            Raised(
                .watch, "Datastore holds no backups",
                description: "\(look.name) stores \(Words.bytes(stored)) of data, but no backup is listed in it.",
                recommendation:
                    "See in the tasks of the backup server who removed the backups of \(look.name), and check the jobs that should write into it.",
                evidence: "\(Words.bytes(stored)) stored, 0 backups.", items: [.measurement(look.id, .dataStored, stored, at: look.now)]))
    }

    static let datastoreUnpruned = Check(
        "PBS-PRUNE-NONE", key: "pbs-no-prune", "Backups are never thinned out", .capacity, on: [.datastore],
        needs: [.ledger("backups"), .ledger("jobs of the datastore")],
        page: CheckPage(
            why: "What is never pruned grows without end.",
            decides: "Info when a datastore has no prune job and a group in it has a restore point of every one of the last "
                + "\(ArchiveDays.unprunedDays) days, so nobody else prunes it either. Protected backups are not counted.",
            advice: "Add a prune job that keeps what you need.")
    ) { look in
        let facts = try look.datastore()
        let jobs = try look.told(look.ledger?.datastoreJobs, "Its jobs")
        guard !jobs.contains(where: { $0.kind == .prune && $0.datastore == facts.name }) else { return .clear }
        guard let found = ArchiveDays.unpruned(try ArchiveDays.archives(look), at: look.now) else { return .clear }
        return .raised(
            Raised(
                .info, "Backups are never thinned out",
                description:
                    "\(look.name) has no prune job, and \(found.group) in it has a backup of every day of the last \(ArchiveDays.unprunedDays) days.",
                recommendation: "Add a prune job for \(look.name), for example keep-daily 14, keep-weekly 8, keep-monthly 12.",
                evidence: "\(found.group): \(Words.count(found.count, "restore point")).",
                items: [.record(look.id, "group", found.group, "\(found.count)")]))
    }
}
