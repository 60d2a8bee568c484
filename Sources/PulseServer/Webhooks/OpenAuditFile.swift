import Foundation
import PulseAudit
import PulseStorage

/// Opens the file of the audit log, `audit/audit.db`.
enum OpenAuditFile {
    /// - Throws: `StorageError`
    static func open(in directory: DataDirectory) throws -> Database {
        let folder = directory.file("audit")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return try Database(path: folder + "/audit.db", migrations: WebhookSchema.migrations)
    }
}
