import PulseAccess
import PulseCore
import PulseStorage

/// The API tokens of a v5 export. Both store the SHA-256 of a token's text, so the old tokens go on working.
struct V5Tokens {
    private(set) var entries: [TokenEntry] = []
    private(set) var leftOut: [ConfigurationChange] = []

    init(_ tokens: [V5Export.Token]) {
        for token in tokens { take(token) }
    }

    private mutating func take(_ token: V5Export.Token) {
        let name = (token.name ?? "").isEmpty ? "From Pulse v5" : (token.name ?? "").printable(limit: 100)
        let digest = (token.hash ?? "").lowercased()
        guard !entries.contains(where: { $0.digest == digest }) else { return }
        guard TokenEntry.isDigest(digest) else { return note(name, "Not taken over: it has no SHA-256.") }
        // v5 reads no scopes as all of them.
        let wanted = (token.scopes ?? []).isEmpty ? ["*"] : token.scopes ?? []
        let scopes = wanted.filter { PermissionSet(names: [$0]) != nil }
        let unknown = wanted.filter { !scopes.contains($0) }.map { $0.printable(limit: 40) }.joined(separator: ", ")
        guard !scopes.isEmpty else { return note(name, "Not taken over: its scopes (\(unknown)) do not exist here.") }
        if !unknown.isEmpty { note(name, "Comes without the scopes \(unknown), which do not exist here.") }
        entries.append(
            TokenEntry(
                name: name, digest: digest, prefix: String((token.prefix ?? "").prefix(6)), suffix: String((token.suffix ?? "").prefix(4)),
                scopes: scopes, createdAt: token.createdAt.flatMap(Timestamp.init(rfc3339:))?.milliseconds ?? 0))
    }

    private mutating func note(_ name: String, _ sentence: String) {
        leftOut.append(.leftOut(TokenSection.name, name, sentence))
    }
}
