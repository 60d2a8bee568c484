import PulseCore
import Testing

@testable import PulseProxmox

@Suite("Which snapshots of a backup server are read again", .timeLimit(.minutes(5)))
struct PBSListingsTests {
    private static let root = PBSPlace(store: "main", namespace: "")

    private func group(_ id: Int, last: Int64 = 100, count: Int64 = 3) throws -> PBSGroupRow {
        let text = #"{"backup-type":"vm","backup-id":"\#(id)","last-backup":\#(last),"backup-count":\#(count),"files":[]}"#
        var reader = JSONReader(Array(text.utf8))
        let object = try #require(try reader.value().object)
        return try #require(PBSGroupRow(object))
    }

    private func name(_ id: Int) -> PBSGroupName { PBSGroupName(type: .machine, id: String(id)) }

    /// Groups 0..<count, all of them read.
    private func read(_ count: Int) throws -> PBSListings {
        var listings = PBSListings()
        _ = listings.groups(try (0..<count).map { try group($0) }, of: Self.root)
        listings.asks(.snapshots(Self.root))
        listings.answered(.snapshots(Self.root))
        return listings
    }

    @Test("the first time a namespace is read as a whole, also an empty one")
    func first() throws {
        var listings = PBSListings()
        #expect(outcome { listings.groups([], of: Self.root) }.calls == [.snapshots(Self.root)])
    }

    @Test("groups that have not changed are not read again, however often they are listed")
    func unchanged() throws {
        var listings = try read(50)
        let rows = try (0..<50).map { try group($0) }
        for _ in 0..<3 { #expect(outcome { listings.groups(rows, of: Self.root) } == .init()) }
    }

    @Test("a new backup, a pruned one and a new group are read alone", arguments: [(200, 3), (100, 2), (nil, nil)] as [(Int64?, Int64?)])
    func changed(last: Int64?, count: Int64?) throws {
        var listings = try read(5)
        let changed = last == nil ? 7 : 3
        let rows = try (0..<5).map { try group($0, last: $0 == changed ? last ?? 100 : 100, count: $0 == changed ? count ?? 3 : 3) }
        let verdict = try outcome { listings.groups(rows + (last == nil ? [try group(7)] : []), of: Self.root) }
        #expect(verdict == .init(calls: [.group(Self.root, name(changed))]))
    }

    @Test("many changes at once are one listing")
    func many() throws {
        var listings = try read(60)
        let rows = try (0..<60).map { try group($0, last: $0 < 30 ? 200 : 100) }
        #expect(outcome { listings.groups(rows, of: Self.root) }.calls == [.snapshots(Self.root)])
    }

    @Test("what changes while the snapshots are being read is read once more")
    func meanwhile() throws {
        var listings = try read(3)
        _ = listings.groups([try group(0, last: 200), try group(1), try group(2)], of: Self.root)
        listings.asks(.group(Self.root, name(0)))
        _ = listings.groups([try group(0, last: 300), try group(1), try group(2)], of: Self.root)
        listings.answered(.group(Self.root, name(0)))
        let verdict = try outcome { listings.groups([try group(0, last: 300), try group(1), try group(2)], of: Self.root) }
        #expect(verdict.calls == [.group(Self.root, name(0))])
    }

    @Test("a group that is gone is forgotten without a call")
    func gone() throws {
        var listings = try read(3)
        let verdict = try outcome { listings.groups([try group(0), try group(2)], of: Self.root) }
        #expect(verdict == .init(calls: [], gone: [name(1)]))
        #expect(listings.counts(of: "main")?.groups == 2)
        #expect(listings.counts(of: "main")?.snapshots == 6)
    }
}

@Suite("Which call of a backup server comes next", .timeLimit(.minutes(5)))
struct PBSCallPlanTests {
    private let start = Timestamp(seconds: 1_790_000_000)
    private static let place = PBSPlace(store: "main", namespace: "a")

    private func drained(_ plan: inout PBSCallPlan, at now: Timestamp) -> [PBSCall] {
        var calls: [PBSCall] = []
        while let call = plan.next(at: now) {
            calls.append(call)
            plan.finished(call, .answered, at: now)
        }
        return calls
    }

    @Test("one at a time, what others depend on first and listings last")
    func order() throws {
        var plan = PBSCallPlan()
        plan.update(stores: ["main"], at: start)
        plan.update(namespaces: ["", "a"], of: "main", at: start)
        plan.want(.snapshots(Self.place), at: start)
        plan.want(.taskLog("UPID:x"), at: start)
        let next = plan.next(at: start)
        let first = try #require(next)
        #expect(first.rank == 0)
        #expect(outcome { plan.next(at: start) } == nil)
        plan.finished(first, .answered, at: start)
        let rest = drained(&plan, at: start)
        #expect(rest.last == .snapshots(Self.place))
        #expect(rest.contains(.groups(Self.place)) && rest.contains(.namespaces(store: "main")))
        #expect(outcome { plan.next(at: start + .seconds(59)) } == nil)
        #expect(outcome { plan.next(at: start + .seconds(60)) } == .tasks)
    }

