import Crypto

/// The secrets of one sign-in at a provider: authorization code with PKCE (RFC 7636, S256), state and nonce.
struct AuthorizationRequest: Sendable {
    let state: String
    let nonce: String
    let verifier: String
    let redirectURI: String

    /// Where the browser goes (OpenID Connect Core 1.0 section 3.1.2.1).
    func address(at endpoint: ProviderURL, clientID: String, scopes: [String], asksAnew: Bool) -> String {
        var items = [
            ("response_type", "code"), ("client_id", clientID), ("redirect_uri", redirectURI), ("scope", scopes.joined(separator: " ")),
            ("state", state), ("nonce", nonce), ("code_challenge", Base64URL.encode(SHA256.hash(data: Array(verifier.utf8)))),
            ("code_challenge_method", "S256"),
        ]
        // A trial should show what anybody would go through.
        if asksAnew { items.append(("prompt", "login")) }
        return endpoint.adding(items)
    }
}
