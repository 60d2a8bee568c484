import Foundation
import PulseCore
import PulseHistory
import PulseTransport

/// An engine of Debian's that takes remote write, run on loopback with its data in a folder of its own.
struct MeasuredEngine {
    let name: String
    let path: String
    let ready: String
    /// Asked when all is written, so that everything is in the files whose size counts.
    let flush: String
    let arguments: @Sendable (_ folder: String, _ port: UInt16) -> [String]
    /// Below its folder: what is counted.
    let counted: String

    var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    static let all = [
        MeasuredEngine(
            name: "prometheus", path: "/usr/bin/prometheus", ready: "/-/ready", flush: "/api/v1/admin/tsdb/snapshot",
            arguments: { folder, port in
                [
                    "--config.file=\(folder)/prometheus.yml", "--storage.tsdb.path=\(folder)/data", "--web.listen-address=127.0.0.1:\(port)",
                    "--web.enable-remote-write-receiver", "--web.enable-admin-api", "--log.level=error",
                ]
            }, counted: "data/snapshots"),
        MeasuredEngine(
            name: "victoria-metrics", path: "/usr/bin/victoria-metrics", ready: "/health", flush: "/internal/force_flush",
            arguments: { folder, port in
                ["-storageDataPath=\(folder)/data", "-httpListenAddr=127.0.0.1:\(port)", "-retentionPeriod=10y", "-loggerLevel=ERROR"]
            }, counted: "data"),
    ]

    /// Writes what `feed` appends, lets it finish and stops it.
    ///
    /// - Returns: bytes on the disk.
    func size(in folder: String, _ feed: @escaping @Sendable (RemoteWriter) async throws -> Void) async throws -> Int64 {
        try Data("{}\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/prometheus.yml"))
        let port = Self.freePort()
        let (address, client, process) = ("http://127.0.0.1:\(port)", OutboundClient(), Process())
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments(folder, port)
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        let result: Result<Void, any Error>
        do { result = .success(try await write(address, client, "\(folder)/queue", feed)) } catch { result = .failure(error) }
        await client.shutdown()
        try result.get()
        process.terminate()
        process.waitUntilExit()
        return try Self.bytes("\(folder)/\(counted)")
    }

    private func write(
        _ address: String, _ client: OutboundClient, _ queue: String, _ feed: @escaping @Sendable (RemoteWriter) async throws -> Void
    ) async throws {
        for _ in 0..<600 where (try? await client.send(OutboundRequest(url: address + ready)))?.status != 200 {
            try await Task.sleep(for: .milliseconds(50))
        }
        let configuration = try RemoteConfiguration(write: RemoteEndpoint(url: address + "/api/v1/write"), read: nil, labels: [:])
        guard let endpoint = configuration.write else { throw BenchError("no endpoint") }
        let writer = try RemoteWriter(
            configuration, to: endpoint, folder: try DiskQueueFolder(path: queue), send: { await client.answer(to: $0) }, chance: { 0.5 })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await writer.run(now: { Timestamp(seconds: Int64(time(nil))) }) }
            try await feed(writer)
            group.cancelAll()
        }
        let answer = try await client.send(OutboundRequest(.postBody([], type: "text/plain"), url: address + flush, deadline: .seconds(60)))
        guard answer.status < 300 else { throw BenchError("\(name) answered \(flush) with \(answer.status)") }
    }

    /// Of all files below, as the file system counts them.
    private static func bytes(_ folder: String) throws -> Int64 {
        var sum: Int64 = 0
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            var status = stat()
            guard stat("\(folder)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            sum += Int64(status.st_blocks) * 512
        }
        return sum
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
