package import PulseCore
package import PulseStorage
import Synchronization

/// The door of this domain: set-up, sign-in, sessions, and who a request comes from.
///
/// Time comes in with every call. What administrators do stands at ``users``, ``roles`` and ``tokens``.
package final class AccessService: Sendable {
    let stores: AccessStores
    /// Limits on guessing.
    package let guesses: GuessGuard
    /// The code of the first run; kept for as long as this runs, valid while there is no administrator.
    private let code = SecretText.setupCode()
    private let hasAdministrator: Atomic<Bool>

    package init(database: Database, hasher: PasswordHasher = PasswordHasher()) throws {
        stores = AccessStores(database: database, hasher: hasher)
        guesses = try GuessGuard(database: database)
        hasAdministrator = Atomic(try stores.users.hasAdministrator())
    }

    package var users: UserDesk { UserDesk(stores: stores) }
    package var roles: RoleDesk { RoleDesk(stores: stores) }
    package var tokens: TokenDesk { TokenDesk(stores: stores) }

    /// Changes whenever somebody may be allowed less than before: who keeps an identity for long asks anew then.
    package var generation: UInt64 { stores.generation }

    /// What the operator has to type at the first run; nil when an administrator exists.
    package var setupCode: String? { isSetUp ? nil : code }

    /// True from the first administrator on. There is no way back: the last one cannot be removed.
    package var isSetUp: Bool {
        if hasAdministrator.load(ordering: .acquiring) { return true }
        guard (try? stores.users.hasAdministrator()) == true else { return false }
        hasAdministrator.store(true, ordering: .releasing)
        return true
    }

    /// Makes the first user from the one-time code.
    package func setUp(code: String, name: String, password: Redacted<String>, from address: String, at now: Timestamp) async throws -> NewSession {
        guard let expected = setupCode else { throw AccessError.setupAlreadyDone }
        try guesses.refuse(name: nil, from: address, at: now)
        guard SecretText.equal(code.uppercased().filter { !$0.isWhitespace }, expected) else {
            guesses.failed(name: nil, from: address, at: now)
            throw AccessError.setupCodeWrong
        }
        let userName = try UserName(name)
        let hash = try await stores.hasher.hash(password)
        return try stores.change { transaction in
            // Two browsers with the right code: the second finds the first one's user.
            guard try stores.users.administrators(in: transaction).isEmpty else { throw AccessError.setupAlreadyDone }
            try stores.users.insert(userName, passwordHash: hash, roles: [.administrator], origin: .local, at: now, in: transaction)
            try guesses.store.signedIn(userName.description, from: address, at: now, in: transaction)
            return try open(.user(userName.description), .password, from: address, at: now, in: transaction)
        }
    }

    /// Signs in with name and password alone.
    package func signIn(name: String, password: Redacted<String>, from address: String, at now: Timestamp) async throws -> NewSession {
        let user = try await checkPassword(name: name, password: password, from: address, at: now)
        return try openSession(for: user, method: .password, from: address, at: now)
    }

    /// The first half of signing in. The count of wrong attempts is not cleared before a session is opened.
    ///
    /// - Returns: the name as the user writes it.
    package func checkPassword(name: String, password: Redacted<String>, from address: String, at now: Timestamp) async throws -> String {
        try guesses.refuse(name: name, from: address, at: now)
        let hash = try stores.users.passwordHash(of: name)
        guard await stores.hasher.matches(password, hash: hash), let user = try stores.users.find(name) else {
            signInFailed(name: name, from: address, at: now)
            throw AccessError.credentialsWrong
        }
        // Said to those only who know the password.
        guard !user.isDisabled else { throw AccessError.userDisabled(user.name) }
        return user.name
    }

    /// Counts a wrong proof of any kind: password, code of a second factor, passkey.
    package func signInFailed(name: String, from address: String, at now: Timestamp) {
        guesses.failed(name: name, from: address, at: now)
    }

    /// Opens a session for somebody whose proof is complete.
    package func openSession(for user: String, method: SignInMethod, from address: String, at now: Timestamp) throws -> NewSession {
        let session = try stores.database.write { transaction in
            guard let account = try stores.users.find(user, in: transaction) else { throw AccessError.noSuchUser(user) }
            guard !account.isDisabled else { throw AccessError.userDisabled(account.name) }
            try stores.users.signedIn(account.name, at: now, in: transaction)
            try guesses.store.signedIn(account.name, from: address, at: now, in: transaction)
            return try open(.user(account.name), method, from: address, at: now, in: transaction)
        }
        guesses.succeeded(name: session.user, from: address)
        return session
    }

    package func signOut(_ session: SessionReference) throws {
        try stores.change { try stores.sessions.remove(key: session.key, in: $0) }
    }

    package func preferences(of user: String) throws -> String { try stores.users.preferences(of: user) }

    /// - Parameter json: an object, already validated and bounded by the caller.
    package func setPreferences(of user: String, json: String) throws { try stores.users.setPreferences(of: user, json: json) }

    /// Forgets sessions and wrong attempts that have run out. To be called now and then.
    package func clean(at now: Timestamp) throws {
        try stores.database.write {
            try stores.sessions.removeUnused(
                createdBefore: now - SessionPolicy.totalLimit, usedBefore: now - SessionPolicy.idleLimit, in: $0)
            try guesses.store.clean(at: now, in: $0)
        }
    }

    func open(
        _ holder: SessionRecord.Holder, _ method: SignInMethod, from address: String, at now: Timestamp, in transaction: WriteTransaction
    ) throws -> NewSession {
        let (cookie, csrf) = (SecretText.random(), SecretText.random().reveal())
        let record = SessionRecord(
            key: SecretText.digest(cookie.reveal()), holder: holder, method: method, address: address, csrfToken: csrf, createdAt: now,
            lastUsedAt: now)
        try stores.sessions.insert(record, in: transaction)
        return NewSession(user: holder.name, cookie: cookie, csrfToken: csrf)
    }
}

/// A session that was just opened: the only moment at which the cookie's value is known.
package struct NewSession: Sendable {
    package let user: String
    package let cookie: Redacted<String>
    package let csrfToken: String
}
