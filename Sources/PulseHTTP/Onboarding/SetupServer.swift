import PulseAccess
import PulseCore

/// What a server that ran the set-up script says of itself.
struct SetupServer: Sendable {
    /// Bytes; what the script sends has about one thousand.
    static let largestBody = 16 * 1024
    static let mostAddresses = 6

    let product: SourceKind
    let addresses: [String]
    let tokenID: String
    let tokenSecret: Redacted<String>
    let fingerprint: String
    let node: String?
    let cluster: String?

    struct Body: Decodable {
        let type: String
        let addresses: [String]?
        let tokenId: String
        let tokenSecret: String
        let fingerprint: String
        let node: String?
        let cluster: String?

        func checked() throws -> SetupServer {
            guard let product = SourceKind(rawValue: type) else { throw APIError.invalid("type", "A server is pve or pbs.") }
            guard (3...255).contains(tokenId.utf8.count), tokenId.contains("!") else {
                throw APIError.invalid("tokenId", "A token id is user@realm!name.")
            }
            guard (1...255).contains(tokenSecret.utf8.count) else { throw APIError.invalid("tokenSecret", "The secret of the token is missing.") }
            guard !fingerprint.isEmpty, fingerprint.utf8.count <= 128 else {
                throw APIError.invalid("fingerprint", "The SHA-256 fingerprint of the server's certificate is missing.")
            }
            return SetupServer(
                product: product, addresses: (addresses ?? []).prefix(SetupServer.mostAddresses).map { $0.printable(limit: 255) },
                tokenID: tokenId.printable(limit: 255), tokenSecret: Redacted(tokenSecret), fingerprint: fingerprint,
                node: node?.printable(limit: 64), cluster: cluster?.printable(limit: 64))
        }
    }

    /// Never the secret.
    func note(in notes: AuditNotes) {
        notes.note("token", tokenID)
        notes.note("fingerprint", fingerprint.printable(limit: 128))
        if let node, !node.isEmpty { notes.note("node", node) }
        if let cluster, !cluster.isEmpty { notes.note("cluster", cluster) }
    }

    /// Where to look for it: only where the person said, or where it says it is, and last where it came from.
    func registration(for order: SetupOrder, from caller: String) -> SourceRegistration {
        let places = order.host.map { [$0] } ?? (addresses.contains(caller) ? addresses : addresses + [caller])
        return SourceRegistration(
            addresses: places,
            draft: SourceDraft(
                kind: product, name: order.name, credentials: .token(id: tokenID, secret: tokenSecret), fingerprint: fingerprint))
    }
}
