import Foundation
import Logging
import PulseAudit
import PulseCore
import PulseHTTP
import PulseStorage

/// `audit/` of a data directory: the log, and its checkpoints outside of it.
struct AuditPlace: Sendable {
    let service: AuditService
    let checkpoints: CheckpointFile
    let path: String
    let checkpointPath: String

    static func open(
        in directory: DataDirectory, sealer: Sealer, _ settings: AuditSettings, followers: [any AuditFollower],
        now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) -> AuditPlace {
        let folder = directory.file(AuditSchema.folder)
        let path = "\(folder)/\(AuditSchema.fileName)"
        let trouble = Trouble(
            "The audit log cannot be written, so changes are refused until it can be", again: "The audit log can be written again", logger: logger)
        let open: @Sendable () throws -> AuditLog = {
            try makeFolder(folder)
            let database = try Database(path: path, migrations: AuditSchema.migrations + WebhookSchema.migrations, profile: .journal)
            return try AuditLog(database: database, sealer: sealer, keys: settings.keys, followers: followers, random: Randomness.number)
        }
        let service = AuditService(now: now, told: { trouble.note($0) }, open: open)
        let checkpointPath = "\(folder)/\(CheckpointFile.name)"
        return AuditPlace(service: service, checkpoints: CheckpointFile(path: checkpointPath), path: path, checkpointPath: checkpointPath)
    }

    /// What the routes need.
    func access(_ settings: AuditSettings, now: @escaping @Sendable () -> Timestamp) -> AuditAccess {
        let (service, path, checkpointPath) = (service, path, checkpointPath)
        let desk = VerificationDesk(now: now) {
            let identity = try service.log().identity
            return LogVerification(
                path: path, publicKey: identity.publicKey, keys: settings.keys, outside: Self.outside(checkpointPath, of: identity.origin))
        }
        return AuditAccess(trail: service, verification: desk, keyID: settings.keys.current?.id, retentionDays: settings.retention.days)
    }

    private static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw StorageError.notWritable(path: path, reason: (error as NSError).localizedDescription) }
    }

    /// The checkpoints of this log in the file outside; whoever changed the log may have forgotten them.
    static func outside(_ path: String, of origin: String?) -> [CheckpointLine] {
        let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.split(separator: "\n").compactMap { CheckpointLine.lines(String($0))?.first }.filter { origin == nil || $0.origin == origin }
    }
}
