import Foundation
import PulseAgentProtocol
import PulseAgentRuntime
import PulseCore
import PulseEvaluation
import PulseTestPrograms
import Synchronization

/// Whether an agent that looks at this machine and at 50 containers takes more memory than it took 24 hours before. The first half of the first day does
/// not count: heaps find their size in it.
struct AgentDayBench: Sendable {
    private static let containers = 50
    /// The least of so many hours stands for them. What the machine did meanwhile makes one hour a MiB more than the next; what is held for good stays.
    private static let span = 12

    func measure(_ table: inout Table) async throws {
        let folder = NSTemporaryDirectory() + "/pulse-bench-day-\(ProcessInfo.processInfo.processIdentifier)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let reports = Mutex(0)
        let load = ManyContainers(count: Self.containers)
        let hours = try await LoopbackReceiver(remembers: false, load.answer).run { engine in
            try await LoopbackReceiver(
                remembers: false,
                { got in
                    reports.withLock { $0 += 1 }
                    return Self.reply(got)
                }
            ).run { server in
                try await Self.hours(of: AgentDay(server: Self.url(server), engine: Self.url(engine), folder: folder))
            }
        }
        let taken = reports.withLock { $0 }
        guard hours.count == AgentDay.hours, taken >= AgentDay.hours * AgentDay.reportsOfAnHour else {
            throw BenchError("the agent's days ended after \(hours.count) hours and \(taken) reports")
        }
        let (first, second) = (Self.least(hours.prefix(24).suffix(Self.span)), Self.least(hours.suffix(Self.span)))
        table.add(
            Row(
                "pulse-agent with this machine and \(Self.containers) containers: RssAnon grows in 24 h of virtual time", n: "\(taken) reports",
                figure: second - first, unit: "MiB", below: 1, baseline: first, baselineIs: "a day before"))
    }

    private static func least(_ hours: ArraySlice<Double>) -> Double { hours.min() ?? .nan }

    private static func url(_ receiver: LoopbackReceiver) -> String { "http://127.0.0.1:\(receiver.port)" }

    /// RssAnon in MiB at the end of each hour.
    private static func hours(of day: AgentDay) async throws -> [Double] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["--agent-day"] + day.arguments
        process.standardOutput = output
        try process.run()
        defer { process.terminate() }
        // Some hundred bytes: the pipe holds them until the end.
        while process.isRunning { try await Task.sleep(for: .seconds(1)) }
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        return String(decoding: said, as: UTF8.self).split(separator: "\n").compactMap { Double($0) }
    }

    /// What a server says that took all reports.
    private static func reply(_ got: LoopbackReceiver.Got) -> LoopbackReceiver.Answer {
        guard let bytes = Gzip.unpacked(got.body, limit: AgentLimits.unpackedBytes),
            let batch = try? JSONDecoder().decode(AgentBatch.self, from: Data(bytes)), let last = batch.reports.last,
            let body = try? JSONEncoder().encode(AgentReply(through: last.sequence, serverTime: batch.sentAt))
        else { return .status(400) }
        return .status(200, headers: [("Content-Type", "application/json")], body: String(decoding: body, as: UTF8.self))
    }
}
