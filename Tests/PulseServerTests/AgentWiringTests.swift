import Crypto
import Foundation
import Logging
import PulseAccess
import PulseAgentProtocol
import PulseAgents
import PulseCore
import PulseHistory
import PulseInventory
import Testing

@testable import PulseServer

/// What agents say on its way through the whole server, in virtual time.
@Suite("Agents in the server", .timeLimit(.minutes(5)))
struct AgentWiringTests {
    private static let start = Timestamp(seconds: 1_790_000_000)
    private static let host = ResourceID.host("nas")

    private let server: PulseServer
    private let agentID: String
    private let key = Curve25519.Signing.PrivateKey()

    init() async throws {
        let environment = ["PULSE_DATA_DIR": NSTemporaryDirectory() + "/pulse-agents-\(UUID().uuidString)"]
        let configuration = try ServerConfiguration(try await SettingsReader.make(flags: [:], environment: environment, file: nil))
        server = try PulseServer(
            configuration, store: try OpenStore(path: configuration.dataDirectory), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            hasher: PasswordHasher(logarithmOfCost: 2), now: { Self.start })
        let code = try server.agents.agents.enrolment.makeCode(CodeWish(), createdBy: "ann", at: Self.start).code
        let request = EnrolmentRequest(
            code: code.reveal(), publicKey: Hex.text(key.publicKey.rawRepresentation), hostname: "nas", machineID: "0123456789abcdef0123456789abcdef",
            version: "0.6.0", platform: "linux", architecture: "x86_64", tags: [])
        agentID = try server.agents.agents.enrolment.enrol(request, at: Self.start).reply.agentID
    }

    /// One report as if it had come over HTTP.
    private func report(_ sequence: UInt64, cpu: Double, measuredAt: Timestamp, at now: Timestamp) throws {
        var report = AgentReport(sequence: sequence, measuredAt: measuredAt, base: sequence == 1 ? nil : 1, version: 1)
        if sequence == 1 {
            var facts = HostFacts(hostname: "nas")
            facts.machineID = "0123456789abcdef0123456789abcdef"
            report.upserted = [ReportedObject(ObjectKey(.host), name: "nas", status: .online, facts: .host(facts))]
            var status = AgentStatus(interval: 10)
            status.modules = [.init("host", .working, kinds: [.host])]
            report.status = status
        }
        report.figures = [ObjectFigures(ObjectKey(.host), values: [.cpu: .value(cpu)])]
        let header = AgentHeader(agentID: agentID, hostname: "nas", version: "0.6.0", platform: "linux", architecture: "x86_64")
        let body = Array(try JSONEncoder().encode(AgentBatch(agent: header, run: "r-1", sentAt: now, reports: [report])))
        let signature = try RequestSignature(path: "/api/agents/report", agentID: agentID, body: body, key: key)
        let agents = server.agents.agents
        let agent = try agents.intake.verify(authorization: signature.header, path: "/api/agents/report", body: body)
        _ = try agents.intake.accept(body, from: agent, at: now)
    }

    private func values(from start: Timestamp, to end: Timestamp) async throws -> [Double] {
        let query = try #require(HistoryQuery([SeriesKey(Self.host, .cpu)], from: start, to: end, step: 1))
        let series = try await server.history.places.door.read(query)
        return series.flatMap { $0.points.compactMap { $0.values?.average } }
    }

    @Test("two reports within one tick: the newer one is shown, both are in history")
    func twoInOneTick() async throws {
        try report(1, cpu: 0.25, measuredAt: Self.start, at: Self.start)
        try report(2, cpu: 0.5, measuredAt: Self.start + .seconds(5), at: Self.start + .seconds(5))
        server.ticks.tick(at: Self.start + .seconds(6))
        #expect(server.inventory.fleet.resources[Self.host]?.metrics[.cpu]?.value == 0.5)
        #expect(try await values(from: Self.start - .seconds(1), to: Self.start + .seconds(8)) == [0.25, 0.5])
    }

    @Test("a report that was kept back for an hour becomes history at its own time, and not the state of now")
    func late() async throws {
        let now = Self.start + .seconds(3600)
        try report(1, cpu: 0.25, measuredAt: Self.start, at: now)
        try report(2, cpu: 0.5, measuredAt: Self.start + .seconds(1800), at: now)
        try report(3, cpu: 0.75, measuredAt: now, at: now)
        server.ticks.tick(at: now)
        #expect(server.inventory.fleet.resources[Self.host]?.metrics[.cpu]?.value == 0.75)
        #expect(try await values(from: Self.start - .seconds(10), to: Self.start + .seconds(10)) == [0.25])
        #expect(try await values(from: Self.start + .seconds(1790), to: Self.start + .seconds(1810)) == [0.5])
    }

