import Foundation
import PulseTransport

/// A real server as a child process, and what the kernel says about it.
final class PulseProcess {
    let port: Int
    let token = "benchmark-token-benchmark-token-0123"
    private let process = Process()
    private let directory: String
    /// From the moment before the start to the first 200 on `/api/health`.
    private(set) var startDuration: Duration = .zero

    private static let startLimit = Duration.seconds(20)

    init(program: String, port: Int, directory: String? = nil, pollInterval: String = "10s") throws {
        self.port = port
        self.directory = directory ?? NSTemporaryDirectory() + "/pulse-bench-\(ProcessInfo.processInfo.processIdentifier)-\(port)"
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["serve", "--bind", "127.0.0.1", "--port", "\(port)", "--data-dir", self.directory]
        process.environment = [
            "API_TOKENS": token, "PULSE_MONITOR_THIS_HOST": "false", "PULSE_LOG_LEVEL": "error", "PULSE_POLL_INTERVAL": pollInterval,
            "PATH": "/usr/bin:/bin",
        ]
        process.standardOutput = FileHandle.nullDevice
    }

    /// Starts it and waits for the first healthy answer, asking every millisecond.
    func start(_ clock: ContinuousClock) async throws {
        let begin = clock.now
        try process.run()
        while clock.now - begin < Self.startLimit {
            if Probe.isHealthy(port: port) {
                startDuration = clock.now - begin
                return
            }
            usleep(1000)
        }
        throw BenchError("pulse did not answer within \(Self.startLimit)")
    }

    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }

    func removeData() { try? FileManager.default.removeItem(atPath: directory) }

    /// What the kernel says about the running process.
    var figures: ProcessFigures { ProcessFigures(pid: process.processIdentifier) }
}

/// Figures of a process from `/proc`.
struct ProcessFigures: Sendable {
    let pid: Int32

    /// Of this process.
    static var own: ProcessFigures { ProcessFigures(pid: getpid()) }

    /// MiB of `/proc/PID/status`: RssAnon, VmRSS, VmHWM.
    func memory(_ field: String) -> Double {
        guard let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("\(field):") }),
            let kilobytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Double($0) })
        else { return .nan }
        return kilobytes / 1024
    }

    /// Seconds of processor time used so far, user and system.
    func processorSeconds() -> Double {
        guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let end = stat.lastIndex(of: ")")
        else { return .nan }
        // Fields 14 and 15 of proc(5); field 3 is the first behind the name.
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        return (Double(fields[11]) ?? .nan).advanced(by: Double(fields[12]) ?? .nan) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}

struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// The cheapest possible health check, so that measuring a start of a few milliseconds does not measure the client.
private enum Probe {
    static func isHealthy(port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard connected == 0 else { return false }
        let request = Array("GET /api/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".utf8)
        guard send(descriptor, request, request.count, 0) == request.count else { return false }
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 12 && String(decoding: buffer.prefix(12), as: UTF8.self) == "HTTP/1.1 200"
    }
}
