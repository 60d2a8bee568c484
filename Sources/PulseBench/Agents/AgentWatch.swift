import Foundation
import PulseTransport

/// Starts a real server and a real agent, and looks at the agent once the server knows all that it should report.
struct AgentWatch: Sendable {
    /// Mebibytes, and percent of a core.
    struct Figures: Sendable {
        /// When everything was reported for the first time.
        var learned: Double
        /// At the end.
        var anonymous = 0.0
        var peak = 0.0
        var resident = 0.0
        var share = 0.0
    }

    let program: String
    let agent: String
    let watch: Duration
    let arguments: [String]
    let environment: [String: String]
    private let clock = ContinuousClock()

    private static let port = 27_856
    private static let patience = Duration.seconds(120)
    /// The slow questions (disks, packages, images) are asked at the beginning.
    private static let learning = Duration.seconds(30)
    /// Between two looks at the memory.
    private static let look = Duration.milliseconds(500)

    /// - Parameter isReported: asks the server whether it knows everything.
    func figures(_ isReported: (BenchClient) async throws -> Bool) async throws -> Figures {
        let pulse = try PulseProcess(program: program, port: Self.port)
        let client = OutboundClient()
        let folder = NSTemporaryDirectory() + "/pulse-bench-agent-\(ProcessInfo.processInfo.processIdentifier)"
        let result: Result<Figures, any Error>
        do {
            try await pulse.start(clock)
            let server = BenchClient(pulse)
            let code = try await AgentCode.make(uses: 1, pulse, client, server.base)
            try enrol(code, server.base, folder)
            result = .success(try await watch(folder) { try await isReported(server) })
        } catch { result = .failure(error) }
        pulse.stop()
        pulse.removeData()
        await client.shutdown()
        try? FileManager.default.removeItem(atPath: folder)
        return try result.get()
    }

    private func enrol(_ code: String, _ server: String, _ folder: String) throws {
        let process = try started(["enrol", "--url", server, "--code", code], folder)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchError("pulse-agent did not enrol") }
    }

    private func watch(_ folder: String, _ isReported: () async throws -> Bool) async throws -> Figures {
        let process = try started(["run", "--log-level", "error"] + arguments, folder)
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        try await wait(isReported)
        let kernel = ProcessFigures(pid: process.processIdentifier)
        var figures = Figures(learned: kernel.memory("RssAnon"))
        try await clock.sleep(for: Self.learning)
        let (began, processor) = (clock.now, kernel.processorSeconds())
        while clock.now - began < watch {
            try await clock.sleep(for: Self.look)
            figures.peak = max(figures.peak, kernel.memory("RssAnon"))
        }
        guard process.isRunning else { throw BenchError("pulse-agent ended by itself") }
        (figures.anonymous, figures.resident) = (kernel.memory("RssAnon"), kernel.memory("VmRSS"))
        figures.share = (kernel.processorSeconds() - processor) / (clock.now - began).seconds * 100
        return figures
    }

    private func wait(_ isReported: () async throws -> Bool) async throws {
        let began = clock.now
        while try await !isReported() {
            guard clock.now - began < Self.patience else { throw BenchError("pulse-agent did not report everything within \(Self.patience)") }
            try await clock.sleep(for: .seconds(1))
        }
    }

    private func started(_ arguments: [String], _ folder: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: agent)
        process.arguments = arguments + ["--state-dir", folder]
        process.environment = environment.merging(["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "RUNTIME_DIRECTORY": folder]) { own, _ in own }
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
