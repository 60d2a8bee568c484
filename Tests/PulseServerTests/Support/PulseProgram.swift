import Foundation
import PulseTestPrograms
import Testing

/// The built `pulse`, run as its own process, as people run it.
struct PulseProgram {
    let directory: String

    init(directory: String = NSTemporaryDirectory() + "pulse-process-\(UUID().uuidString)") {
        self.directory = directory
    }

    /// `swift test` builds the programs beside the tests.
    static var path: String {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return package.appendingPathComponent(".build/debug/pulse").path
    }

    struct Outcome {
        let code: Int32
        let output: String
        let complaint: String
    }

    /// Runs a command to its end, or kills it after half a minute: a command that should have refused must not hang the tests.
    func run(_ arguments: [String], input: String? = nil, environment: [String: String] = [:]) throws -> Outcome {
        let process = process(arguments, environment)
        let (output, complaint, stdin) = (Pipe(), Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = complaint
        process.standardInput = stdin
        try process.run()
        stdin.fileHandleForWriting.write(Data((input ?? "").utf8))
        try stdin.fileHandleForWriting.close()
        let watchdog = DispatchWorkItem { process.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(30), execute: watchdog)
        defer { watchdog.cancel() }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let errors = String(decoding: complaint.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Outcome(code: process.terminationStatus, output: text, complaint: errors)
    }

    /// Starts a server and waits for its welcome.
    func serve(_ flags: [String] = [], environment: [String: String] = [:]) throws -> RunningServer {
        let process = process(
            ["serve", "--bind", "127.0.0.1"] + flags,
            environment.merging(["PULSE_PORT": "\(FreePort.find())", "PULSE_LOG_LEVEL": "warning"]) { first, _ in first })
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        while !text.contains("Open http") || !text.hasSuffix("\n\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { break }
            text += String(decoding: data, as: UTF8.self)
        }
        let address = text.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix("http") }.map(String.init)
        return RunningServer(process: process, welcome: text, address: try #require(address))
    }

    private func process(_ arguments: [String], _ environment: [String: String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.path)
        process.arguments = arguments
        process.environment = ["PULSE_DATA_DIR": directory, "PATH": "/usr/bin:/bin", "PULSE_MONITOR_THIS_HOST": "false"].merging(environment) { $1 }
        return process
    }
}

/// A server that runs as its own process.
final class RunningServer {
    private let process: Process
    let welcome: String
    let address: String

    init(process: Process, welcome: String, address: String) {
        self.process = process
        self.welcome = welcome
        self.address = address
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    var setupCode: String? { welcome.split(separator: "\n").first { $0.contains("Set-up code") }?.split(separator: " ").last.map(String.init) }

    /// As a power cut does: no chance to write anything.
    func killHard() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    func terminate() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    func isUp() -> Bool { get("/api/health").status == 200 }

    var door: ServerDoor { ServerDoor(address: address) }

    func get(_ path: String, token: String? = nil) -> (status: Int, body: String) { door.get(path, token: token) }

    func post(_ path: String, _ json: String, headers: [String] = []) -> (status: Int, body: String) { door.post(path, json, headers: headers) }

    func put(_ path: String, _ json: String, token: String) -> (status: Int, body: String) { door.put(path, json, token: token) }
}

/// Where a server answers, for whoever asks it: also beside the test, and when it may have gone.
struct ServerDoor: Sendable {
    let address: String

    func get(_ path: String, token: String? = nil) -> (status: Int, body: String) {
        send("GET", path, nil, token.map { ["X-API-Token: \($0)"] } ?? [])
    }

    func post(_ path: String, _ json: String, headers: [String] = []) -> (status: Int, body: String) {
        send("POST", path, json, headers + ["Content-Type: application/json"])
    }

    func put(_ path: String, _ json: String, token: String) -> (status: Int, body: String) {
        send("PUT", path, json, ["Content-Type: application/json", "X-API-Token: \(token)"])
    }

    /// By curl, which is on every Debian that can run the tests.
    private func send(_ method: String, _ path: String, _ body: String?, _ headers: [String]) -> (status: Int, body: String) {
        let curl = Process()
        let output = Pipe()
        curl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        curl.arguments =
            ["curl", "-sk", "-m", "20", "-X", method, "-w", "\n%{http_code}"] + headers.flatMap { ["-H", $0] } + (body.map { ["-d", $0] } ?? []) + [
                address + String(path.dropFirst())
            ]
        curl.standardOutput = output
        guard (try? curl.run()) != nil else { return (0, "") }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        curl.waitUntilExit()
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return (lines.last.flatMap { Int($0) } ?? 0, lines.dropLast().joined(separator: "\n"))
    }
}
