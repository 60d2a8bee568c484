import Foundation
import PulseCore
import PulseHistory
import PulseStorage

/// `metrics.db` as the command line gets at it: the server's where it has it open, else opened when it is needed. A damaged one must not keep a
/// password from being reset.
struct HistoryFile: Sendable {
    /// The server's.
    let open: HistoryStore?
    let directory: String
    let retention: HistoryRetention
    /// False where history is kept by an engine elsewhere; a file of earlier may lie there nevertheless.
    let isLocal: Bool

    init(_ configuration: ServerConfiguration, open: HistoryStore? = nil) {
        self.open = open
        directory = configuration.dataDirectory
        retention = configuration.history
        isLocal = configuration.metrics.isLocal
    }

    private var path: String { "\(directory)/\(HistoryStore.fileName)" }

    /// - Returns: nil when there is no file, because history is kept by an engine elsewhere.
    func use<Value>(_ body: (HistoryStore) async throws -> Value) async throws -> Value? {
        if let open { return try await body(open) }
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try await opened(body)
    }

    /// The same; where there is no file, a new one is begun.
    func useOrBegin<Value>(_ body: (HistoryStore) async throws -> Value) async throws -> Value {
        if let open { return try await body(open) }
        guard isLocal else { throw NoFile() }
        return try await opened(body)
    }

    private func opened<Value>(_ body: (HistoryStore) async throws -> Value) async throws -> Value {
        let store = try HistoryStore(path: path, retention: retention)
        let value: Value
        do { value = try await body(store) } catch {
            try? store.close()
            throw error
        }
        try store.close()
        return value
    }
}

/// History is asked to be written where none is kept.
struct NoFile: SentenceError {
    let sentence = "History is kept by an engine of metrics (PULSE_METRICS_LOCAL=false); import there what you want to see."
}
