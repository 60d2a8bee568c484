import Crypto
import Foundation
import GRDB
import PulseAgentProtocol
import PulseCore
import PulseStorage
import Synchronization

@testable import PulseAgents

/// A server's side of agents on a temporary file, in a time of its own.
final class Stage {
    static let start = Timestamp(seconds: 1_790_000_000)

    let path: String
    let database: PulseStorage.Database
    let sealer: Sealer
    private(set) var service: AgentService
    var now: Timestamp
    private let taken: Set<SourceSlug>

    init(taken: Set<SourceSlug> = [], at now: Timestamp = Stage.start) throws {
        path = NSTemporaryDirectory() + "pulse-agents-\(UUID().uuidString).db"
        database = try PulseStorage.Database(path: path, migrations: AgentService.migrations)
        sealer = Sealer(key: SymmetricKey(data: Array(repeating: 7, count: 32)))
        self.now = now
        self.taken = taken
        service = try Self.open(database, sealer, taken, now)
    }

    deinit {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }

    /// The server stops, with or without writing down where everybody is, and starts again.
    func restart(after pause: Duration = .seconds(1), orderly: Bool = true) throws {
        if orderly { try service.keepAll(at: now) }
        now = now + pause
        service = try Self.open(database, sealer, taken, now)
    }

    func pass(_ duration: Duration) { now = now + duration }

    func drain() -> AgentHarvest { service.drain(at: now) }

    func code(_ wish: CodeWish = CodeWish()) throws -> String { try service.enrolment.makeCode(wish, createdBy: "eva", at: now).code.reveal() }

    /// Lets no row of a table be written; nil takes it back.
    func breakDisk(_ table: String?) throws {
        try database.write { transaction in
            for name in ["no_insert", "no_update", "no_delete"] { try transaction.database.execute(sql: "DROP TRIGGER IF EXISTS \(name)") }
            guard let table else { return }
            for (name, event) in [("no_insert", "INSERT"), ("no_update", "UPDATE"), ("no_delete", "DELETE")] {
                try transaction.database.execute(
                    sql: "CREATE TRIGGER \(name) BEFORE \(event) ON \(table) BEGIN SELECT RAISE(ABORT, 'disk full'); END")
            }
        }
    }

    private static func open(
        _ database: PulseStorage.Database, _ sealer: Sealer, _ taken: Set<SourceSlug>, _ now: Timestamp
    ) throws -> AgentService {
        try AgentService(database: database, sealer: sealer, takenSlugs: { taken }, at: now)
    }
}

/// An agent as the server sees it from outside: a key, a name, and reports that it numbers.
final class FakeAgent {
    static let path = "/api/agents/report"

    let key = Curve25519.Signing.PrivateKey()
    let hostname: String
    let machineID: String?
    private(set) var id = ""
    var run = "run-1"
    var sequence: UInt64 = 0
    var version: UInt64 = 0
    /// How far its clock is ahead.
    var ahead = Duration.zero
    var tags: [String] = []
    var interval = 10

    init(_ hostname: String, machineID: String? = nil) {
        self.hostname = hostname
        self.machineID = machineID
    }

    var request: EnrolmentRequest { request(code: "") }

    func request(code: String) -> EnrolmentRequest {
        EnrolmentRequest(
            code: code, publicKey: Hex.text(key.publicKey.rawRepresentation), hostname: hostname, machineID: machineID, version: "1.0.0",
            platform: "linux", architecture: "x86_64", tags: tags)
    }

    @discardableResult
    func enrol(_ stage: Stage, code: String? = nil) throws -> Enrolled {
        let enrolled = try stage.service.enrolment.enrol(request(code: code ?? stage.code()), at: stage.now)
        id = enrolled.reply.agentID
        return enrolled
    }

    /// The next report: the first carries everything, later ones build on it.
    func report(at moment: Timestamp, anew: Bool = false, _ change: (inout AgentReport) -> Void = { _ in }) -> AgentReport {
        sequence += 1
        let base: UInt64? = anew || version == 0 ? nil : version
        version += 1
        var report = AgentReport(sequence: sequence, measuredAt: moment + ahead, base: base, version: version)
        if base == nil {
            report.upserted = [Things.host(hostname)]
            report.status = Things.status(interval: interval)
        }
        report.figures = [ObjectFigures(ObjectKey(.host), values: [.cpu: .value(0.25)])]
        change(&report)
        return report
    }

    func body(_ reports: [AgentReport], sentAt: Timestamp, as id: String? = nil) throws -> [UInt8] {
        var header = AgentHeader(
            agentID: id ?? self.id, hostname: hostname, version: "1.0.0", platform: "linux", architecture: "x86_64", tags: tags)
        header.machineID = machineID
        return Array(try JSONEncoder().encode(AgentBatch(agent: header, run: run, sentAt: sentAt + ahead, reports: reports)))
    }

    @discardableResult
    func send(_ reports: [AgentReport], to stage: Stage, as id: String? = nil) throws -> AgentReply {
        try send(body(reports, sentAt: stage.now, as: id), to: stage)
    }

    @discardableResult
    func send(_ body: [UInt8], to stage: Stage) throws -> AgentReply {
        let signature = try RequestSignature(path: Self.path, agentID: id, body: body, key: key)
        let verified = try stage.service.intake.verify(authorization: signature.header, path: Self.path, body: body)
        return try stage.service.intake.accept(body, from: verified, at: stage.now)
    }

    /// One report of now.
    @discardableResult
    func tell(_ stage: Stage, _ change: (inout AgentReport) -> Void = { _ in }) throws -> AgentReply {
        try send([report(at: stage.now, change)], to: stage)
    }
}

/// Things that agents tell of.
enum Things {
    static func host(_ name: String) -> ReportedObject {
        ReportedObject(ObjectKey(.host), name: name, status: .online, facts: .host(HostFacts(hostname: name)))
    }

    static func container(_ name: String, engine: String = "docker") -> ReportedObject {
        ReportedObject(
            ObjectKey(.container, name), name: name, parent: ObjectKey(.host), status: .running,
            facts: .container(ContainerFacts(engine: engine, containerID: "id of \(name)", image: "local/\(name):1", state: "running")))
    }

    static func cluster(_ uid: String, _ name: String) -> ReportedObject {
        ReportedObject(
            ObjectKey(.kubernetesCluster), name: name, status: .online, facts: .kubernetesCluster(KubernetesClusterFacts(uid: uid)))
    }

    static func pod(_ name: String) -> ReportedObject {
        ReportedObject(
            ObjectKey(.kubernetesPod, "shop", name), name: name, status: .running,
            facts: .kubernetesPod(KubernetesPodFacts(namespace: "shop", phase: "Running")))
    }

    static func status(interval: Int = 10, docker: AgentStatus.Module.Condition = .working, kubernetes: AgentStatus.Module.Condition? = nil)
        -> AgentStatus
    {
        var status = AgentStatus(interval: interval)
        status.modules = [
            AgentStatus.Module("host", .working, kinds: [.host]),
            AgentStatus.Module("docker", docker, problem: docker == .working ? nil : "The socket hangs.", kinds: [.container, .swarmService]),
        ]
        if let kubernetes {
            status.modules.append(AgentStatus.Module("kubernetes", kubernetes, kinds: [.kubernetesCluster, .kubernetesPod]))
        }
        return status
    }
}
