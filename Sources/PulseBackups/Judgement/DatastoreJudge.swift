import PulseCore

/// Decides how a datastore of a backup server is cared for: room, verification, garbage collection, copies.
struct DatastoreJudge {
    private let resource: Resource
    private let facts: DatastoreFacts
    private let jobs: [DatastoreJob]
    private let limits: BackupLimits
    private let now: Timestamp
    private var findings: [DatastoreCare.Finding] = []

    static func care(
        _ resource: Resource, _ facts: DatastoreFacts, ledger: SourceLedger?, listings: [PlaceIndex], limits: BackupLimits, at now: Timestamp
    ) -> DatastoreCare {
        var judge = DatastoreJudge(resource, facts, ledger, limits, now)
        judge.judgeState()
        judge.judgeRoom()
        judge.judgeListings(listings)
        if let jobs = ledger?.datastoreJobs, jobs.value != nil {
            judge.judgeVerification(listings)
            judge.judgeCollection()
            judge.judgeCopies()
        } else {
            judge.find(.jobsHidden, .unknown, "Its jobs can't be read: \((ledger?.datastoreJobs.problem ?? ListingContext.notAsked).sentence)")
        }
        let condition =
            judge.findings.map(\.condition).contains(.attention) ? .attention : judge.findings.first { $0.condition == .unknown }?.condition
        return DatastoreCare(
            id: resource.id, condition: condition ?? .healthy, findings: judge.findings, archives: listings.reduce(0) { $0 + $1.archives.count },
            failedArchives: listings.reduce(0) { $0 + $1.failedArchives }, verifiedAt: judge.verifiedAt)
    }

    private init(_ resource: Resource, _ facts: DatastoreFacts, _ ledger: SourceLedger?, _ limits: BackupLimits, _ now: Timestamp) {
        (self.resource, self.facts, self.limits, self.now) = (resource, facts, limits, now)
        jobs = (ledger?.datastoreJobs.value ?? []).filter { $0.datastore == facts.name }
    }

    private mutating func find(_ code: DatastoreCare.Code, _ condition: DatastoreCare.Condition, _ sentence: String, _ job: DatastoreJob? = nil) {
        let evidence = job.map { [BackupEvidence(.job, $0.id)] } ?? []
        findings.append(DatastoreCare.Finding(code: code, condition: condition, sentence: sentence, evidence: evidence))
    }

    private mutating func judgeState() {
        if let maintenance = facts.maintenance { find(.maintenance, .attention, "It is in maintenance: \(maintenance.printable(limit: 120)).") }
        if let error = facts.error { find(.unreadable, .attention, "The server can't look into it: \(error.printable(limit: 200))") }
        if let bad = facts.badChunks, bad > 0 { find(.badChunks, .attention, "\(bad.counted("chunk")) of it are damaged.") }
    }

    private mutating func judgeRoom() {
        if let used = resource.metrics[.diskUsed]?.value, let total = resource.metrics[.diskTotal]?.value, total > 0,
            used / total >= limits.nearlyFull
        {
            find(.nearlyFull, .attention, "It is \(Int((used / total * 100).rounded(.down))) % full.")
        }
        if let full = facts.estimatedFullAt, full > now, full.since(now) < limits.fullSoon {
            find(.fullSoon, .attention, "The server expects it to be full in \(full.since(now).spoken).")
        }
    }

    private mutating func judgeListings(_ listings: [PlaceIndex]) {
        let failed = listings.reduce(0) { $0 + $1.failedArchives }
        if failed > 0 { find(.failedVerification, .attention, "\(failed.counted("backup")) in it failed verification.") }
        for listing in listings {
            guard let problem = listing.told.problem else { continue }
            let name = listing.place.namespace.isEmpty ? "It" : "Namespace \(listing.place.namespace.printable(limit: 120))"
            find(.placeHidden, .unknown, "\(name) can't be listed: \(problem.sentence)")
        }
    }

    private var verifiedAt: Timestamp? {
        jobs.filter { $0.kind == .verify && $0.lastOutcome?.isSuccess == true }.compactMap(\.lastRunEndedAt).max()
    }

    private mutating func judgeVerification(_ listings: [PlaceIndex]) {
        let verify = jobs.filter { $0.kind == .verify }
        guard !verify.isEmpty else {
            // Snapshots may be verified as they arrive.
            guard listings.contains(where: { !$0.archives.isEmpty && $0.newestVerified == nil }) else { return }
            return find(.noVerifyJob, .attention, "No job verifies it, and backups in it were never verified.")
        }
        for job in verify { judge(job, failed: .verifyFailed, late: .verifyLate, noun: "verify job", age: limits.verifyAge) }
    }

    private mutating func judgeCollection() {
        for job in jobs where job.kind == .garbageCollection {
            judge(job, failed: .collectionFailed, late: .collectionLate, noun: "garbage collection", age: limits.collectAge)
        }
    }

    private mutating func judgeCopies() {
        for job in jobs where job.kind == .sync { judge(job, failed: .syncFailed, late: .syncLate, noun: "sync job", age: nil) }
        for job in jobs where job.kind == .prune { judge(job, failed: .pruneFailed, late: nil, noun: "prune job", age: nil) }
        for job in jobs where job.kind == .tape { judge(job, failed: .tapeFailed, late: nil, noun: "tape job", age: nil) }
    }

    /// - Parameter age: how old its last run may be when it has no schedule that Pulse understands.
    private mutating func judge(_ job: DatastoreJob, failed: DatastoreCare.Code, late: DatastoreCare.Code?, noun: String, age: Duration?) {
        let name = job.id.isEmpty || job.id == job.datastore ? "The \(noun)" : "The \(noun) \(job.id.printable(limit: 80))"
        if case .failed(let error)? = job.lastOutcome { return find(failed, .attention, "\(name) failed: \(error.printable(limit: 200))", job) }
        guard let late, job.lastOutcome != .running else { return }
        let schedule = job.schedule.flatMap { CalendarEvent($0) }.map { Schedule($0, fitting: job.nextRun) }
        // A run that began on time may take long, so one whole period is given.
        let due = schedule.flatMap { $0.previous(upTo: now - min($0.period(before: now), .seconds(86_400))) } ?? age.map { now - $0 }
        guard let due else { return }
        guard let last = job.lastRunEndedAt else {
            guard schedule != nil else { return }
            return find(late, .attention, "\(name) has never run.", job)
        }
        if last < due { find(late, .attention, "\(name) last ended \(now.since(last).spoken) ago.", job) }
    }
}