    @Test("a failure is tried again later and later, a missing privilege seldom")
    func failures() {
        var plan = PBSCallPlan()
        plan.want(.groups(Self.place), at: start)
        var now = start
        for pause in [30, 60, 120, 240] {
            #expect(outcome { plan.next(at: now) } == .groups(Self.place))
            plan.finished(.groups(Self.place), .failed, at: now)
            // Being wanted does not make it come sooner.
            plan.want(.groups(Self.place), at: now)
            #expect(outcome { plan.next(at: now + .seconds(pause - 1)) } == nil)
            now = now + .seconds(pause)
        }
        #expect(outcome { plan.next(at: now) } == .groups(Self.place))
        plan.finished(.groups(Self.place), .forbidden, at: now)
        #expect(outcome { plan.next(at: now + PBSCallPlan.forbiddenPause - .seconds(1)) } == nil)
        #expect(outcome { plan.next(at: now + PBSCallPlan.forbiddenPause) } == .groups(Self.place))
    }

    @Test("what is wanted while it is under way is made once more")
    func again() {
        var plan = PBSCallPlan()
        plan.want(.snapshots(Self.place), at: start)
        #expect(outcome { plan.next(at: start) } == .snapshots(Self.place))
        plan.want(.snapshots(Self.place), at: start)
        plan.finished(.snapshots(Self.place), .answered, at: start)
        #expect(outcome { plan.next(at: start + PBSCallPlan.shortestPeriod) } == .snapshots(Self.place))
    }

    @Test("what was about a datastore that is gone is not asked again")
    func gone() {
        var plan = PBSCallPlan()
        plan.update(stores: ["main"], at: start)
        plan.update(namespaces: ["a"], of: "main", at: start)
        plan.update(stores: [], at: start)
        #expect(!drained(&plan, at: start).contains { $0.store == "main" })
    }
}

@Suite("What the tasks of a backup server mean", .timeLimit(.minutes(5)))
struct PBSTaskWatchTests {
    private static let places = [("main", ""), ("main", "a"), ("main", "a/b"), ("other", "")].map { PBSPlace(store: $0.0, namespace: $0.1) }
    private let start = Timestamp(seconds: 1_790_000_000)

    private func task(_ type: String, _ subject: String?, isEnded: Bool = true) -> TaskRecord {
        var task = TaskRecord(id: "UPID:\(type):\(subject ?? "")", node: "localhost", type: type, startedAt: start, outcome: .succeeded)
        task.subject = subject
        task.endedAt = isEnded ? start + .seconds(60) : nil
        return task
    }

    private func effects(_ task: TaskRecord, jobs: [DatastoreJob] = []) -> Set<PBSTaskWatch.Effect> {
        var watch = PBSTaskWatch()
        _ = watch.tasks([], jobs: jobs, places: Self.places)
        return watch.tasks([task], jobs: jobs, places: Self.places)
    }

    @Test(
        "a snapshot that was verified is looked at in its group",
        arguments: [
            ("main:vm/100/6553F1A0", ""), ("main:/vm/100/6553F1A0", ""), ("main:a/b/vm/100/6553F1A0", "a/b"),
            ("main:ns/a/ns/b/vm/100/6553F1A0", "a/b"),
            ("main:a:vm/100/6553F1A0", "a"),
        ])
    func snapshot(subject: String, namespace: String) {
        let expected = PBSTaskWatch.Effect.group(PBSPlace(store: "main", namespace: namespace), PBSGroupName(type: .machine, id: "100"))
        #expect(effects(task("verify_snapshot", subject)) == [expected])
    }

    @Test("a datastore that was verified is read in all its namespaces, a job's namespace with what lies below")
    func whole() {
        #expect(effects(task("verify", "main")).count == 3)
        var job = DatastoreJob(kind: .verify, id: "v-nightly", datastore: "main")
        job.namespace = "a"
        let expected: Set<PBSTaskWatch.Effect> = [.snapshots(Self.places[1]), .snapshots(Self.places[2])]
        #expect(effects(task("verificationjob", "main:v-nightly"), jobs: [job]) == expected)
        #expect(effects(task("verificationjob", "main:v-unknown"), jobs: [job]).count == 3)
    }

    @Test("a backup, a prune or a sync makes the groups be looked at")
    func groups() {
        #expect(effects(task("backup", "main:vm/100")) == [.groups(Self.places[0])])
        #expect(effects(task("prunejob", "main:p-daily")).count == 3)
        #expect(effects(task("syncjob", "offsite:archive:other:s-1")) == [.groups(Self.places[3])])
        #expect(effects(task("backup", "elsewhere:vm/100")) == [])
        #expect(effects(task("logrotate", nil)) == [])
    }

    @Test("each task counts once, when it has ended, and not those from before")
    func once() {
        var watch = PBSTaskWatch()
        let (running, ended) = (task("verify", "main", isEnded: false), task("verify", "main"))
        #expect(outcome { watch.tasks([ended], jobs: [], places: Self.places) } == [])
        var second = PBSTaskWatch()
        #expect(outcome { second.tasks([running], jobs: [], places: Self.places) } == [])
        #expect(outcome { second.tasks([running], jobs: [], places: Self.places) } == [])
        #expect(outcome { second.tasks([ended], jobs: [], places: Self.places) }.count == 3)
        #expect(outcome { second.tasks([ended], jobs: [], places: Self.places) } == [])
    }

    @Test("without the tasks of others the last run of a verification job tells")
    func jobs() {
        var watch = PBSTaskWatch()
        var job = DatastoreJob(kind: .verify, id: "v", datastore: "other")
        job.lastRunEndedAt = start
        #expect(outcome { watch.jobs([job], places: Self.places) } == [])
        job.lastRunEndedAt = start + .seconds(60)
        #expect(outcome { watch.jobs([job], places: Self.places) } == [.snapshots(Self.places[3])])
        #expect(outcome { watch.jobs([job], places: Self.places) } == [])
    }
}
