import Foundation
import PulseTransport
import Testing

/// An engine of Debian's, run as its own process on loopback with its data in a folder of the test's.
struct EngineProgram: Sendable {
    let path: String
    let ready: String
    let arguments: @Sendable (_ folder: String, _ port: UInt16) -> [String]
    var user: String?

    var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    static let prometheus = prometheus(configuration: "storage: {tsdb: {out_of_order_time_window: 6h}}\n")
    /// As it comes: what is older than the newest sample of its series is refused.
    static let strictPrometheus = prometheus(configuration: "{}\n")

    private static func prometheus(configuration: String) -> EngineProgram {
        EngineProgram(path: "/usr/bin/prometheus", ready: "/-/ready") { folder, port in
            try? Data(configuration.utf8).write(to: URL(fileURLWithPath: "\(folder)/prometheus.yml"))
            return [
                "--config.file=\(folder)/prometheus.yml", "--storage.tsdb.path=\(folder)/data", "--web.listen-address=127.0.0.1:\(port)",
                "--web.enable-remote-write-receiver", "--log.level=error",
            ]
        }
    }

    static let victoriaMetrics = EngineProgram(
        path: "/usr/bin/victoria-metrics", ready: "/health",
        arguments: { folder, port in
            [
                "-storageDataPath=\(folder)/data", "-httpListenAddr=127.0.0.1:\(port)", "-retentionPeriod=10y", "-loggerLevel=ERROR",
                "-httpAuth.username=pulse", "-httpAuth.password=secret", "-search.latencyOffset=0s",
            ]
        }, user: "pulse")
}

/// A running engine, and the folder that it leaves its data in when it stops.
final class RunningEngine {
    let program: EngineProgram
    let port: UInt16
    var address: String { "http://127.0.0.1:\(port)" }
    private let folder = NSTemporaryDirectory() + "pulse-engine-\(UUID().uuidString)"
    private var process: Process?

    init(_ program: EngineProgram) throws {
        self.program = program
        port = Self.freePort()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        if let process, process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Starts it and waits until it answers.
    func start(_ client: OutboundClient) async throws {
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
        Issue.record("\(program.path) did not become ready")
    }

    /// Lets it finish its writing, as a restart of the machine does.
    func stop() {
        process?.terminate()
        process?.waitUntilExit()
        process = nil
    }

    /// A port that was free a moment ago.
    private static func freePort() -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(descriptor, $0, length)
                getsockname(descriptor, $0, &length)
            }
            return UInt16(bigEndian: $0.pointee.sin_port)
        }
    }
}
