import PulseStorage
import Synchronization

/// The tables of access and what is shared by those who change them.
final class AccessStores: Sendable {
    let database: Database
    let users: UserStore
    let roles: RoleStore
    let sessions: SessionStore
    let tokens: TokenStore
    let links: LinkStore
    let hasher: PasswordHasher
    /// Counts changes after which somebody may be allowed less than before.
    private let changes = Atomic<UInt64>(0)

    init(database: Database, hasher: PasswordHasher) {
        self.database = database
        self.hasher = hasher
        users = UserStore(database: database)
        roles = RoleStore(database: database)
        sessions = SessionStore(database: database)
        tokens = TokenStore(database: database)
        links = LinkStore(database: database)
    }

    var generation: UInt64 { changes.load(ordering: .acquiring) }

    /// One transaction that changes who may do what.
    func change<Value>(_ body: (WriteTransaction) throws -> Value) throws -> Value {
        // Counted at the end, so that whoever sees the new number sees the change.
        defer { changes.add(1, ordering: .acquiringAndReleasing) }
        return try database.write(body)
    }
}
