package import PulseCore
import PulseStorage

/// What is done about viewer links.
package struct LinkDesk: Sendable {
    let stores: AccessStores

    package func all() throws -> [ViewerLink] { try stores.links.all() }

    package func find(_ id: String) throws -> ViewerLink {
        guard let link = try stores.database.read({ try LinkStore.find(id: id, $0) }) else { throw AccessError.noSuchLink(id) }
        return link
    }

    /// Makes a link; its secret is in the answer and nowhere else.
    package func make(
        name: String, limits: AccessLimits, lifetime: Duration, by creator: String, at now: Timestamp
    ) throws -> (link: ViewerLink, secret: Redacted<String>) {
        guard (1...ViewerLink.longestName).contains(name.count) else { throw AccessError.tokenNameInvalid }
        let secret = SecretText.random()
        let digest = SecretText.digest(secret.reveal())
        let link = ViewerLink(
            id: String(digest.prefix(16)), name: name.printable(limit: ViewerLink.longestName), limits: limits, createdBy: creator, createdAt: now,
            expiresAt: now + lifetime, lastUsedAt: nil)
        try stores.database.write { try stores.links.insert(link, digest: digest, in: $0) }
        return (link, secret)
    }

    /// Ends the link and every session it opened, at once.
    package func revoke(_ id: String) throws { try stores.change { try stores.links.remove(id: id, in: $0) } }
}

extension AccessService {
    package var links: LinkDesk { LinkDesk(stores: stores) }

    /// Opens a session for whoever holds the secret of a link.
    package func openLink(secret: Redacted<String>, from address: String, at now: Timestamp) throws -> (session: NewSession, link: ViewerLink) {
        try guesses.refuse(name: nil, from: address, at: now)
        let digest = SecretText.digest(secret.reveal())
        guard let link = try stores.database.read({ try LinkStore.find(digest: digest, $0) }), link.expiresAt > now else {
            guesses.failed(name: nil, from: address, at: now)
            throw AccessError.linkEnded
        }
        let session = try stores.database.write { transaction in
            try stores.links.touch(id: link.id, at: now, in: transaction)
            return try open(.link(link.id), .link, from: address, at: now, in: transaction)
        }
        return (session, link)
    }
}
