import Foundation

/// Counts how often a process has the disk synchronised, with `strace` of Debian.
enum SystemCalls {
    private static let strace = "/usr/bin/strace"

    /// - Parameter arguments: of this program, started once more.
    static func count(_ arguments: [String]) throws -> Int {
        guard FileManager.default.isExecutableFile(atPath: strace) else { throw BenchError("strace is not installed") }
        let output = NSTemporaryDirectory() + "/pulse-bench-strace-\(ProcessInfo.processInfo.processIdentifier)"
        defer { try? FileManager.default.removeItem(atPath: output) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: strace)
        process.arguments = ["-f", "-e", "trace=fsync,fdatasync", "-o", output, CommandLine.arguments[0]] + arguments
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchError("the process under strace failed") }
        let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
        return lines.count { $0.contains("fsync(") || $0.contains("fdatasync(") }
    }
}

/// A file to which some bytes are appended and synchronised again and again, as the least that a durable event can cost.
struct RawFile {
    private let descriptor: Int32
    private let path: String
    private let page: [UInt8]

    init(path: String, bytes: Int) throws {
        self.path = path
        page = [UInt8](repeating: 7, count: bytes)
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw BenchError("\(path) cannot be written") }
    }

    func writeAndSync() throws {
        guard write(descriptor, page, page.count) == page.count, fsync(descriptor) == 0 else { throw BenchError("\(path) cannot be written") }
    }

    func remove() {
        close(descriptor)
        unlink(path)
    }
}
