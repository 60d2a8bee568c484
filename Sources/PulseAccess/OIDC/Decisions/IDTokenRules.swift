import Crypto
import PulseCore

/// What the claims of a verified ID token have to say before anybody is signed in: OpenID Connect Core 1.0 section 3.1.3.7.
struct IDTokenRules: Sendable {
    let issuer: String
    let clientID: String
    let nonce: String

    /// How far two clocks may be apart.
    static let leeway = Duration.seconds(120)
    /// A token is fetched seconds after it was made.
    static let longestAge = Duration.seconds(10 * 60)

    /// - Returns: who it is about, as the provider counts its users.
    func check(_ claims: ClaimSet, accessToken: String?, at now: Timestamp) throws(OIDCFailure) -> String {
        guard claims.text("iss") == issuer else {
            throw .token("The ID token is from '\(claims.text("iss")?.printable(limit: 200) ?? "")', not from '\(issuer)'.")
        }
        try checkAudience(claims)
        try checkTimes(claims, at: now)
        guard let seen = claims.text("nonce"), SecretText.equal(seen, nonce) else {
            throw .token("The ID token does not belong to this sign-in (its nonce is another one).")
        }
        try checkHash(claims, accessToken)
        guard let subject = claims.text("sub"), subject.utf8.count <= 255 else { throw .token("The ID token does not say whom it is about (sub).") }
        return subject
    }

    private func checkAudience(_ claims: ClaimSet) throws(OIDCFailure) {
        let audiences = claims.list("aud")
        guard audiences.contains(clientID) else { throw .token("The ID token is for another client than '\(clientID)'.") }
        let party = claims.text("azp")
        guard party == clientID || (party == nil && audiences.count == 1) else {
            throw .token("The ID token was made for several clients, and not for '\(clientID)' in the first place (azp).")
        }
    }

    private func checkTimes(_ claims: ClaimSet, at now: Timestamp) throws(OIDCFailure) {
        guard let expiry = claims.moment("exp"), let issued = claims.moment("iat") else {
            throw .token("The ID token does not say how long it is valid.")
        }
        guard expiry + Self.leeway > now else { throw .token("The ID token has run out. Are the clocks of Pulse and the provider right?") }
        guard issued < now + Self.leeway, claims.moment("nbf").map({ $0 < now + Self.leeway }) ?? true else {
            throw .token("The ID token is from the future. Are the clocks of Pulse and the provider right?")
        }
        guard now.since(issued) < Self.longestAge + Self.leeway else {
            throw .token("The ID token is old. Are the clocks of Pulse and the provider right?")
        }
    }

    /// Where the token says which access token it came with (section 3.1.3.6), it has to be that one.
    private func checkHash(_ claims: ClaimSet, _ accessToken: String?) throws(OIDCFailure) {
        guard let hash = claims.text("at_hash"), let accessToken else { return }
        let token = Array(accessToken.utf8)
        // The hash is that of the signature's algorithm; EdDSA has SHA-512.
        let possible = [Array(SHA256.hash(data: token)), Array(SHA384.hash(data: token)), Array(SHA512.hash(data: token))]
        guard possible.contains(where: { SecretText.equal(hash, Base64URL.encode($0.prefix($0.count / 2))) }) else {
            throw .token("The ID token belongs to another access token.")
        }
    }
}