    @Test("an agent that falls silent is shown as that, and one that is forgotten takes its things along")
    func silentAndForgotten() throws {
        try report(1, cpu: 0.25, measuredAt: Self.start, at: Self.start)
        server.ticks.tick(at: Self.start + .seconds(1))
        #expect(server.inventory.fleet.resources[Self.host]?.state.status == .online)
        for second in stride(from: 10, through: 600, by: 10) { server.ticks.tick(at: Self.start + .seconds(second)) }
        #expect(server.inventory.fleet.resources[Self.host]?.state.status != .online)
        #expect(server.inventory.fleet.sources[SourceSlug(naming: "nas", avoiding: [])]?.condition == .unreachable)
        _ = try server.agents.agents.directory.forget(agentID)
        server.ticks.tick(at: Self.start + .seconds(601))
        #expect(server.inventory.fleet.resources[Self.host] == nil && server.inventory.fleet.sources.isEmpty)
    }

    @Test("the server's own machine is left to an agent there while it reports")
    func thisHost() throws {
        let machine = "0123456789abcdef0123456789abcdef"
        #expect(!server.agents.isReporting(machine: machine, at: Self.start))
        try report(1, cpu: 0.25, measuredAt: Self.start, at: Self.start)
        #expect(server.agents.isReporting(machine: machine, at: Self.start))
        #expect(!server.agents.isReporting(machine: "another", at: Self.start))
        #expect(!server.agents.isReporting(machine: machine, at: Self.start + .seconds(3600)))
    }

    @Test("an agent is not given the name of a server that is watched already, nor that of this machine")
    func names() throws {
        let code = try server.agents.agents.enrolment.makeCode(CodeWish(), createdBy: "ann", at: Self.start).code
        let other = Curve25519.Signing.PrivateKey()
        let request = EnrolmentRequest(
            code: code.reveal(), publicKey: Hex.text(other.publicKey.rawRepresentation), hostname: "this-host", machineID: nil, version: "0.6.0",
            platform: "linux", architecture: "x86_64", tags: [])
        #expect(try server.agents.agents.enrolment.enrol(request, at: Self.start).reply.name == "this-host-2")
    }

    @Test("a host whose address and name are those of a node becomes its child, and later one whose card is a guest's becomes that guest's")
    func links() throws {
        let lab = SourceSlug(naming: "lab", avoiding: [])
        let keeper = LinkKeeper(inventory: server.inventory)
        var node = NodeFacts(name: "nas")
        node.address = "10.0.0.9"
        var guest = GuestFacts(type: .qemu, vmid: 101, node: "nas")
        guest.interfaces = [NetworkInterface(name: "eth0", hardwareAddress: "BC:24:11:00:00:01", addresses: [])]
        func host(_ name: String, _ card: String, _ address: String) -> ObservedResource {
            var facts = HostFacts(hostname: name)
            facts.interfaces = [NetworkInterface(name: "eth0", hardwareAddress: card, addresses: [address])]
            return ObservedResource(id: .host(name), name: name, parent: nil, status: .online, facts: .host(facts))
        }
        let observation = Observation(
            source: lab, at: Self.start,
            report: SourceReport(source: lab, kind: .proxmoxVE, name: "Lab", condition: .reachable, interval: .seconds(10)),
            resources: [
                ObservedResource(id: .node(lab, "nas"), name: "nas", parent: nil, status: .online, facts: .node(node)),
                ObservedResource(
                    id: .guest(lab, vmid: 101), name: "web", parent: .node(lab, "nas"), status: .running, facts: .guest(guest)),
                host("nas", "AA:24:11:00:00:09", "10.0.0.9/24"), host("web", "bc:24:11:00:00:01", "10.0.0.10/24"),
            ])
        try server.inventory.tick([observation], at: Self.start)
        keeper.renew(at: Self.start)
        #expect(server.inventory.fleet.resources[.host("nas")]?.parent == .node(lab, "nas"))
        #expect(server.inventory.fleet.resources[.host("web")]?.parent == .guest(lab, vmid: 101))
        // Found out once, it holds with the next observation.
        try server.inventory.tick([observation], at: Self.start + .seconds(10))
        #expect(server.inventory.fleet.resources[.host("web")]?.parent == .guest(lab, vmid: 101))
    }
}
