/// Where the browser goes after a sign-in: a path of this Pulse, never another site.
package struct ReturnAddress: Sendable, Hashable {
    /// Begins with `/`.
    package let path: String

    private static let mostBytes = 1024

    package static let start = ReturnAddress(known: "/")

    private init(known path: String) {
        self.path = path
    }

    /// Nil for everything that a browser could read as another origin: `//host`, `/\host`, a scheme, control characters.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.mostBytes, text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\"),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !text.contains("/../"), !text.hasSuffix("/.."), !text.contains("/./")
        else { return nil }
        path = text
    }

    /// Seen from `/api/oidc/callback`, so that it stays right below a proxy's sub-path, which Pulse does not know.
    package func relativeToCallback(adding query: (name: String, value: String)? = nil) -> String {
        var target = "../../" + path.dropFirst()
        if let query {
            let fragment = target.firstIndex(of: "#").map { String(target[$0...]) } ?? ""
            target.removeLast(fragment.count)
            target += (target.contains("?") ? "&" : "?") + "\(query.name)=\(query.value)" + fragment
        }
        return target
    }
}
