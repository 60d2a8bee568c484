import Crypto
import Foundation
import PulseAgentProtocol
import PulseAgentRuntime
import PulseCore
import PulseTransport
import Synchronization

/// An agent without a machine: it makes up figures and sends them as the real one does.
final class BenchAgent: Sendable {
    private struct State {
        var builder = ReportBuilder()
        var figures: UInt64
    }

    private let identity: AgentIdentity
    private let connection: ServerConnection
    private let header: AgentHeader
    private let run: String
    private let state: Mutex<State>

    private init(_ number: Int, identity: AgentIdentity, connection: ServerConnection) {
        self.identity = identity
        self.connection = connection
        header = AgentHeader(
            agentID: identity.agentID, hostname: "host-\(number)", version: AgentVersion.current, platform: "linux", architecture: "x86_64")
        run = "bench-\(number)"
        state = Mutex(State(figures: UInt64(number + 1)))
    }

    static func enrolled(_ number: Int, code: String, client: OutboundClient, base: String) async throws -> BenchAgent {
        let key = Curve25519.Signing.PrivateKey()
        let connection = ServerConnection(client: client, server: base, trust: .system)
        let reply = try await connection.enrol(
            EnrolmentRequest(
                code: code, publicKey: Hex.text(key.publicKey.rawRepresentation), hostname: "host-\(number)", machineID: nil,
                version: AgentVersion.current, platform: "linux", architecture: "x86_64", tags: []))
        guard let bytes = Hex.bytes(reply.serverKey) else { throw BenchError("the server gave no key") }
        let identity = AgentIdentity(
            agentID: reply.agentID, server: base, serverKey: try Curve25519.Signing.PublicKey(rawRepresentation: bytes), fingerprint: nil,
            key: Redacted(key))
        return BenchAgent(number, identity: identity, connection: connection)
    }

    /// - Returns: the bytes of what was sent.
    func report() async throws -> Int {
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let reports = try state.withLock { state in
            try state.builder.reports(of: picture(&state), status: AgentStatus(interval: 10), at: now).map { try EncodedReport($0) }
        }
        let outcome = await connection.send(reports, header: header, run: run, at: now, as: identity)
        guard case .answered(let reply) = outcome else { throw BenchError("a report was not taken: \(outcome)") }
        if reply.wantsEverything { state.withLock { $0.builder.beginAnew() } }
        return ServerConnection.packedSize(of: reports, header: header, run: run, at: now)
    }

    private func picture(_ state: inout State) -> Picture {
        func next() -> Double {
            state.figures = state.figures &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state.figures >> 40) / Double(1 << 24)
        }
        var picture = Picture()
        var facts = HostFacts(hostname: header.hostname)
        facts.osName = "Debian GNU/Linux 12 (bookworm)"
        facts.filesystems = (0..<4).map { Filesystem(mountpoint: "/mnt/\($0)", type: "ext4", device: "/dev/sd\($0)", total: 1 << 40, used: 1 << 38) }
        picture.objects = [ReportedObject(ObjectKey(.host), name: header.hostname, status: .online, facts: .host(facts))]
        var host = ObjectFigures(ObjectKey(.host))
        for metric in [Metric.cpu, .ioWait, .steal, .load1, .processorPressure, .memoryPressure, .ioPressure] { host.values[metric] = .value(next()) }
        for metric in [Metric.memoryUsed, .memoryTotal, .swapUsed, .swapTotal, .diskUsed, .diskTotal, .networkIn, .networkOut, .diskRead, .diskWrite]
        {
            host.values[metric] = .value(next() * 1e9)
        }
        host.parts = (0..<8).map { PartFigure(.cpu, part: "core \($0)", next()) }
        host.parts += ["sda", "sdb"].flatMap { [PartFigure(.diskRead, part: $0, next() * 1e6), PartFigure(.diskWrite, part: $0, next() * 1e6)] }
        picture.figures.append(host)
        for number in 0..<AgentFleetBench.containersPerAgent {
            let key = ObjectKey(.container, "service-\(number)")
            let container = ContainerFacts(
                engine: "docker", containerID: String(repeating: "ab", count: 32), image: "registry.lan/service:\(number)", state: "running")
            picture.objects.append(
                ReportedObject(key, name: "service-\(number)", parent: ObjectKey(.host), status: .running, facts: .container(container)))
            var figures = ObjectFigures(key)
            figures.values[.cpu] = .value(next())
            for metric in [Metric.memoryUsed, .memoryTotal, .networkIn, .networkOut, .diskRead, .diskWrite] {
                figures.values[metric] = .value(next() * 1e9)
            }
            picture.figures.append(figures)
        }
        picture.modules = [AgentStatus.Module("host", .working, kinds: [.host]), AgentStatus.Module("docker", .working, kinds: [.container])]
        return picture
    }
}
