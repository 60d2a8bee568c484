import Foundation
package import PulseCore
package import PulseStorage
import PulseTransport

/// Keeps the settings of the provider, and its secret sealed for that issuer and client alone.
package struct OIDCSettingsDesk: Sendable {
    package enum SecretChange: Sendable {
        case keep
        case set(Redacted<String>)
        /// The client is a public one.
        case remove
    }

    package static let longestSecret = 4096

    let store: OIDCStore
    /// Nil where the page sets the provider.
    package let managed: ManagedProvider?
    private let sealer: Sealer

    package init(database: Database, sealer: Sealer, managed: ManagedProvider? = nil) {
        self.managed = managed
        store = OIDCStore(database: database)
        self.sealer = sealer
    }

    package func settings() throws -> OIDCSettings { try managed?.settings ?? store.find()?.settings ?? OIDCSettings() }

    package func hasSecret() throws -> Bool {
        guard let managed else { return try store.find()?.sealedSecret != nil }
        return managed.secret != nil
    }

    /// - Parameter settings: looked through by `checked()`.
    package func keep(_ settings: OIDCSettings, secret change: SecretChange) throws {
        guard managed == nil else { throw OIDCManagedError() }
        let before = try store.find()
        var kept = OIDCStore.Kept(settings: settings, sealedSecret: nil, secretEndpoint: nil)
        switch change {
        case .remove: break
        case .set(let text): kept.sealedSecret = try seal(text, of: settings)
        case .keep:
            if before?.sealedSecret != nil {
                guard before.map({ Self.context($0.settings) }) == Self.context(settings) else {
                    throw OIDCSettingsError(
                        "clientSecret", "The secret was kept for another issuer or client and is not sent to this one. Enter the secret again.")
                }
            }
            (kept.sealedSecret, kept.secretEndpoint) = (before?.sealedSecret, before?.secretEndpoint)
        }
        try store.keep(kept)
    }

    /// How to speak with the provider: as it is kept, or with settings and a secret that are tried out.
    func access(_ settings: OIDCSettings, secret change: SecretChange) throws -> ProviderAccess {
        let secret: ClientSecret?
        switch change {
        case .remove: secret = nil
        case .set(let text): secret = ClientSecret(text: text, endpoint: nil)
        case .keep: secret = try keptSecret(for: settings)
        }
        return ProviderAccess(
            issuer: settings.issuer, clientID: settings.clientID, secret: secret,
            trust: settings.certificateAuthority.map { .authority($0) } ?? .system)
    }

    /// Where the secret was first sent to, for one that is kept here.
    func secretWentTo(_ endpoint: String) throws {
        if managed == nil { try store.secretWentTo(endpoint) }
    }

    private func keptSecret(for settings: OIDCSettings) throws -> ClientSecret? {
        if let managed {
            guard let secret = managed.secret else { return nil }
            guard Self.context(managed.settings) == Self.context(settings) else {
                throw OIDCFailure.secretMissing("The client secret of the environment is for another issuer or client and is not sent to this one.")
            }
            return ClientSecret(text: secret, endpoint: nil)
        }
        guard let kept = try store.find(), let sealed = kept.sealedSecret else { return nil }
        // The context is part of what was sealed, so this holds even for a database that somebody has edited.
        guard Self.context(kept.settings) == Self.context(settings) else {
            throw OIDCFailure.secretMissing(
                "The kept client secret is for another issuer or client and is not sent to this one. Enter the secret again.")
        }
        return ClientSecret(text: try open(sealed, of: settings), endpoint: kept.secretEndpoint)
    }

    func seal(_ secret: Redacted<String>, of settings: OIDCSettings) throws -> Data { try sealer.seal(secret, for: Self.context(settings)) }

    func open(_ sealed: Data, of settings: OIDCSettings) throws -> Redacted<String> { try sealer.open(sealed, for: Self.context(settings)) }

    private static func context(_ settings: OIDCSettings) -> String { "client secret of \(settings.clientID) at \(settings.issuer)" }
}

/// The settings cannot be kept: the environment has them.
package struct OIDCManagedError: SentenceError, Equatable {
    package var sentence: String {
        "The provider is managed by the environment (OIDC_ISSUER_URL and the others): change it there and start Pulse anew, or remove those settings "
            + "to manage it here."
    }
}
