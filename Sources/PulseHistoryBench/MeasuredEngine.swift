import Foundation
import PulseCore
import PulseHistory
import PulseTestPrograms
import PulseTransport

/// An engine of Debian's that takes remote write, measured by what it leaves on the disk.
struct MeasuredEngine {
    let name: String
    let program: EngineProgram
    /// Asked when all is written, so that everything is in the files whose size counts.
    let flush: String
    /// Below its folder: what is counted.
    let counted: String

    static let all = [
        MeasuredEngine(
            name: "prometheus", program: .prometheus(configuration: "{}\n", further: ["--web.enable-admin-api"]),
            flush: "/api/v1/admin/tsdb/snapshot", counted: "data/snapshots"),
        MeasuredEngine(name: "victoria-metrics", program: .victoriaMetrics(), flush: "/internal/force_flush", counted: "data"),
    ]

    /// Writes what `feed` appends, lets it finish and stops it.
    ///
    /// - Returns: bytes on the disk.
    func size(_ feed: @escaping @Sendable (RemoteWriter) async throws -> Void) async throws -> Int64 {
        let (engine, client) = (try RunningEngine(program), OutboundClient())
        let result: Result<Void, any Error>
        do {
            try await engine.start(client)
            result = .success(try await write(engine.address, client, "\(engine.folder)/queue", feed))
        } catch { result = .failure(error) }
        await client.shutdown()
        try result.get()
        engine.stop()
        return try Self.bytes("\(engine.folder)/\(counted)")
    }

    private func write(
        _ address: String, _ client: OutboundClient, _ queue: String, _ feed: @escaping @Sendable (RemoteWriter) async throws -> Void
    ) async throws {
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
}
