package import PulseCore

/// What somebody asked a set-up script for: which product it sets up, and where the two find each other.
package struct SetupOrder: Sendable, Equatable {
    /// The code is good for a server of this product only.
    package let product: SourceKind
    /// How the source will be called; nil for the cluster's own name.
    package let name: String?
    /// Where Pulse finds the server; nil for what the server says of itself.
    package let host: String?
    /// Where the server finds Pulse, as it stands in the command.
    package let address: SetupAddress
    /// The name of who asked, for the audit trail.
    package let askedBy: String

    package init(product: SourceKind, name: String?, host: String?, address: SetupAddress, askedBy: String) {
        self.product = product
        self.name = name
        self.host = host
        self.address = address
        self.askedBy = askedBy
    }
}

/// Where a server that is set up finds Pulse. Both parts end up in a shell, so neither can hold a character that a shell reads.
package struct SetupAddress: Sendable, Equatable {
    /// Without a slash at its end.
    package let url: String
    /// SHA-256 of the public key that Pulse shows there, in base64, for curl to hold against; nil where the system has to trust the certificate.
    package let publicKey: String?

    /// - Returns: nil when the address holds anything but what host names, addresses, ports and plain paths are made of.
    package init?(_ text: String, publicKey: String? = nil) {
        let url = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard let scheme = ["https://", "http://"].first(where: url.lowercased().hasPrefix) else { return nil }
        let rest = url.dropFirst(scheme.count)
        guard !rest.isEmpty, rest.utf8.count <= 255, rest.utf8.allSatisfy(Self.isPlain) else { return nil }
        guard publicKey?.utf8.allSatisfy(Self.isBase64) != false else { return nil }
        self.url = url
        self.publicKey = publicKey
    }

    /// What is sent there can be read, and what comes from there changed, by whoever is in between.
    package var isPlainText: Bool { url.lowercased().hasPrefix("http://") }

    private static func isPlain(_ byte: UInt8) -> Bool { isWord(byte) || "-._:[]/".utf8.contains(byte) }

    private static func isBase64(_ byte: UInt8) -> Bool { isWord(byte) || "+/=".utf8.contains(byte) }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}
