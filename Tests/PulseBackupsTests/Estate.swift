import PulseBackups
import PulseCore
import Testing

/// An estate told line by line: what the sources said, and what the board must make of it.
///
/// Lines: `now TIME`, `cluster NAME [STATE]`, `server NAME [STATE] [fingerprint F]`, `guest CLUSTER/VMID NAME [word=value …]`,
/// `storage CLUSTER/NAME[@NODE] [pbs=SERVER/DATASTORE[/NS] fp=F]`, `datastore SERVER/NAME [word=value …]`, `job CLUSTER ID "SCHEDULE" SELECTION [word=value …]`,
/// `archive PLACE TYPE/VMID TIME [word=value …]`, `listed PLACE`, `hide PLACE`, `hide-jobs CLUSTER`, `task CLUSTER TYPE SUBJECT TIME STATUS`,
/// `dsjob SERVER/DATASTORE KIND STATUS ENDED "SCHEDULE"`, `missing CLUSTER PRIVILEGE`, `snapshot CLUSTER/VMID NAME`,
/// `node CLUSTER/NAME STATUS`, `later SECONDS` (what follows happens so much later), `part PLACE` (its listing may leave something out).
struct Estate {
    var now = Timestamp(seconds: 0)
    var resources: [ResourceID: Resource] = [:]
    var reports: [SourceSlug: SourceReport] = [:]
    var ledgers: [SourceSlug: SourceLedger] = [:]

    var fleet: Fleet { Fleet(sequence: 1, at: now, resources: resources, sources: reports) }
    var ledger: Ledger { Ledger(ledgers) }
    var board: BackupBoard {
        var builder = BoardBuilder()
        return builder.board(fleet, ledger, at: now)
    }

    init(_ script: String) throws {
        for line in script.split(separator: "\n") {
            var words = Self.words(line)
            guard let verb = words.popFirst(), verb != "#" else { continue }
            try tell(verb, Array(words), line)
        }
        for slug in reports.keys where ledgers[slug] != nil && ledgers[slug]?.jobs.value == nil && ledgers[slug]?.jobs.problem == nil {
            ledgers[slug]?.jobs.answered([], at: now)
        }
    }

    /// Words between spaces; a text in quotes is one.
    private static func words(_ line: Substring) -> ArraySlice<String> {
        var (words, current, isQuoted) = ([String](), "", false)
        for character in line {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == " ", !isQuoted {
                if !current.isEmpty { words.append(current) }; current = ""
            } else {
                current.append(character)
            }
        }
        return (words + (current.isEmpty ? [] : [current]))[...]
    }

