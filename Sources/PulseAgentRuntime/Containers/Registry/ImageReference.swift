/// The name of an image, `ghcr.io/owner/web:1.2` (the grammar is that of the distribution project's `reference` package).
struct ImageReference: Hashable, Sendable, CustomStringConvertible {
    static let hub = "docker.io"

    /// `docker.io` where the name has none.
    let host: String
    /// `library/nginx`
    let path: String
    /// `latest` where neither tag nor digest was named.
    let tag: String?
    /// `sha256:…` of one that is pinned.
    let digest: String?

    /// Nil for what is no name of an image: the id of one, or something that nobody's registry would take.
    init?(_ text: String) {
        guard (1...512).contains(text.utf8.count) else { return nil }
        let pinned = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        digest = pinned.count == 2 ? String(pinned[1]) : nil
        if let digest, !Self.isDigest(digest) { return nil }
        var name = pinned[0]
        var tag: Substring?
        // A colon before the last slash belongs to the host's port.
        if let colon = name.lastIndex(of: ":"), !name[colon...].contains("/") {
            tag = name[name.index(after: colon)...]
            name = name[..<colon]
        }
        if let tag, !Self.isTag(tag) { return nil }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let hasHost = parts.count > 1 && (parts[0].contains(".") || parts[0].contains(":") || parts[0] == "localhost")
        let host = hasHost ? String(parts[0]).lowercased() : Self.hub
        let rest = hasHost ? parts.dropFirst() : parts[...]
        guard Self.isHost(host), !rest.isEmpty, rest.allSatisfy(Self.isPathPart), !Self.isID(name), name != "sha256" else { return nil }
        self.host = host == "index.docker.io" || host == "registry-1.docker.io" ? Self.hub : host
        path = self.host == Self.hub && rest.count == 1 ? "library/\(rest[rest.startIndex])" : rest.joined(separator: "/")
        self.tag = tag.map(String.init) ?? (digest == nil ? "latest" : nil)
    }

    var repositoryName: String { "\(host)/\(path)" }

    var description: String { repositoryName + (tag.map { ":\($0)" } ?? "") + (digest.map { "@\($0)" } ?? "") }

    /// Images that were made here and never sent anywhere: Podman puts this before their names.
    var isLocal: Bool { host == "localhost" }

    /// Where the registry's interface is.
    var registryHost: String { host == Self.hub ? "registry-1.docker.io" : host }

    static func isDigest(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 && (32...256).contains(parts[1].utf8.count) && parts[1].utf8.allSatisfy(\.isLowerHex)
            && (1...32).contains(parts[0].utf8.count) && parts[0].utf8.allSatisfy { $0.isLowerAlphanumeric || $0 == 0x2B }
    }

    static func isTag(_ text: Substring) -> Bool {
        (1...128).contains(text.utf8.count) && text.utf8.first != 0x2D && text.utf8.first != 0x2E
            && text.utf8.allSatisfy { $0.isLowerAlphanumeric || (0x41...0x5A).contains($0) || [0x2D, 0x2E, 0x5F].contains($0) }
    }

    private static func isPathPart(_ part: Substring) -> Bool {
        guard let first = part.utf8.first, let last = part.utf8.last, first.isLowerAlphanumeric, last.isLowerAlphanumeric, !part.contains("..") else {
            return false
        }
        return part.utf8.allSatisfy { $0.isLowerAlphanumeric || [0x2D, 0x2E, 0x5F].contains($0) }
    }

    private static func isHost(_ host: String) -> Bool {
        host.utf8.allSatisfy { $0.isLowerAlphanumeric || [0x2D, 0x2E, 0x3A, 0x5B, 0x5D].contains($0) }
    }

    private static func isID(_ name: Substring) -> Bool { name.utf8.count == 64 && name.utf8.allSatisfy(\.isLowerHex) }
}

extension UInt8 {
    fileprivate var isLowerAlphanumeric: Bool { (0x30...0x39).contains(self) || (0x61...0x7A).contains(self) }
    fileprivate var isLowerHex: Bool { (0x30...0x39).contains(self) || (0x61...0x66).contains(self) }
}
