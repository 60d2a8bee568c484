import PulseCore

/// Everything the source of a backup server remembers between calls. A value: the shell keeps it behind a lock.
struct PBSSourceState: Sendable {
    let configuration: ProxmoxSourceConfiguration
    var picture = PBSPicture()
    var plan = PBSCallPlan()
    var listings = PBSListings()
    var watch = PBSTaskWatch()
    var book: PBSLedgerBook
    var schedule = PBSMainSchedule()
    var steady = SteadyTime()

    /// Tasks that are kept, the newest.
    private static let mostTasks = 500
    /// Logs that are read, of the newest failed tasks.
    private static let mostLogs = 20

    init(_ configuration: ProxmoxSourceConfiguration) {
        self.configuration = configuration
        book = PBSLedgerBook(configuration.slug)
    }

    // MARK: The main flight

    mutating func apply(_ answer: Answer<[PBSUsageRow]>, at now: Timestamp) {
        var rows: [String: PBSUsageRow] = [:]
        for row in answer.content { rows[row.store] = row }
        if let before = picture.usage?.value, Set(before.map(\.store)) != Set(rows.keys) { schedule.permissionsInDoubt() }
        picture.usage = .init(value: rows.values.sorted { $0.store < $1.store }, at: now)
        (picture.droppedRows, picture.notFiniteNumbers) = (answer.dropped, answer.notFinite)
        // What the server can't look into itself is not listed either.
        plan.update(stores: Set(rows.values.filter { $0.error == nil && $0.mountStatus != "notmounted" }.map(\.store)), at: steady(now))
        forget { place in rows[place.store] != nil }
    }

    mutating func apply(_ call: PBSMainCall, _ value: JSON, at now: Timestamp) throws(ProxmoxError) {
        switch call {
        case .usage: break
        case .nodeStatus:
            guard let status = PBSNodeStatus(value) else { throw .notProxmox }
            picture.status = .init(value: status, at: now)
            picture.isStatusForbidden = false
            picture.start.observe(uptime: status.uptime, at: now)
            book.set(kernel: status.kernel, at: now)
        case .permissions: picture.permissions = ProxmoxPermissions(value)
        case .version: picture.version = PBSVersion(value)
        }
    }

    // MARK: The ledger

    mutating func forget(unless isThere: (PBSPlace) -> Bool) {
        for place in listings.keep(isThere) {
            picture.droppedSnapshots[place] = nil
            book.forget(place)
        }
    }

    mutating func apply(jobs found: [DatastoreJob], kind: DatastoreJob.Kind, at now: Timestamp) {
        book.set(jobs: found, kind: kind, at: now)
        if kind == .verify { plan.carryOut(watch.jobs(found, places: listings.places), at: steady(now)) }
    }

    mutating func apply(tasks found: [TaskRecord], at now: Timestamp) {
        if let host = found.lazy.compactMap({ PBSTaskRow.node($0.id) }).first { picture.hostName = host.printable(limit: 100) }
        let tasks = book.set(tasks: Array(found.sorted { $0.startedAt > $1.startedAt }.prefix(Self.mostTasks)), at: now)
        plan.carryOut(watch.tasks(tasks, jobs: book.verifications, places: listings.places), at: steady(now))
        wantLogs(tasks, at: now)
    }

    private mutating func wantLogs(_ tasks: [TaskRecord], at now: Timestamp) {
        let failed = tasks.filter { if case .failed = $0.outcome { true } else { false } }.prefix(Self.mostLogs)
        let wanted = failed.filter { $0.lastLines == nil }.map(\.id)
        plan.drop { if case .taskLog(let id) = $0 { !wanted.contains(id) } else { false } }
        for id in wanted { plan.want(.taskLog(id), at: steady(now)) }
    }
}
