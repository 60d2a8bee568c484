import Foundation
import Logging
import PulseCore
import PulseHistory
import PulseStorage

/// `metrics.db` of a data directory. History is worth much, but not so much that a damaged file may keep the server from starting.
enum OpenHistory {
    /// A damaged file is set aside under a new name and said; everything else that is wrong is an error.
    ///
    /// - Throws: `StorageError`
    static func open(in directory: DataDirectory, _ retention: HistoryRetention, at now: Timestamp, logger: Logger) throws -> HistoryStore {
        let path = directory.file(HistoryStore.fileName)
        do { return try HistoryStore(path: path, retention: retention) } catch StorageError.corrupt(_, let reason) {
            let aside = try setAside(path, at: now)
            logger.error(
                "The file of history is damaged; it was set aside and a new one begun", metadata: ["file": "\(aside)", "reason": "\(reason)"])
            return try HistoryStore(path: path, retention: retention)
        }
    }

    private static func setAside(_ path: String, at now: Timestamp) throws -> String {
        let aside = "\(path).damaged-\(now.seconds)"
        do {
            for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
                try FileManager.default.moveItem(atPath: path + suffix, toPath: aside + suffix)
            }
        } catch { throw StorageError.notWritable(path: path, reason: (error as NSError).localizedDescription) }
        return aside
    }
}
