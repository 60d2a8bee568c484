import Foundation
import PulseEvaluation
import PulseTransport

/// The real agent on this machine, reporting to a real server: what it takes.
struct AgentProcessBench: Sendable {
    let program: String
    let agent: String
    /// How long it is watched.
    let watch: Duration
    private let clock = ContinuousClock()

    private static let port = 27_856
    /// The slow questions (disks, packages) are asked at the beginning.
    private static let learning = Duration.seconds(30)

    func measure(_ table: inout Table) async throws {
        let pulse = try PulseProcess(program: program, port: Self.port)
        let folder = NSTemporaryDirectory() + "/pulse-bench-agent-\(ProcessInfo.processInfo.processIdentifier)"
        let client = OutboundClient()
        do {
            try await pulse.start(clock)
            let code = try await AgentCode.make(uses: 1, pulse, client, "http://127.0.0.1:\(Self.port)")
            try enrol(code, folder)
            try await watch(folder, &table)
        } catch {
            pulse.stop()
            await client.shutdown()
            throw error
        }
        pulse.stop()
        pulse.removeData()
        await client.shutdown()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func enrol(_ code: String, _ folder: String) throws {
        let process = try started(["enrol", "--url", "http://127.0.0.1:\(Self.port)", "--code", code], folder)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchError("pulse-agent did not enrol") }
    }

    private func watch(_ folder: String, _ table: inout Table) async throws {
        let process = try started(["run", "--log-level", "error"], folder)
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        let figures = ProcessFigures(pid: process.processIdentifier)
        try await clock.sleep(for: Self.learning)
        let (before, processor) = (figures.memory("RssAnon"), figures.processorSeconds())
        try await clock.sleep(for: watch)
        guard process.isRunning else { throw BenchError("pulse-agent ended by itself") }
        tell(&table, figures, before: before, share: (figures.processorSeconds() - processor) / watch.seconds * 100)
    }

    private func tell(_ table: inout Table, _ figures: ProcessFigures, before: Double, share: Double) {
        let n = "\(Int(watch.seconds)) s"
        let anonymous = figures.memory("RssAnon")
        table.add(
            Row(
                "pulse-agent on this machine at 10 s: RssAnon", n: n, figure: anonymous, unit: "MiB", below: 10, baseline: before,
                baselineIs: "after half a minute"))
        table.add(Row("  VmRSS", n: n, figure: figures.memory("VmRSS"), unit: "MiB", below: 32, baseline: nil, baselineIs: ""))
        table.add(Row("  processor", n: n, figure: share, unit: "% of a core", below: 0.5, baseline: nil, baselineIs: ""))
    }

    private func started(_ arguments: [String], _ folder: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: agent)
        process.arguments = arguments + ["--state-dir", folder]
        process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "RUNTIME_DIRECTORY": folder]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
    }
}

/// A code to enrol with, made over the interface of the server.
enum AgentCode {
    static func make(uses: Int, _ pulse: PulseProcess, _ client: OutboundClient, _ base: String) async throws -> String {
        struct Answer: Decodable { let code: String }
        let request = OutboundRequest(
            .postBody(Array(#"{"minutes":60,"uses":\#(uses)}"#.utf8), type: "application/json"), url: base + "/api/agents/codes",
            headers: [("Authorization", "Bearer \(pulse.token)")])
        let answer = try await client.send(request)
        guard answer.status == 200 || answer.status == 201 else {
            throw BenchError("no code was made: \(String(decoding: answer.body, as: UTF8.self))")
        }
        return try JSONDecoder().decode(Answer.self, from: Data(answer.body)).code
    }
}
