import Crypto
import Foundation
import PulseAgentProtocol
import PulseAgentRuntime
import PulseCore
import PulseEvaluation
import PulseTransport

/// A thousand agents that report every ten seconds to a real server: what they cost it.
struct AgentFleetBench: Sendable {
    let program: String
    /// How long steady state is watched.
    let watch: Duration
    private let clock = ContinuousClock()

    private static let port = 27_855
    static let agents = 1_000
    static let containersPerAgent = 5
    static let interval = Duration.seconds(10)
    /// First pictures, and series of history that begin.
    private static let learning = Duration.seconds(30)

    func measure(_ table: inout Table) async throws {
        let pulse = try PulseProcess(program: program, port: Self.port)
        let client = OutboundClient(idleLimit: .seconds(50))
        do {
            try await pulse.start(clock)
            try await measure(pulse, client, &table)
        } catch {
            pulse.stop()
            await client.shutdown()
            throw error
        }
        pulse.stop()
        pulse.removeData()
        await client.shutdown()
    }

    private func measure(_ pulse: PulseProcess, _ client: OutboundClient, _ table: inout Table) async throws {
        let idle = pulse.figures.memory("RssAnon")
        let base = "http://127.0.0.1:\(Self.port)"
        let code = try await AgentCode.make(uses: Self.agents, pulse, client, base)
        var fleet: [BenchAgent] = []
        for number in 0..<Self.agents { fleet.append(try await BenchAgent.enrolled(number, code: code, client: client, base: base)) }
        _ = try await report(fleet, for: Self.learning)
        let processor = pulse.figures.processorSeconds()
        let sent = try await report(fleet, for: watch)
        let share = (pulse.figures.processorSeconds() - processor) / watch.seconds * 100
        tell(&table, pulse, idle: idle, share: share, sent)
    }

    /// Every agent once an interval, evenly spread.
    private func report(_ fleet: [BenchAgent], for length: Duration) async throws -> (reports: Int, bytes: Int) {
        let began = clock.now
        let step = Self.interval / fleet.count
        return try await withThrowingTaskGroup { group in
            var (turn, reports, bytes) = (0, 0, 0)
            while step * turn < length {
                try await clock.sleep(until: began + step * turn, tolerance: .milliseconds(1))
                let agent = fleet[turn % fleet.count]
                group.addTask { try await agent.report() }
                turn += 1
                if turn > 64 {
                    bytes += try await group.next() ?? 0
                    reports += 1
                }
            }
            for try await size in group {
                bytes += size
                reports += 1
            }
            return (reports, bytes)
        }
    }

    private func tell(_ table: inout Table, _ pulse: PulseProcess, idle: Double, share: Double, _ sent: (reports: Int, bytes: Int)) {
        let n = "\(sent.reports) reports"
        table.add(
            Row(
                "\(Self.agents) agents at \(Self.interval.seconds) s: processor of the server", n: n, figure: share, unit: "% of a core", below: 30,
                baseline: nil, baselineIs: ""))
        table.add(
            Row(
                "  RssAnon with \(Self.agents * (Self.containersPerAgent + 1)) things", n: "", figure: pulse.figures.memory("RssAnon"), unit: "MiB",
                below: nil, baseline: idle, baselineIs: "no agent"))
        table.add(
            Row(
                "  bytes of a report, packed, host and \(Self.containersPerAgent) containers, steady", n: n,
                figure: Double(sent.bytes) / Double(max(sent.reports, 1)) / 1e3, unit: "kB", below: 10, baseline: nil, baselineIs: ""))
    }
}
