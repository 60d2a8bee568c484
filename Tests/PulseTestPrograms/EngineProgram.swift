import Foundation
package import PulseTransport

/// An engine of Debian's, run as its own process on loopback with its data in a folder of the test's.
package struct EngineProgram: Sendable {
    package let path: String
    let ready: String
    let arguments: @Sendable (_ folder: String, _ port: UInt16) -> [String]
    package var user: String?

    package var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    package static let prometheus = prometheus(configuration: "storage: {tsdb: {out_of_order_time_window: 6h}}\n")
    /// As it comes: what is older than the newest sample of its series is refused.
    package static let strictPrometheus = prometheus(configuration: "{}\n")

    package static func prometheus(configuration: String, further: [String] = []) -> EngineProgram {
        EngineProgram(path: "/usr/bin/prometheus", ready: "/-/ready") { folder, port in
            try? Data(configuration.utf8).write(to: URL(fileURLWithPath: "\(folder)/prometheus.yml"))
            return [
                "--config.file=\(folder)/prometheus.yml", "--storage.tsdb.path=\(folder)/data", "--web.listen-address=127.0.0.1:\(port)",
                "--web.enable-remote-write-receiver", "--log.level=error",
            ] + further
        }
    }

    package static let victoriaMetrics = victoriaMetrics(
        user: "pulse", further: ["-httpAuth.username=pulse", "-httpAuth.password=secret", "-search.latencyOffset=0s"])

    package static func victoriaMetrics(user: String? = nil, further: [String] = []) -> EngineProgram {
        EngineProgram(
            path: "/usr/bin/victoria-metrics", ready: "/health",
            arguments: { folder, port in
                ["-storageDataPath=\(folder)/data", "-httpListenAddr=127.0.0.1:\(port)", "-retentionPeriod=10y", "-loggerLevel=ERROR"] + further
            }, user: user)
    }
}

/// A program that was started and does not answer.
package struct NotReady: Error {
    let program: String
}

/// A running engine, and the folder that it leaves its data in when it stops.
package final class RunningEngine {
    package let program: EngineProgram
    package let port: UInt16
    package var address: String { "http://127.0.0.1:\(port)" }
    package let folder = NSTemporaryDirectory() + "pulse-engine-\(UUID().uuidString)"
    private var process: Process?

    package init(_ program: EngineProgram) throws {
        self.program = program
        port = FreePort.find()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        if let process, process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Starts it and waits until it answers.
    package func start(_ client: OutboundClient) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program.path)
        process.arguments = program.arguments(folder, port)
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process = process
        for _ in 0..<600 {
            if let response = try? await client.send(OutboundRequest(url: address + program.ready)), response.status == 200 { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw NotReady(program: program.path)
    }

    /// Lets it finish its writing, as a restart of the machine does.
    package func stop() {
        process?.terminate()
        process?.waitUntilExit()
        process = nil
    }
}
