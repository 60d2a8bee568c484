import Crypto
import Foundation
import GRDB
import PulseCore
import PulseStorage

/// The key that this server signs profiles and updates with: made once, sealed.
enum ServerKeyRow {
    private static let context = "agent server key"

    static func key(_ database: PulseStorage.Database, _ sealer: Sealer, _ secrets: AgentSecrets) throws -> Curve25519.Signing.PrivateKey {
        if let sealed = try database.read({ try Data.fetchOne($0, sql: "SELECT sealed FROM agent_server_key") }) {
            guard let bytes = Hex.bytes(try sealer.open(sealed, for: context).reveal()) else { throw StorageError.secretUnreadable(context: context) }
            return try Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        }
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: secrets.bytes(32))
        let sealed = try sealer.seal(Redacted(Hex.text(key.rawRepresentation)), for: context)
        try database.write { try $0.database.execute(sql: "INSERT INTO agent_server_key VALUES (1, ?)", arguments: [sealed]) }
        return key
    }
}
