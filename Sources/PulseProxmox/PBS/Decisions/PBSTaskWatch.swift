import PulseCore

/// Decides what a task that has ended means for what we know of the datastores.
///
/// The states of verification change without a new backup, and a listing of all snapshots is too much to be made in case. A verification that
/// has ended says where it looked: one snapshot, a namespace of a job, or a whole datastore.
struct PBSTaskWatch: Sendable {
    /// What is to be read again.
    enum Effect: Hashable, Sendable {
        case groups(PBSPlace)
        case group(PBSPlace, PBSGroupName)
        case snapshots(PBSPlace)
    }

    private var ended: Set<String>?
    private var jobRuns: [String: Timestamp]?

    init() {}

    private static let changing: Set<String> = [
        "backup", "prune", "prunejob", "sync", "syncjob", "forget", "forget_group", "delete-namespace", "tape-restore", "move",
    ]
    private static let verifying: Set<String> = ["verify", "verify_group", "verify_snapshot", "verificationjob"]

    /// The newest tasks. The first time nothing follows: everything is read anyway.
    mutating func tasks(_ tasks: [TaskRecord], jobs: [DatastoreJob], places: [PBSPlace]) -> Set<Effect> {
        let now = Set(tasks.filter { $0.endedAt != nil }.map(\.id))
        defer { ended = now }
        guard let before = ended else { return [] }
        var effects: Set<Effect> = []
        for task in tasks where now.contains(task.id) && !before.contains(task.id) {
            effects.formUnion(Self.effects(of: task, jobs: jobs, places: places))
        }
        return effects
    }

    /// The verification jobs: all there is to go by where the tasks of others may not be seen.
    mutating func jobs(_ jobs: [DatastoreJob], places: [PBSPlace]) -> Set<Effect> {
        let runs = Dictionary(jobs.compactMap { job in job.lastRunEndedAt.map { (job.id, $0) } }, uniquingKeysWith: { $1 })
        defer { jobRuns = runs }
        guard let before = jobRuns else { return [] }
        let ran = jobs.filter { runs[$0.id] != nil && runs[$0.id] != before[$0.id] }
        return Set(ran.flatMap { job in places.filter { Self.covers(job, $0) }.map { .snapshots($0) } })
    }

    private static func effects(of task: TaskRecord, jobs: [DatastoreJob], places: [PBSPlace]) -> [Effect] {
        let subject = PBSTaskSubject(task.subject ?? "")
        let there = places.filter { subject.names($0.store) }
        guard !there.isEmpty else { return [] }
        let exact = subject.namespace.flatMap { namespace in there.first { $0.namespace == namespace } }
        if changing.contains(task.type) { return (exact.map { [$0] } ?? there).map { .groups($0) } }
        guard verifying.contains(task.type) else { return [] }
        if let exact, let group = subject.group { return [.group(exact, group)] }
        let job = task.type == "verificationjob" ? jobs.first { $0.kind == .verify && subject.names($0.id) } : nil
        return there.filter { place in job.map { covers($0, place) } ?? true }.map { .snapshots($0) }
    }

    /// Its namespace and what lies below: how deep is left open, a listing too many does no harm.
    private static func covers(_ job: DatastoreJob, _ place: PBSPlace) -> Bool {
        guard job.datastore == place.store else { return false }
        guard let namespace = job.namespace, !namespace.isEmpty else { return true }
        return place.namespace == namespace || place.namespace.hasPrefix(namespace + "/")
    }
}

/// What a task is about, `main`, `main:vm/100`, `main:ns/a/ns/b/vm/100/6553F1A0`, `remote:store:main:job`: the forms differ by version.
struct PBSTaskSubject: Sendable, Equatable {
    private let parts: [Substring]
    /// The namespace of ``group``.
    private(set) var namespace: String?
    private(set) var group: PBSGroupName?

    init(_ text: String) {
        parts = text.split(separator: ":")
        let steps = parts.dropFirst().joined(separator: "/").split(separator: "/")
        guard let index = steps.indices.dropLast().last(where: { BackupType(rawValue: String(steps[$0])) != nil }) else { return }
        guard let type = BackupType(rawValue: String(steps[index])) else { return }
        group = PBSGroupName(type: type, id: String(steps[index + 1]))
        let path = steps[..<index]
        // `ns` stands before each step, or before none.
        let isMarked = !path.isEmpty && path.count.isMultiple(of: 2) && path.enumerated().allSatisfy { $0.isMultiple(of: 2) == false || $1 == "ns" }
        namespace = (isMarked ? path.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map(\.element) : Array(path)).joined(separator: "/")
    }

    func names(_ word: String) -> Bool { parts.contains { $0 == word } }
}
