package import PulseCore

/// The OpenID provider as the environment has it. While there is one it is the provider, and what is kept in the database waits.
package struct ManagedProvider: Sendable {
    package let settings: OIDCSettings
    /// Nil for a public client.
    package let secret: Redacted<String>?
    /// Where the provider sends the browser back to; nil where Pulse finds that out itself.
    package let redirectURI: String?
    /// As v5 has it; Pulse ends its own session only, and says this address to whoever asks for it.
    package let logoutURL: String?

    package init(settings: OIDCSettings, secret: Redacted<String>?, redirectURI: String?, logoutURL: String?) {
        (self.settings, self.secret, self.redirectURI, self.logoutURL) = (settings, secret, redirectURI, logoutURL)
    }
}
