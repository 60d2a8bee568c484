package import PulseCore
import PulseStorage

/// What is done about API tokens.
package struct TokenDesk: Sendable {
    let stores: AccessStores

    /// What a new token is to be.
    package struct Wish: Sendable {
        package var name: String
        package var scopes: [String]
        package var lifetime: Duration?
        package var owner: String?
        package var networks: [String]

        package init(name: String, scopes: [String], lifetime: Duration? = nil, owner: String? = nil, networks: [String] = []) {
            self.name = name
            self.scopes = scopes
            self.lifetime = lifetime
            self.owner = owner
            self.networks = networks
        }
    }

    package static let mostNetworks = 32

    package func all() throws -> [APIToken] { try stores.tokens.all() }

    package func find(_ id: String) throws -> APIToken {
        guard let token = try stores.tokens.find(id: id) else { throw AccessError.noSuchToken(id) }
        return token
    }

    /// Makes a token; its text is in the answer and nowhere else.
    package func make(_ wish: Wish, at now: Timestamp) throws -> (token: APIToken, text: Redacted<String>) {
        let text = SecretText.random()
        return (try keep(text, wish, at: now), text)
    }

    /// Takes over a token that was given by configuration. Taking it again changes nothing.
    @discardableResult
    package func keep(_ text: Redacted<String>, _ wish: Wish, at now: Timestamp) throws -> APIToken {
        guard let scopes = PermissionSet(names: wish.scopes) else { throw AccessError.scopesInvalid }
        guard (1...100).contains(wish.name.count) else { throw AccessError.tokenNameInvalid }
        let (digest, ends) = (SecretText.digest(text.reveal()), Self.ends(text))
        let token = APIToken(
            id: String(digest.prefix(16)), name: wish.name.printable(limit: 100), prefix: ends.prefix, suffix: ends.suffix, scopes: scopes,
            owner: wish.owner, networks: try Self.networks(wish.networks), createdAt: now, expiresAt: wish.lifetime.map { now + $0 },
            lastUsedAt: nil, lastUsedAddress: nil)
        try stores.database.write { try stores.tokens.insert(token, digest: digest, in: $0) }
        return token
    }

    /// Gives the token another text; the old one ends at once.
    package func rotate(_ id: String) throws -> (token: APIToken, text: Redacted<String>) {
        let text = SecretText.random()
        let ends = Self.ends(text)
        try stores.change {
            try stores.tokens.replaceText(id: id, digest: SecretText.digest(text.reveal()), prefix: ends.prefix, suffix: ends.suffix, in: $0)
        }
        return (try find(id), text)
    }

    package func revoke(_ id: String) throws { try stores.change { try stores.tokens.remove(id: id, in: $0) } }

    /// Enough of it to recognise it by, and of a short one less.
    private static func ends(_ text: Redacted<String>) -> (prefix: String, suffix: String) {
        let secret = text.reveal()
        return (String(secret.prefix(min(6, secret.count / 6))), String(secret.suffix(min(4, secret.count / 8))))
    }

    private static func networks(_ texts: [String]) throws -> [NetworkRange] {
        guard texts.count <= mostNetworks else { throw AccessError.networksInvalid(texts[mostNetworks]) }
        return try texts.map { text in
            guard let range = NetworkRange(text) else { throw AccessError.networksInvalid(text) }
            return range
        }
    }
}
