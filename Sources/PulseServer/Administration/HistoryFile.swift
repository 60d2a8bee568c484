import Foundation
import PulseHistory
import PulseStorage

/// `metrics.db` as the command line gets at it: the server's where it has it open, else opened when it is needed. A damaged one must not keep a
/// password from being reset.
struct HistoryFile: Sendable {
    /// The server's.
    let open: HistoryStore?
    let directory: String
    let retention: HistoryRetention

    private var path: String { "\(directory)/\(HistoryStore.fileName)" }

    /// - Returns: nil when there is no file, because history is kept by an engine elsewhere.
    func use<Value>(_ body: (HistoryStore) async throws -> Value) async throws -> Value? {
        if let open { return try await body(open) }
        guard FileManager.default.fileExists(atPath: path) else { return nil }
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
