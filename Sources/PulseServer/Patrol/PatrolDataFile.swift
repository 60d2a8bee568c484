import Foundation
import PulseCore
import PulsePatrol
import PulseStorage

/// A file of patrol's in the data directory.
struct PatrolDataFile: PatrolFile {
    let name: String
    private let path: String
    private let now: @Sendable () -> Timestamp

    init(_ name: String, in directory: DataDirectory, now: @escaping @Sendable () -> Timestamp) {
        (self.name, path, self.now) = (name, directory.file(name), now)
    }

    func read() throws -> Data? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do { return try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            throw StorageError.notReadable(path: path)
        }
    }

    func write(_ content: Data) throws { try AtomicFile.write(content, to: path) }

    func setAside() throws -> String {
        let moment = String(now().description.prefix(19)).replacing(":", with: "-")
        let aside = "\(name).unreadable-\(moment)"
        do { try FileManager.default.moveItem(atPath: path, toPath: path.replacing(name, with: aside)) } catch {
            throw StorageError.notWritable(path: path, reason: "\((error as NSError).localizedDescription)")
        }
        return aside
    }
}
