import Foundation
import PulseStorage

/// The files of a queue. What a queue needs of a disk, so that a test can let any step of it fail.
package protocol QueueFolder: Sendable {
    /// The files, with their sizes in bytes; folders are not among them.
    func list() throws -> [(name: String, bytes: Int64)]
    /// Whole or not at all, and there after a power cut.
    func write(_ bytes: [UInt8], to name: String) throws
    func read(_ name: String) throws -> [UInt8]
    func remove(_ name: String) throws
    /// Moves a file to where it is kept for a person to look at.
    func setAside(_ name: String) throws
    /// Keeps bytes in the same place.
    func setAside(_ bytes: [UInt8], as name: String) throws
}

/// A folder of the data directory, and in it `set-aside`, of which the oldest go when it is too large.
package struct DiskQueueFolder: QueueFolder {
    private let path: String
    private var aside: String { "\(path)/set-aside" }
    /// Of everything that is set aside, bytes.
    static let asideLimit: Int64 = 64 << 20

    /// Creates the folder where it is missing.
    ///
    /// - Throws: `StorageError`
    package init(path: String) throws {
        self.path = path
        do {
            try FileManager.default.createDirectory(
                atPath: "\(path)/set-aside", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StorageError.notWritable(path: path, reason: (error as NSError).localizedDescription)
        }
    }

    package func list() throws -> [(name: String, bytes: Int64)] { try Self.files(in: path) }
    package func write(_ bytes: [UInt8], to name: String) throws { try AtomicFile.write(Data(bytes), to: "\(path)/\(name)") }
    package func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }
    package func read(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))) }

    package func setAside(_ name: String) throws {
        try FileManager.default.moveItem(atPath: "\(path)/\(name)", toPath: freePlace(name))
        trimAside()
    }

    package func setAside(_ bytes: [UInt8], as name: String) throws {
        try AtomicFile.write(Data(bytes), to: freePlace(name))
        trimAside()
    }

    private func freePlace(_ name: String) -> String {
        var place = "\(aside)/\(name)"
        var number = 2
        while FileManager.default.fileExists(atPath: place) {
            place = "\(aside)/\(name).\(number)"
            number += 1
        }
        return place
    }

    private func trimAside() {
        guard let files = try? Self.files(in: aside) else { return }
        var sum = files.reduce(0) { $0 + $1.bytes }
        for file in files.sorted(by: { $0.name < $1.name }).dropLast() where sum > Self.asideLimit {
            sum -= file.bytes
            try? FileManager.default.removeItem(atPath: "\(aside)/\(file.name)")
        }
    }

    private static func files(in folder: String) throws -> [(name: String, bytes: Int64)] {
        try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { name in
            var info = stat()
            guard lstat("\(folder)/\(name)", &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
            return (name, Int64(info.st_size))
        }
    }
}
