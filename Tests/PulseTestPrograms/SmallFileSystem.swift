import Foundation

/// A file system in memory that is soon full, as long as this value lives. Only root may mount one.
package final class SmallFileSystem {
    package let path: String
    private var filler: String { "\(path)/filler" }

    package static let isPossible = (try? SmallFileSystem(kilobytes: 64)) != nil

    /// - Throws: `POSIXError` when it cannot be mounted.
    package init(kilobytes: Int) throws {
        path = NSTemporaryDirectory() + "pulse-disk-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard mount("pulse-test", path, "tmpfs", 0, "size=\(kilobytes)k") == 0 else {
            let code = errno
            rmdir(path)
            throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EPERM)
        }
    }

    deinit {
        umount2(path, Int32(MNT_DETACH))
        rmdir(path)
    }

    /// Writes until it takes nothing more.
    ///
    /// - Throws: `POSIXError` when it ends for another reason than that it is full.
    package func fill() throws {
        let descriptor = open(filler, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        let page = [UInt8](repeating: 1, count: 4096)
        while write(descriptor, page, page.count) > 0 {}
        guard errno == ENOSPC else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    package func free() throws { try FileManager.default.removeItem(atPath: filler) }
}
