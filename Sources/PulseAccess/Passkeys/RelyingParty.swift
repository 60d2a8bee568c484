import Crypto
import PulseCore

/// Who passkeys are for: a host name, and the one origin whose pages may use them (WebAuthn sections 5.1.2 and 13.4.9).
///
/// A value exists only where browsers allow passkeys: at `localhost`, or at a name over TLS. An IP address is never a relying party.
package struct RelyingParty: Sendable, Hashable {
    /// The host name in lower case.
    package let id: String
    /// `https://pulse.example.org`, with the port where it is not the scheme's own.
    package let origin: String

    /// - Parameters:
    ///   - authority: `host` or `host:port` as the browser wrote it.
    ///   - isSecure: the browser speaks TLS.
    package init?(authority: String, isSecure: Bool) {
        guard authority.utf8.count <= 260, !authority.contains("[") else { return nil }
        let parts = authority.lowercased().split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first.map(String.init), parts.count <= 2, Self.isName(host), isSecure || host == "localhost" else { return nil }
        let port = parts.count == 2 ? UInt16(parts[1]) : isSecure ? 443 : 80
        guard let port, port > 0 else { return nil }
        id = host
        let isUsual = port == (isSecure ? 443 : 80)
        origin = "\(isSecure ? "https" : "http")://\(host)\(isUsual ? "" : ":\(port)")"
    }

    /// The place that an operator has said (`PULSE_PUBLIC_URL`).
    package init?(publicURL: String) {
        let lower = publicURL.lowercased()
        guard let scheme = ["https://", "http://"].first(where: lower.hasPrefix) else { return nil }
        self.init(authority: String(lower.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }), isSecure: scheme == "https://")
    }

    /// What authenticators sign instead of the name.
    var hash: [UInt8] { Array(SHA256.hash(data: Array(id.utf8))) }

    /// Letters, digits and dashes in labels, and not numbers alone at the end, which would be an address (WHATWG URL, "ends in a number").
    private static func isName(_ host: String) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard host.utf8.count <= 253, let last = labels.last, IPAddress(host) == nil else { return false }
        let areLabels = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.utf8.allSatisfy { isLetterDigitOrDash($0) } && label.first != "-" && label.last != "-"
        }
        return areLabels && !last.allSatisfy(\.isNumber) && !last.hasPrefix("0x")
    }

    private static func isLetterDigitOrDash(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x5F
    }
}
