package import PulseCore
import PulseStorage

/// What an administrator does: users by the command line, tokens by page and command line.
extension AccessService {
    package func userNames() throws -> [String] { try users.names() }

    package func addUser(name: String, password: Redacted<String>, at now: Timestamp) async throws {
        let userName = try UserName(name)
        let hash = try await hasher.hash(password)
        try database.write { try users.insert(userName, passwordHash: hash, at: now, in: $0) }
        endSetup()
    }

    /// Sets a new password and ends every session of the user: whoever had the old one is out.
    package func resetPassword(of name: String, to password: Redacted<String>) async throws {
        let hash = try await hasher.hash(password)
        try database.write {
            try users.setPassword(of: name, hash: hash, in: $0)
            try sessions.removeAll(of: name, in: $0)
        }
    }

    package func removeUser(name: String) throws {
        try database.write { try users.remove(name, in: $0) }
    }

    package func apiTokens() throws -> [APIToken] { try tokens.all() }

    /// Makes a token; its text is in the answer and nowhere else.
    package func makeToken(name: String, scopes: [String], lifetime: Duration?, at now: Timestamp) throws -> (token: APIToken, text: Redacted<String>)
    {
        let text = SecretText.random()
        return (try keepToken(text, name: name, scopes: scopes, lifetime: lifetime, at: now), text)
    }

    /// Takes over a token that was given by configuration. Taking it again changes nothing.
    @discardableResult
    package func keepToken(_ text: Redacted<String>, name: String, scopes: [String], lifetime: Duration?, at now: Timestamp) throws -> APIToken {
        guard let scopeSet = ScopeSet(names: scopes) else { throw AccessError.scopesInvalid }
        guard (1...100).contains(name.count) else { throw AccessError.tokenNameInvalid }
        let secret = text.reveal()
        let digest = SecretText.digest(secret)
        let token = APIToken(
            id: String(digest.prefix(16)), name: name.printable(limit: 100), prefix: String(secret.prefix(min(6, secret.count / 6))),
            suffix: String(secret.suffix(min(4, secret.count / 8))),
            scopes: scopeSet, createdAt: now, expiresAt: lifetime.map { now + $0 }, lastUsedAt: nil)
        try database.write { try tokens.insert(token, digest: digest, in: $0) }
        return token
    }

    package func revokeToken(id: String) throws { try tokens.remove(id: id) }
}
