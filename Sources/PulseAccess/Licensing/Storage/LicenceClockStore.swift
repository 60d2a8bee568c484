import Foundation
import GRDB
import PulseCore
package import PulseStorage

/// What the licence's clock remembers, sealed, in `pulse.db`: it outlives restarts and the removal of the licence.
///
/// It keeps honest people honest. Whoever may write the data directory can put an old copy of all of it back; nothing offline can see that.
package struct LicenceClockStore: Sendable {
    package static let migrations = [
        Migration(
            "2026-11-26 licence clock",
            "CREATE TABLE licence_clock (id INTEGER PRIMARY KEY CHECK (id = 1), sealed BLOB NOT NULL) STRICT")
    ]

    private static let context = "licence clock"
    private let database: PulseStorage.Database
    private let sealer: Sealer

    package init(database: PulseStorage.Database, sealer: Sealer) {
        self.database = database
        self.sealer = sealer
    }

    /// A row that cannot be opened counts as none: it is worth less than a server that starts.
    func read() throws -> LicenceClock.Memory {
        let sealed = try database.read { try Data.fetchOne($0, sql: "SELECT sealed FROM licence_clock") }
        guard let sealed, let text = try? sealer.open(sealed, for: Self.context) else { return LicenceClock.Memory() }
        return (try? JSONDecoder().decode(LicenceClock.Memory.self, from: Data(text.reveal().utf8))) ?? LicenceClock.Memory()
    }

    func write(_ memory: LicenceClock.Memory) throws {
        let text = String(decoding: try JSONEncoder().encode(memory), as: UTF8.self)
        let sealed = try sealer.seal(Redacted(text), for: Self.context)
        try database.write {
            try $0.database.execute(
                sql: "INSERT INTO licence_clock VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed", arguments: [sealed])
        }
    }
}
