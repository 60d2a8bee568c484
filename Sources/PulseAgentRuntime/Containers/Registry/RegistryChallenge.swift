import FoundationEssentials

/// What a registry asks for when it answers 401 (RFC 9110, section 11.6.1; the distribution project's token specification).
enum RegistryChallenge: Hashable, Sendable {
    case basic
    case bearer(realm: String, service: String?, scope: String?)

    init?(header: String) {
        guard header.utf8.count <= 4_096, let space = header.firstIndex(of: " ") else {
            if header.lowercased() == "basic" { self = .basic; return }
            return nil
        }
        let parameters = Self.parameters(header[space...])
        switch header[..<space].lowercased() {
        case "basic": self = .basic
        case "bearer":
            guard let realm = parameters["realm"] else { return nil }
            self = .bearer(realm: realm, service: parameters["service"], scope: parameters["scope"])
        default: return nil
        }
    }

    /// `realm="https://…",service="…"`
    private static func parameters(_ text: Substring) -> [String: String] {
        var found: [String: String] = [:]
        var rest = text.drop { $0 == " " || $0 == "," }
        while let equals = rest.firstIndex(of: "="), found.count < 16 {
            let name = rest[..<equals].lowercased()
            rest = rest[rest.index(after: equals)...]
            let isQuoted = rest.first == "\""
            if isQuoted { rest = rest.dropFirst() }
            let value = rest.prefix { isQuoted ? $0 != "\"" : $0 != "," }
            found[name] = String(value)
            rest = rest.dropFirst(value.count + (isQuoted ? 1 : 0)).drop { $0 == " " || $0 == "," }
        }
        return found
    }
}

/// Whom a registry's password may be shown to.
enum RealmRule {
    /// Names below which anybody can have one of their own.
    private static let shared: Set<String> = ["co", "com", "net", "org", "gov", "ac", "edu", "or", "ne", "go"]

    /// The registry itself, or a server beside or above it under the same name: `auth.docker.io` for `registry-1.docker.io`, `gitlab.example.com` for
    /// `registry.gitlab.example.com`. A registry that names another server gets a token that nobody's password paid for.
    static func allows(realm: String, registry: String) -> Bool {
        guard let realm = URL(string: realm), let host = realm.host(percentEncoded: false)?.lowercased(), realm.user == nil else { return false }
        let own = URL(string: "https://\(registry)")?.host(percentEncoded: false)?.lowercased() ?? registry
        if host == own { return realm.scheme == "https" || isLoopback(own) }
        let labels = own.split(separator: ".")
        guard realm.scheme == "https", labels.count >= 3, labels.contains(where: { !$0.allSatisfy(\.isNumber) }) else { return false }
        let parent = labels.dropFirst()
        if parent.count == 2, let first = parent.first, shared.contains(String(first)) { return false }
        let name = parent.joined(separator: ".")
        return host == name || host.hasSuffix(".\(name)")
    }

    /// Registries on the machine itself speak without TLS, as Docker takes them.
    static func isLoopback(_ host: String) -> Bool { host == "localhost" || host.hasPrefix("127.") || host == "::1" || host == "[::1]" }
}
