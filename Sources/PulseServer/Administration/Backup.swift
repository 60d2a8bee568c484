import Crypto
import Foundation
import PulseAccess
import PulseAudit
import PulseCore
import PulseHistory
import PulseStorage

/// A backup is a directory: a consistent copy of the database, the encryption key, and a manifest with the SHA-256 of each.
enum Backup {
    struct Manifest: Codable {
        var format = 1
        var version: String
        var madeAt: String
        var files: [String: String]
    }

    static let manifestName = "manifest.json"
    private static let auditName = "\(AuditSchema.folder)/\(AuditSchema.fileName)"
    private static let databases = [OpenStore.databaseName, HistoryStore.fileName, auditName]
    private static let names =
        databases + [
            "\(AuditSchema.folder)/\(CheckpointFile.name)", ".encryption.key", LicenceFile.name, "tls-certificate.pem", "tls-key.pem",
        ]

    /// Copies while the server runs; writers wait milliseconds at most.
    static func make(
        of database: Database, _ history: HistoryFile, _ audit: AuditPlace?, in directory: String, to target: String, at now: Timestamp
    ) async throws -> [String] {
        guard !FileManager.default.fileExists(atPath: target) else {
            throw StorageError.notWritable(path: target, reason: "it already exists, and a backup does not overwrite")
        }
        // Only its owner: the backup holds the key that opens the secrets.
        do {
            try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw StorageError.notWritable(path: target, reason: (error as NSError).localizedDescription) }
        try database.backUp(to: "\(target)/\(OpenStore.databaseName)")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(target)/\(OpenStore.databaseName)")
        _ = try await history.use { store in
            try store.backUp(to: "\(target)/\(HistoryStore.fileName)")
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(target)/\(HistoryStore.fileName)")
        }
        try makeFolder(of: auditName, in: target)
        try await audit?.service.withLog { log in
            try log.backUp(to: "\(target)/\(auditName)")
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(target)/\(auditName)")
        }
        for name in names.dropFirst(databases.count) where FileManager.default.fileExists(atPath: "\(directory)/\(name)") {
            try AtomicFile.write(try Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(name)")), to: "\(target)/\(name)")
        }
        let present = names.filter { FileManager.default.fileExists(atPath: "\(target)/\($0)") }
        let manifest = Manifest(
            version: PulseVersion.current, madeAt: now.description,
            files: Dictionary(uniqueKeysWithValues: try present.map { ($0, try digest("\(target)/\($0)")) }))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try AtomicFile.write(try encoder.encode(manifest), to: "\(target)/\(manifestName)")
        return ["Backup written to \(target). It holds the encryption key: keep it as you keep a password."]
    }

    /// Puts a backup into a data directory that no server uses. What was there is set aside, not deleted.
    static func restore(from source: String, to directory: String, at now: Timestamp) throws -> [String] {
        let manifest = try verified(source)
        let lock = try DataDirectory(path: directory)
        let aside = "\(directory)/replaced-\(now.seconds)"
        let logs = databases.flatMap { ["\($0)-wal", "\($0)-shm"] }
        let existing = (names + logs).filter {
            FileManager.default.fileExists(atPath: lock.file($0))
        }
        if !existing.isEmpty {
            try FileManager.default.createDirectory(atPath: aside, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try makeFolder(of: auditName, in: aside)
            for name in existing { try FileManager.default.moveItem(atPath: lock.file(name), toPath: "\(aside)/\(name)") }
        }
        try makeFolder(of: auditName, in: directory)
        for name in manifest.files.keys.sorted() {
            try copy("\(source)/\(name)", to: lock.file(name))
        }
        return ["Restored the backup of \(manifest.madeAt) to \(directory)."] + (existing.isEmpty ? [] : ["What was there before is in \(aside)."])
    }

    private static func makeFolder(of name: String, in directory: String) throws {
        let folder = ("\(directory)/\(name)" as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    private static func verified(_ source: String) throws -> Manifest {
        guard let data = FileManager.default.contents(atPath: "\(source)/\(manifestName)"),
            let manifest = try? JSONDecoder().decode(Manifest.self, from: data)
        else { throw StorageError.corrupt(path: "\(source)/\(manifestName)", reason: "this directory is not a backup of Pulse") }
        guard manifest.format == 1 else { throw StorageError.newerVersion(path: source, unknown: ["backup format \(manifest.format)"]) }
        for (name, expected) in manifest.files {
            guard names.contains(name), (try? digest("\(source)/\(name)")) == expected else {
                throw StorageError.corrupt(path: "\(source)/\(name)", reason: "its SHA-256 is not the one in the manifest")
            }
        }
        return manifest
    }

    private static func digest(_ path: String) throws -> String {
        var hash = SHA256()
        try eachPart(of: path) { hash.update(data: $0) }
        return Hex.text(hash.finalize())
    }

    /// Beside the target first, so that what stands under its name is whole.
    private static func copy(_ source: String, to target: String) throws {
        let partial = target + ".partial"
        guard FileManager.default.createFile(atPath: partial, contents: nil, attributes: [.posixPermissions: 0o600]),
            let file = FileHandle(forWritingAtPath: partial)
        else { throw StorageError.notWritable(path: partial, reason: "it cannot be made") }
        try eachPart(of: source) { try file.write(contentsOf: $0) }
        try file.synchronize()
        try file.close()
        guard rename(partial, target) == 0 else { throw StorageError.notWritable(path: target, reason: "it cannot be put in its place") }
    }

    /// Files of history have gigabytes.
    private static func eachPart(of path: String, _ body: (Data) throws -> Void) throws {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? file.close() }
        while let part = try file.read(upToCount: 1 << 20), !part.isEmpty { try body(part) }
    }
}