    private mutating func tell(_ verb: String, _ words: [String], _ line: Substring) throws {
        let values = Dictionary(
            words.filter { $0.contains("=") }.map { word in
                let parts = word.split(separator: "=", maxSplits: 1)
                return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
            }
        ) { $1 }
        switch verb {
        case "now": now = try Self.time(words[0])
        case "cluster": try source(words[0], .proxmoxVE, words.count > 1 ? words[1] : "reachable", values)
        case "server": try source(words[0], .backupServer, words.count > 1 && !words[1].contains("=") ? words[1] : "reachable", values)
        case "silent": ledgers[try slug(words[0])] = nil
        case "guest": try guest(words, values)
        case "storage": try storage(words[0], values)
        case "datastore": try datastore(words[0], values)
        case "job": try job(words, values)
        case "archive": try archive(words, values)
        case "listed": try change(words[0]) { told, now in told.answered([], at: now) }
        case "hide": try change(words[0]) { told, _ in told.failed(Self.problem) }
        case "part":
            try change(words[0]) { told, _ in told.failed(Problem(code: Problem.inPart, sentence: "some are left out", nextStep: "grant it")) }
        case "later": now = now + .seconds(try #require(Int64(words[0])))
        case "node": try node(words)
        case "hide-jobs": ledgers[try slug(words[0])]?.jobs.failed(Self.problem)
        case "task": try task(words, values)
        case "dsjob": try datastoreJob(words)
        case "missing":
            reports[try slug(words[0])]?.missingPrivileges.append(MissingPrivilege(privilege: words[1], path: "/", hides: "things", command: "grant"))
        case "snapshot":
            let parts = words[0].split(separator: "/")
            ledgers[try slug(parts[0])]?.snapshots[try #require(Int(parts[1]))] = Told(
                [GuestSnapshot(name: words[1], at: now - .seconds(3600))], at: now)
        default: Issue.record("not a line: \(line)")
        }
    }

    static let problem = Problem(code: "forbidden", sentence: "permission denied", nextStep: "grant it")

    static func time(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: "2026-\(text):00Z"), "\(text)") }

    private func slug(_ text: some StringProtocol) throws -> SourceSlug { try #require(SourceSlug(text), "\(text)") }

    private mutating func source(_ name: String, _ kind: SourceKind, _ state: String, _ values: [String: String]) throws {
        let slug = try slug(name)
        let condition: SourceCondition = state == "unreachable" ? .unreachable : state == "connecting" ? .connecting : .reachable
        reports[slug] = SourceReport(
            source: slug, kind: kind, name: name, condition: condition,
            endpoints: [EndpointReport(address: "https://\(name).example:8007", fingerprint: values["fp"])],
            lastAnswerAt: condition == .connecting ? nil : now, interval: .seconds(10))
        ledgers[slug] = SourceLedger()
    }

    private mutating func guest(_ words: [String], _ values: [String: String]) throws {
        let parts = words[0].split(separator: "/")
        let (slug, vmid) = (try slug(parts[0]), try #require(Int(parts[1])))
        var facts = GuestFacts(type: values["type"] == "ct" ? .lxc : .qemu, vmid: vmid, node: values["node"] ?? "pve-1")
        facts.template = values["template"] != nil
        facts.pool = values["pool"]
        let status: Status = values["stopped"] == nil ? .running : .stopped
        let since = try values["stopped"].flatMap { $0.isEmpty ? nil : try Self.time($0) }
        let id = ResourceID.guest(slug, vmid: vmid)
        resources[id] = Resource(
            id: id, source: slug, name: words[1], parent: .cluster(slug), state: ResourceState(status, since: since), facts: .guest(facts),
            lastSeen: now)
    }

    private mutating func storage(_ name: String, _ values: [String: String]) throws {
        let place = try place(name)
        let parts = name.split(separator: "/")
        let own = parts[1].split(separator: "@")
        var facts = StorageFacts(name: String(own[0]), shared: own.count == 1, nodes: [own.count == 1 ? "pve-1" : String(own[1])])
        facts.content = (values["content"] ?? "backup").split(separator: ",").map(String.init)
        facts.enabled = values["disabled"] == nil
        let slug = try slug(parts[0])
        resources[place.resource] = Resource(
            id: place.resource, source: slug, name: facts.name, parent: .cluster(slug), state: ResourceState(.available), facts: .storage(facts),
            lastSeen: now)
        guard let target = values["pbs"]?.split(separator: "/", maxSplits: 2) else { return }
        var backupTarget = BackupTarget(storage: place.resource)
        backupTarget.server = "\(target[0]).example"
        backupTarget.datastore = String(target[1])
        backupTarget.namespace = target.count > 2 ? String(target[2]) : nil
        backupTarget.fingerprint = values["fp"]
        ledgers[slug]?.targets.append(backupTarget)
    }

    private mutating func node(_ words: [String]) throws {
        let parts = words[0].split(separator: "/")
        let (slug, name) = (try slug(parts[0]), String(parts[1]))
        resources[.node(slug, name)] = Resource(
            id: .node(slug, name), source: slug, name: name, parent: .cluster(slug),
            state: ResourceState(try #require(Status(rawValue: words[1]))), facts: .node(NodeFacts(name: name)), lastSeen: now)
    }

    private mutating func datastore(_ name: String, _ values: [String: String]) throws {
        let parts = name.split(separator: "/")
        let slug = try slug(parts[0])
        var facts = DatastoreFacts(name: String(parts[1]))
        facts.maintenance = values["maintenance"]
        var metrics = MetricTable()
        if let full = values["full"].flatMap(Double.init) {
            metrics[.diskUsed] = .measured(full, at: now)
            metrics[.diskTotal] = .measured(100, at: now)
        }
        let id = ResourceID.datastore(slug, facts.name)
        resources[id] = Resource(
            id: id, source: slug, name: facts.name, parent: nil, state: ResourceState(.online), facts: .datastore(facts), metrics: metrics,
            lastSeen: now)
    }

    private mutating func job(_ words: [String], _ values: [String: String]) throws {
        let selection: BackupSelection =
            switch words[3].split(separator: ":").map(String.init) {
            case let parts where parts[0] == "pool": .pool(parts[1])
            case let parts where parts[0] == "only": .guests(Set(parts[1].split(separator: ",").compactMap { Int($0) }))
            case let parts where parts[0] == "except": .all(except: Set(parts[1].split(separator: ",").compactMap { Int($0) }))
            default: .all(except: [])
            }
        var job = BackupJob(id: words[1], isEnabled: values["off"] == nil, selection: selection)
        job.schedule = words[2]
        job.storage = values["storage"]
        job.node = values["node"]
        if let excluded = values["excludes"]?.split(separator: ":") {
            var volume = GuestCoverage.Volume(name: String(excluded[1]), isIncluded: false)
            volume.reason = excluded.count > 2 ? String(excluded[2]) : "excluded by configuration"
            job.coverage = [
                GuestCoverage(vmid: try #require(Int(excluded[0])), volumes: [GuestCoverage.Volume(name: "scsi0", isIncluded: true), volume])
            ]
        }
        let slug = try slug(words[0])
        let jobs = (ledgers[slug]?.jobs.value ?? []) + [job]
        ledgers[slug]?.jobs.answered(jobs, at: now)
    }

    private func place(_ text: String) throws -> BackupPlace {
        let parts = text.split(separator: "/", maxSplits: 2)
        let slug = try slug(parts[0])
        if reports[slug]?.kind == .backupServer {
            return BackupPlace(.datastore(slug, String(parts[1])), namespace: parts.count > 2 ? String(parts[2]) : "")
        }
        let own = parts[1].split(separator: "@")
        return BackupPlace(.storage(slug, String(own[0]), node: own.count > 1 ? String(own[1]) : nil))
    }

    private mutating func change(_ name: String, _ change: (inout Told<[BackupArchive]>, Timestamp) -> Void) throws {
        let place = try place(name)
        let slug = try slug(name.split(separator: "/")[0])
        var told = ledgers[slug]?.archives[place] ?? Told()
        change(&told, now)
        ledgers[slug]?.archives[place] = told
    }

    private mutating func archive(_ words: [String], _ values: [String: String]) throws {
        let name = words[1].split(separator: "/")
        var archive = BackupArchive(type: try #require(BackupType(rawValue: String(name[0]))), backupID: String(name[1]), at: try Self.time(words[2]))
        archive.size = values["size"] == "none" ? nil : 1000
        archive.verification = values["verify"].flatMap(Verification.init)
        archive.note = values["note"]
        try change(words[0]) { told, now in
            let problem = told.problem
            told.answered((told.value ?? []) + [archive], at: now)
            if let problem { told.failed(problem) }
        }
    }

    private mutating func task(_ words: [String], _ values: [String: String]) throws {
        let started = try Self.time(words[3])
        var task = TaskRecord(
            id: "UPID:\(words[1]):\(words[2]):\(words[3])", node: values["node"] ?? "pve-1", type: words[1], startedAt: started,
            outcome: WorkOutcome(status: words[4] == "running" ? nil : words[4]))
        task.subject = words[2] == "-" ? nil : words[2]
        task.endedAt = started + .seconds(600)
        task.guests = values["guests"]?.split(separator: ",").compactMap { part in
            let pair = part.split(separator: ":")
            return Int(pair[0]).map { TaskRecord.GuestResult(vmid: $0, outcome: WorkOutcome(status: String(pair[1]))) }
        }
        let slug = try slug(words[0])
        var node = ledgers[slug]?.nodes[task.node] ?? NodeLedger()
        node.tasks.answered((node.tasks.value ?? []) + [task], at: now)
        ledgers[slug]?.nodes[task.node] = node
    }

    private mutating func datastoreJob(_ words: [String]) throws {
        let parts = words[0].split(separator: "/")
        let slug = try slug(parts[0])
        if words[1] == "none" { ledgers[slug]?.datastoreJobs.answered([], at: now); return }
        var job = DatastoreJob(kind: try #require(DatastoreJob.Kind(rawValue: words[1])), id: words[1], datastore: String(parts[1]))
        job.lastOutcome = words[2] == "never" ? nil : WorkOutcome(status: words[2])
        job.lastRunEndedAt = words[3] == "-" ? nil : try Self.time(words[3])
        job.schedule = words.count > 4 ? words[4] : nil
        let jobs = (ledgers[slug]?.datastoreJobs.value ?? []) + [job]
        ledgers[slug]?.datastoreJobs.answered(jobs, at: now)
    }
}
