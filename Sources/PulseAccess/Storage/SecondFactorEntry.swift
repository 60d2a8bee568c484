import PulseCore

/// The second factors of one user as an export has them, the secret in the clear: the passphrase round it protects it.
struct SecondFactorEntry: Codable, Sendable, Equatable {
    /// An authenticator app that is in use; one that is still to be confirmed does not travel.
    struct App: Codable, Sendable, Equatable {
        /// Base32.
        var secret: String
        /// Milliseconds since 1970.
        var confirmedAt: Int64
        /// The period of the last code that was taken, so that none is taken twice.
        var lastStep: Int64?
        /// Of the recovery codes that are left.
        var recoveryDigests: [String]
    }

    struct Key: Codable, Sendable, Equatable {
        /// Of the credential, base64url.
        var id: String
        var name: String
        /// The host name that it was made for, and works at alone.
        var relyingParty: String
        /// In the form of COSE, base64url.
        var publicKey: String
        var counter: UInt32
        var createdAt: Int64
    }

    var user: String
    var app: App?
    /// By which devices know the user; nil where there is no passkey.
    var passkeyHandle: String?
    var passkeys: [Key]

    /// What signing in moves on goes on from where it is here: a code that was used is not good again, and no counter goes back.
    func goingOn(from here: SecondFactorEntry?) -> SecondFactorEntry {
        guard let here else { return self }
        var entry = self
        if let app, let kept = here.app, app.secret == kept.secret { entry.app = kept }
        entry.passkeys = passkeys.map { key in
            var key = key
            let kept = here.passkeys.first { $0.id == key.id && $0.publicKey == key.publicKey }
            key.counter = max(key.counter, kept?.counter ?? 0)
            return key
        }
        return entry
    }

    /// For the list of changes.
    var sentence: String {
        let keys = passkeys.isEmpty ? "" : "\(passkeys.count) passkey\(passkeys.count == 1 ? "" : "s"), for \(parties)"
        let parts = [app == nil ? "" : "an authenticator app", keys].filter { !$0.isEmpty }
        return "It has \(parts.isEmpty ? "none" : parts.joined(separator: " and "))."
    }

    private var parties: String { Set(passkeys.map(\.relyingParty)).sorted().joined(separator: ", ").printable(limit: 100) }

    /// Why it cannot be used; nil when it can.
    var problem: String? {
        if let app, app.problem != nil { return app.problem }
        guard passkeys.count <= PasskeyService.mostPerUser, Set(passkeys.map(\.id)).count == passkeys.count else {
            return "it has a passkey twice, or too many"
        }
        guard passkeys.isEmpty || passkeyHandle != nil, (passkeyHandle ?? "").utf8.count <= 100 else { return "its handle is not one" }
        return passkeys.contains { !$0.isUsable } ? "a passkey of it is not one" : nil
    }
}

extension SecondFactorEntry.App {
    fileprivate var problem: String? {
        guard Base32.decode(secret)?.count == OneTimePassword.secretBytes else { return "the secret of its app is not one" }
        guard recoveryDigests.count <= RecoveryCode.count, Set(recoveryDigests).count == recoveryDigests.count,
            recoveryDigests.allSatisfy(TokenEntry.isDigest)
        else { return "its recovery codes are not kept as Pulse does" }
        return (lastStep ?? 0) >= 0 ? nil : "its last code is of no time"
    }
}

extension SecondFactorEntry.Key {
    fileprivate var isUsable: Bool {
        guard let bytes = Base64URL.decode(id), (1...AuthenticatorData.longestID).contains(bytes.count), Base64URL.encode(bytes) == id else {
            return false
        }
        guard (1...64).contains(name.count), name == name.printable(limit: 64) else { return false }
        guard let octets = Base64URL.decode(publicKey), octets.count <= 2048, let value = try? CBORReader.read(octets) else { return false }
        return (try? COSEKey(value)) != nil && RelyingParty(authority: relyingParty, isSecure: true)?.id == relyingParty
    }
}
