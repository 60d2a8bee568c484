import Crypto
import Foundation
import GRDB
import PulseCore

/// The file `.encryption.key`: 32 bytes in base64, readable by its owner only.
///
/// A row of the database sealed with it proves that file and database belong together: a lost key is an error with instructions,
/// never silently a new key.
package struct EncryptionKeyFile: Sendable {
    package static let migration = Migration(
        "2026-11-24 key proof", "CREATE TABLE key_proof (id INTEGER PRIMARY KEY CHECK (id = 1), sealed BLOB NOT NULL)")

    private static let proofContext = "key proof"
    private let path: String

    package init(directory: DataDirectory) {
        path = directory.file(".encryption.key")
    }

    /// The sealer of this installation. Makes the key on the first start.
    package func sealer(for database: Database) throws -> Sealer {
        let proof = try database.read { try Data.fetchOne($0, sql: "SELECT sealed FROM key_proof") }
        guard FileManager.default.fileExists(atPath: path) else {
            guard proof == nil else { throw StorageError.keyMissing(path: path) }
            try AtomicFile.write(Data((newKey().base64EncodedString() + "\n").utf8), to: path)
            return try sealer(for: database)
        }
        let sealer = Sealer(key: try readKey())
        if let proof {
            guard (try? sealer.open(proof, for: Self.proofContext)) != nil else {
                throw StorageError.keyUnusable(path: path, reason: "it is not the key that the secrets in \(database.path) were sealed with")
            }
        } else {
            let sealed = try sealer.seal(Redacted("pulse"), for: Self.proofContext)
            try database.write { try $0.database.execute(sql: "INSERT INTO key_proof VALUES (1, ?)", arguments: [sealed]) }
        }
        return sealer
    }

    private func newKey() -> Data {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
    }

    private func readKey() throws -> SymmetricKey {
        let text: String
        do { text = try String(contentsOfFile: path, encoding: .utf8) } catch {
            throw StorageError.keyUnusable(path: path, reason: "it cannot be read")
        }
        guard let bytes = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)), bytes.count == 32 else {
            throw StorageError.keyUnusable(path: path, reason: "it does not hold 32 bytes in base64")
        }
        return SymmetricKey(data: bytes)
    }
}
