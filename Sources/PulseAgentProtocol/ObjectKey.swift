package import PulseCore

/// What a thing is called inside the source that reports it: its kind and its path, `container:web`, `k8s-pod:shop/api-0`. The thing that the
/// source itself is has an empty path (`host:`). The server puts the source's name before it and gets the ``PulseCore/ResourceID``.
package struct ObjectKey: Hashable, Sendable, CustomStringConvertible {
    /// Names are cut so that a whole id stays under 512 bytes.
    static let longestPath = 400

    package let kind: ResourceKind
    /// Names in percent-encoding, outermost first, joined by `/`.
    package let path: String

    package init(_ kind: ResourceKind, _ names: String...) {
        self.kind = kind
        path = names.map(ResourceID.encode).joined(separator: "/")
    }

    /// Nil unless it is the text of a key of a known kind.
    package init?(text: String) {
        guard let colon = text.firstIndex(of: ":"), let kind = ResourceKind(rawValue: String(text[..<colon])) else { return nil }
        let path = text[text.index(after: colon)...]
        guard path.utf8.count <= Self.longestPath, path.utf8.allSatisfy(Self.isAllowed) else { return nil }
        self.kind = kind
        self.path = String(path)
    }

    package var description: String { "\(kind.rawValue):\(path)" }

    package func id(in source: SourceSlug) -> ResourceID { .reported(kind, source, path: path) }

    /// RFC 3986 unreserved characters, `%` of an encoded byte, and `/`.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E, 0x25, 0x2F: true
        default: false
        }
    }
}

/// One text, `container:web`.
extension ObjectKey: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let key = ObjectKey(text: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(text.printable(limit: 80))” is not the key of a reported thing.")
        }
        self = key
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
