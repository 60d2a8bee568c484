package import Foundation

/// Writes files so that a crash leaves the old or the new content, never a part: temporary file, fsync, rename, fsync of the directory.
package enum AtomicFile {
    /// Replaces `path` by `content`, readable and writable by its owner only.
    package static func write(_ content: Data, to path: String) throws {
        let temporary = path + ".new"
        do {
            let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw SystemFailure.current }
            defer { close(descriptor) }
            try content.withUnsafeBytes { try writeAll($0, to: descriptor) }
            guard fsync(descriptor) == 0, rename(temporary, path) == 0 else { throw SystemFailure.current }
            try synchroniseDirectory(of: path)
        } catch let failure as SystemFailure {
            unlink(temporary)
            throw StorageError.notWritable(path: path, reason: failure.description)
        }
    }

    private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            guard count > 0 else { throw SystemFailure.current }
            rest = rest.dropFirst(count)
        }
    }

    private static func synchroniseDirectory(of path: String) throws {
        let directory = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw SystemFailure.current }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw SystemFailure.current }
    }
}

/// The last error of the operating system, in its own words.
struct SystemFailure: Error, CustomStringConvertible {
    let number: Int32

    static var current: SystemFailure { SystemFailure(number: errno) }

    var description: String { String(cString: strerror(number)) }
}
