import Crypto
import Foundation
import Logging
import PulseAgentProtocol
import PulseAgentRuntime
import PulseCore
import PulseTransport
import Synchronization

/// Days of an agent in a process of its own, as fast as they go: its clock leaps to the next report as soon as the server has the last one.
struct AgentDay {
    static let hours = 48
    static let reportsOfAnHour = 3_600 / AgentService.standardInterval

    /// Addresses, without a slash at their ends.
    let server: String
    let engine: String
    /// Its own, and empty.
    let folder: String

    var arguments: [String] { [server, engine, folder] }

    /// Says RssAnon in MiB, a line for each hour.
    func run() async throws {
        FreedMemory.keepOneHeap()
        let day = VirtualDay(length: Self.hours * Self.reportsOfAnHour)
        let client = OutboundClient()
        let agent = try agent(day, client)
        await withDiscardingTaskGroup { group in
            group.addTask { try? await agent.run() }
            for await report in day.reports where report.isMultiple(of: Self.reportsOfAnHour) {
                FileHandle.standardOutput.write(Data("\(ProcessFigures.own.memory("RssAnon"))\n".utf8))
            }
            group.cancelAll()
        }
        await client.shutdown()
    }

    private func agent(_ day: VirtualDay, _ client: OutboundClient) throws -> AgentService {
        let state = StateFolder(folder)
        try state.make()
        let (key, serverKey) = (Curve25519.Signing.PrivateKey(), Curve25519.Signing.PrivateKey().publicKey)
        let identity = AgentIdentity(agentID: "bench", server: server, serverKey: serverKey, fingerprint: nil, key: Redacted(key))
        let header = AgentHeader(
            agentID: "bench", hostname: "bench", version: AgentVersion.current, platform: "linux", architecture: "x86_64", tags: [])
        let collectors: [any Collector] = [HostCollector(now: { day.now }), containers(client)]
        return AgentService(
            identity: identity, connection: ServerConnection(client: client, server: server, trust: .system), state: state,
            spool: try Spool(folder: state.folder("spool"), newRun: "bench"), local: LocalConfiguration(), header: { _ in header },
            collectors: { _ in collectors },
            world: AgentService.Surroundings(
                now: { day.now }, dice: { 0.5 }, logger: Logger(label: "agent") { _ in SwiftLogNoOpLogHandler() },
                pause: { try await day.leap($0) }, told: { day.told($0) }))
    }

    private func containers(_ client: OutboundClient) -> ContainerCollector {
        var configuration = ContainerConfiguration()
        configuration.choice = .docker
        configuration.dockerHost = engine
        return ContainerCollector(configuration, http: client, random: { 0.5 })
    }
}

/// The clock of such days: it stands while a report is made and delivered.
private final class VirtualDay: Sendable {
    private struct State {
        var now = Timestamp(seconds: 1_795_000_000)
        var report = 0
        var isDelivered = false
    }

    /// One that takes longer, a millisecond each, is left to the next.
    private static let patience = 2_000

    /// The number of each report, once it is delivered. Ends with the last.
    let reports: AsyncStream<Int>
    private let finished: AsyncStream<Int>.Continuation
    private let length: Int
    private let state = Mutex(State())

    /// - Parameter length: in reports.
    init(length: Int) {
        self.length = length
        (reports, finished) = AsyncStream.makeStream()
    }

    var now: Timestamp { state.withLock { $0.now } }

    func told(_ report: RunningReport) {
        guard let measured = report.lastMeasured, let delivered = report.lastDelivered else { return }
        state.withLock { $0.isDelivered = delivered >= measured }
    }

    func leap(_ pause: Duration) async throws {
        for _ in 0..<Self.patience {
            if state.withLock(\.isDelivered) { break }
            try await Task.sleep(for: .milliseconds(1))
        }
        let report = state.withLock { state in
            state.now = state.now + pause
            state.report += 1
            return state.report
        }
        finished.yield(report)
        if report == length { finished.finish() }
    }
}
