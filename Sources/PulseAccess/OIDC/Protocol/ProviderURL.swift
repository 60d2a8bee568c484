import Foundation
import PulseTransport

/// The address of a provider or one of its endpoints: `https`, or `http` at this very machine, without a name and password in it.
struct ProviderURL: Sendable, Hashable {
    let text: String
    /// Scheme, host and port: what a secret is sent to.
    let origin: String
    let isSecure: Bool

    init?(_ text: String) {
        guard text.utf8.count <= 2048, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let parts = URLComponents(string: text),
            let scheme = parts.scheme?.lowercased(), let host = parts.host?.lowercased(), !host.isEmpty, parts.user == nil, parts.password == nil,
            parts.fragment == nil
        else { return nil }
        guard scheme == "https" || (scheme == "http" && Self.isThisMachine(host)) else { return nil }
        self.text = text
        isSecure = scheme == "https"
        origin = "\(scheme)://\(host):\(parts.port ?? (isSecure ? 443 : 80))"
    }

    /// The address with further query items behind those that it has.
    func adding(_ items: [(name: String, value: String)]) -> String {
        let query = items.map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }.joined(separator: "&")
        return text + (text.contains("?") ? "&" : "?") + query
    }

    private static func isThisMachine(_ host: String) -> Bool {
        host == "localhost" || ["127.0.0.1", "::1", "[::1]"].contains(host)
    }
}
