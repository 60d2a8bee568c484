import Logging
import PulseCore
import PulseHTTP
import PulseHistory
import PulseStorage
import PulseTransport

/// Where this Pulse keeps its history: a file of its own, an engine elsewhere, or both.
struct HistoryPlaces: Sendable {
    let local: HistoryStore?
    let engine: RemoteWriter?
    /// What pages and dashboards ask: the file where there is one, else the engine.
    let door: any HistoryDoor
    /// What is kept of the last minutes where there is no file.
    private let passing: RecentSamples?

    /// - Throws: `StorageError`; an error of the queue's folder
    static func open(
        in directory: DataDirectory, _ configuration: ServerConfiguration, client: OutboundClient, now: @escaping @Sendable () -> Timestamp,
        logger: Logger
    ) throws -> HistoryPlaces {
        let remote = configuration.metrics.remote
        let engine = try remote.flatMap { remote in try remote.write.map { try writer(remote, to: $0, in: directory, client) } }
        if !configuration.metrics.isLocal, let remote, let read = remote.read {
            let reader = RemoteReader(from: read, labels: remote.labels, send: { await client.answer(to: $0) }, now: now)
            let passing = RecentSamples()
            return HistoryPlaces(local: nil, engine: engine, door: EngineHistory(reader, passing: passing), passing: passing)
        }
        let local = try OpenHistory.open(in: directory, configuration.history, at: now(), logger: logger)
        return HistoryPlaces(local: local, engine: engine, door: local, passing: nil)
    }

    private static func writer(
        _ remote: RemoteConfiguration, to endpoint: RemoteEndpoint, in directory: DataDirectory, _ client: OutboundClient
    ) throws -> RemoteWriter {
        try RemoteWriter(
            remote, to: endpoint, folder: try DiskQueueFolder(path: directory.file(RemoteWriter.folderName)),
            send: { await client.answer(to: $0) }, chance: Randomness.fraction)
    }

    /// Samples go to every place, and one that fails keeps them from none of the others.
    var writers: [any HistoryWriter] { [local as (any HistoryWriter)?, engine, passing].compactMap { $0 } }

    var condition: HistoryCondition {
        let own = local.map { HistoryCondition($0.health) } ?? .good
        return own == .good ? engine.map { HistoryCondition($0.health) } ?? .good : own
    }

    func close() throws { try local?.close() }
}
