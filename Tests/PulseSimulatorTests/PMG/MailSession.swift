import PulseSimulator

/// Asks a mail gateway with a ticket, as a client that has signed in does.
struct MailSession {
    let node: RunningNode
    let ticket: String
    let csrfToken: String

    static func open(_ node: RunningNode, _ user: RunningUser) async throws -> MailSession {
        let data = try await signIn(node, name: user.name, password: user.password).data()
        return MailSession(node: node, ticket: data["ticket"]?.text ?? "", csrfToken: data["CSRFPreventionToken"]?.text ?? "")
    }

    static func signIn(_ node: RunningNode, name: String, password: String) async throws -> WireAnswer {
        let form = "username=\(encoded(name))&password=\(encoded(password))"
        return try await withConnection(to: node) { try await $0.post("/access/ticket", form: form) }
    }

    func get(_ path: String, at other: RunningNode? = nil) async throws -> WireAnswer {
        let cookie = "Cookie: PMGAuthCookie=" + Self.encoded(ticket)
        return try await withConnection(to: other ?? node) { try await $0.get(path, cookie) }
    }

    func rows(_ path: String) async throws -> [JSONValue] { try await get(path).data().rows }

    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}

/// An estate with one small cluster of Proxmox VE and mail gateways.
func withGateway(nodes: Int = 1, _ body: (SimulatedEstate, RunningMailGateway, MailSession) async throws -> Void) async throws {
    var options = EstateOptions(nodesPerCluster: 1, guestsPerCluster: 1)
    options.mailGateways = 1
    options.nodesPerMailGateway = nodes
    try await withEstate(options) { estate in
        let gateway = estate.mailGateways[0]
        try await body(estate, gateway, try await MailSession.open(gateway.nodes[0], gateway.user))
    }
}
