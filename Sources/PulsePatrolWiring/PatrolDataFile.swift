package import Foundation
package import PulseCore
import PulsePatrol
package import PulseStorage

/// A file of patrol's in the data directory.
package struct PatrolDataFile: PatrolFile {
    package let name: String
    private let path: String
    private let now: @Sendable () -> Timestamp

    package init(_ name: String, in directory: DataDirectory, now: @escaping @Sendable () -> Timestamp) {
        (self.name, path, self.now) = (name, directory.file(name), now)
    }

    package func read() throws -> Data? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do { return try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            throw StorageError.notReadable(path: path)
        }
    }

    package func write(_ content: Data) throws { try AtomicFile.write(content, to: path) }

    package func setAside() throws -> String {
        let moment = String(now().description.prefix(19)).replacing(":", with: "-")
        let aside = "\(name).unreadable-\(moment)"
        do { try FileManager.default.moveItem(atPath: path, toPath: path.replacing(name, with: aside)) } catch {
            throw StorageError.notWritable(path: path, reason: "\((error as NSError).localizedDescription)")
        }
        return aside
    }
}
