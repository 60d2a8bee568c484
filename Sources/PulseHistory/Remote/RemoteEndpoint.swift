package import PulseCore
package import PulseTransport

/// Where an engine of metrics is reached, and as whom. What it holds can be called.
package struct RemoteEndpoint: Sendable, Equatable {
    package enum Credentials: Sendable, Equatable {
        case none
        case bearer(Redacted<String>)
        case basic(user: String, password: Redacted<String>)
    }

    /// `http` or `https`, with a host, without user, password and fragment, without a slash at its end.
    package let url: String
    package let credentials: Credentials
    package let trust: Trust

    /// - Throws: ``RemoteConfigurationError``
    package init(url: String, credentials: Credentials = .none, trust: Trust = .system) throws(RemoteConfigurationError) {
        self.url = try Self.checked(url)
        self.credentials = try Self.checked(credentials)
        self.trust = trust
    }

    var headers: [(name: String, value: String)] {
        switch credentials {
        case .none: []
        case .bearer(let token): [("Authorization", "Bearer \(token.reveal())")]
        case .basic(let user, let password): [("Authorization", "Basic \(Base64.encoded("\(user):\(password.reveal())"))")]
        }
    }

    /// For sentences: the address without what stands behind `?`, which may be a secret.
    var name: String { String(url.prefix { $0 != "?" }).printable(limit: 120) }

    private static func checked(_ text: String) throws(RemoteConfigurationError) -> String {
        let url = String(text.reversed().drop { $0 == "/" }.reversed())
        guard url.utf8.count <= 2048, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .address("has characters that an address cannot have")
        }
        let parts = url.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, ["http", "https"].contains(parts[0].lowercased()) else {
            throw .address("does not begin with http:// or https://")
        }
        let authority = parts[1].prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else { throw .address("has a user or a password in it; they have settings of their own") }
        guard !url.contains("#") else { throw .address("has a fragment (#)") }
        guard isAuthority(authority) else { throw .address("has no usable host") }
        return url
    }

    /// A name or an address, in brackets for IPv6, and perhaps a port.
    private static func isAuthority(_ text: Substring) -> Bool {
        let hostEnd = text.first == "[" ? text.firstIndex(of: "]").map { text.index(after: $0) } : text.firstIndex(of: ":") ?? text.endIndex
        guard let hostEnd, hostEnd > text.startIndex else { return false }
        let rest = text[hostEnd...]
        return rest.isEmpty || rest.first == ":" && UInt16(rest.dropFirst()).map { $0 > 0 } == true
    }

    private static func checked(_ credentials: Credentials) throws(RemoteConfigurationError) -> Credentials {
        switch credentials {
        case .none: break
        case .bearer(let token):
            guard isHeaderText(token.reveal()), !token.reveal().contains(" ") else { throw .token }
        case .basic(let user, let password):
            guard isHeaderText(user), !user.contains(":") else { throw .user }
            guard !password.reveal().unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else { throw .password }
        }
        return credentials
    }

    private static func isHeaderText(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }
}
