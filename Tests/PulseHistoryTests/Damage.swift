import Foundation
import GRDB
import PulseStorage

extension WriteTransaction {
    /// As a bad sector would: one byte of the payload is another.
    func damageFirstChunk() throws {
        let payload = try Data.fetchOne(database, sql: "SELECT payload FROM chunk ORDER BY id LIMIT 1")!
        var bytes = [UInt8](payload)
        bytes[bytes.count / 2] ^= 0x10
        try database.execute(sql: "UPDATE chunk SET payload = ? WHERE id = (SELECT min(id) FROM chunk)", arguments: [Data(bytes)])
    }
}
