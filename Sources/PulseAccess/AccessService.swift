package import PulseCore
package import PulseStorage
import Synchronization

/// The door of this domain: set-up, sign-in, sessions, tokens.
///
/// Time comes in with every call. Guessing is limited in memory; everything else is a row.
package final class AccessService: Sendable {
    let users: UserStore
    let sessions: SessionStore
    let tokens: TokenStore
    let database: Database
    let hasher: PasswordHasher
    private let limiter = Mutex(LoginLimiter())
    /// The code of the first run; nil once there is a user.
    private let setupCodeBox: Mutex<String?>

    package init(database: Database, hasher: PasswordHasher = PasswordHasher()) throws {
        self.database = database
        self.hasher = hasher
        users = UserStore(database: database)
        sessions = SessionStore(database: database)
        tokens = TokenStore(database: database)
        setupCodeBox = Mutex(try users.hasAny() ? nil : SecretText.setupCode())
    }

    /// What the operator has to type at the first run; nil when an administrator exists.
    package var setupCode: String? { setupCodeBox.withLock { $0 } }

    package var isSetUp: Bool { setupCode == nil }

    /// Makes the first user from the one-time code.
    package func setUp(code: String, name: String, password: Redacted<String>, from address: String, at now: Timestamp) async throws -> NewSession {
        guard let expected = setupCode else { throw AccessError.setupAlreadyDone }
        try refuseGuessing([address], at: now)
        guard SecretText.equal(code.uppercased().filter { !$0.isWhitespace }, expected) else {
            limiter.withLock { $0.failed(address, at: now) }
            throw AccessError.setupCodeWrong
        }
        let userName = try UserName(name)
        let hash = try await hasher.hash(password)
        return try database.write { transaction in
            // Two browsers with the right code: the second finds the first one's user.
            guard setupCodeBox.withLock({ $0 != nil }) else { throw AccessError.setupAlreadyDone }
            try users.insert(userName, passwordHash: hash, at: now, in: transaction)
            let session = try openSession(for: userName.description, at: now, in: transaction)
            setupCodeBox.withLock { $0 = nil }
            return session
        }
    }

    package func signIn(name: String, password: Redacted<String>, from address: String, at now: Timestamp) async throws -> NewSession {
        // One key per address and one per name: neither many names from one place nor one name from many places.
        let keys = [address, "user:\(name.lowercased().prefix(64))"]
        try refuseGuessing(keys, at: now)
        let user = try users.find(name)
        guard await hasher.matches(password, hash: user?.passwordHash), let user else {
            limiter.withLock { limiter in for key in keys { limiter.failed(key, at: now) } }
            throw AccessError.credentialsWrong
        }
        limiter.withLock { limiter in for key in keys { limiter.succeeded(key) } }
        return try database.write { try openSession(for: user.name, at: now, in: $0) }
    }

    package func signOut(_ session: SessionReference) throws {
        try sessions.remove(key: session.key)
    }

    /// The identity behind a session cookie; nil when it is unknown or has run out.
    package func identity(cookie: String, at now: Timestamp) throws -> Identity? {
        let key = SecretText.digest(cookie)
        guard let session = try sessions.find(key: key) else { return nil }
        guard SessionPolicy.isAlive(createdAt: session.createdAt, lastUsedAt: session.lastUsedAt, at: now) else {
            try sessions.remove(key: key)
            return nil
        }
        if SessionPolicy.needsTouch(lastUsedAt: session.lastUsedAt, at: now) { try sessions.touch(key: key, at: now) }
        return Identity(
            actor: .user(session.user), scopes: .all, session: SessionReference(key: key, csrfToken: session.csrfToken))
    }

    /// The identity behind an API token; nil when it is unknown or has expired.
    package func identity(token: String, at now: Timestamp) throws -> Identity? {
        guard let found = try tokens.find(digest: SecretText.digest(token)) else { return nil }
        guard found.expiresAt.map({ $0 > now }) ?? true else { return nil }
        if found.lastUsedAt.map({ now.since($0) >= SessionPolicy.touchInterval }) ?? true { try tokens.touch(id: found.id, at: now) }
        return Identity(actor: .token(id: found.id, name: found.name), scopes: found.scopes, session: nil)
    }

    package func preferences(of user: String) throws -> String { try users.preferences(of: user) }

    /// - Parameter json: an object, already validated and bounded by the caller.
    package func setPreferences(of user: String, json: String) throws { try users.setPreferences(of: user, json: json) }

    /// Forgets sessions that have run out. To be called now and then.
    package func clean(at now: Timestamp) throws {
        try database.write {
            try sessions.removeUnused(
                createdBefore: now - SessionPolicy.totalLimit, usedBefore: now - SessionPolicy.idleLimit, in: $0)
        }
    }

    private func refuseGuessing(_ keys: [String], at now: Timestamp) throws {
        let wait = limiter.withLock { limiter in keys.compactMap { limiter.wait(for: $0, at: now) }.max() }
        if let wait { throw AccessError.tooManyAttempts(retryAfter: wait) }
    }

    private func openSession(for user: String, at now: Timestamp, in transaction: WriteTransaction) throws -> NewSession {
        let (cookie, csrf) = (SecretText.random(), SecretText.random().reveal())
        let record = SessionRecord(key: SecretText.digest(cookie.reveal()), user: user, csrfToken: csrf, createdAt: now, lastUsedAt: now)
        try sessions.insert(record, in: transaction)
        return NewSession(user: user, cookie: cookie, csrfToken: csrf)
    }

    /// Called when a user was made by other means than the set-up code.
    func endSetup() {
        setupCodeBox.withLock { $0 = nil }
    }
}

/// A session that was just opened: the only moment at which the cookie's value is known.
package struct NewSession: Sendable {
    package let user: String
    package let cookie: Redacted<String>
    package let csrfToken: String
}
