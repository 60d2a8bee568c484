import Foundation

/// The directory in which one Pulse keeps everything, held by a lock as long as this value lives.
///
/// The lock is `flock` on the file `lock`: it ends with the process, however that ends, and cannot be left behind.
package final class DataDirectory: Sendable {
    package let path: String
    private let lockDescriptor: Int32

    /// Creates the directory where it is missing (0700) and takes the lock.
    ///
    /// - Throws: ``StorageError`` when it cannot be written or is in use.
    package init(path: String) throws {
        self.path = path
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StorageError.notWritable(path: path, reason: (error as NSError).localizedDescription)
        }
        lockDescriptor = try Self.takeLock(in: path)
    }

    deinit {
        close(lockDescriptor)
    }

    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Where a running server listens for the command line.
    package static func adminSocket(in path: String) -> String { "\(path)/admin.sock" }

    private static func takeLock(in directory: String) throws -> Int32 {
        let path = "\(directory)/lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StorageError.notWritable(path: path, reason: SystemFailure.current.description) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = try? String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
            close(descriptor)
            throw StorageError.directoryInUse(path: directory, holder: holder.flatMap { $0.isEmpty ? nil : $0 })
        }
        // Only for the sentence that a second server shows; the lock itself is the descriptor.
        let note = Data("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, note.withUnsafeBytes({ pwrite(descriptor, $0.baseAddress, $0.count, 0) }) == note.count else {
            let reason = SystemFailure.current.description
            close(descriptor)
            throw StorageError.notWritable(path: path, reason: reason)
        }
        return descriptor
    }
}
