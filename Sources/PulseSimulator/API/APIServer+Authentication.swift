extension APIServer {
    /// A cookie beats the token; without either there is no ticket.
    func authenticate(_ request: APIRequest, optional: Bool) throws(APIRefusal) -> Principal {
        if optional { return Principal(user: "", token: nil) }
        let clock = now + (world.node(entry)?.clockSkew ?? 0)
        if let ticket = ticket(in: request) {
            guard let user = Tickets(secret: world.secret).user(ofTicket: ticket, at: clock) else {
                throw .authentication(detail("permission denied - invalid PVE ticket"))
            }
            try checkCSRF(request, user, clock)
            return Principal(user: user, token: nil)
        }
        guard let credential = token(in: request) else { throw .authentication("No ticket") }
        return try principal(ofToken: credential, clock)
    }

    private func ticket(in request: APIRequest) -> String? {
        if let authorization = request.authorization, authorization.hasPrefix("PVEAuthCookie=") {
            return String(authorization.dropFirst("PVEAuthCookie=".count)).percentDecoded
        }
        return request.ticket(inCookie: "PVEAuthCookie")
    }

    private func token(in request: APIRequest) -> String? {
        guard let authorization = request.authorization else { return nil }
        for prefix in ["PVEAPIToken=", "PVEAPIToken "] where authorization.hasPrefix(prefix) {
            return String(authorization.dropFirst(prefix.count).prefix { $0 != ";" }).percentDecoded
        }
        return nil
    }

    private func principal(ofToken credential: String, _ clock: Double) throws(APIRefusal) -> Principal {
        let halves = credential.split(separator: "=", maxSplits: 1).map(String.init)
        guard halves.count == 2, halves[0].contains("!") else { throw .authentication(detail("no tokenid specified")) }
        let user = String(halves[0].prefix { $0 != "!" })
        guard world.access.user(user) != nil else { throw .authentication(detail("no such user ('\(user)')")) }
        guard let token = world.access.token(halves[0]) else {
            throw .authentication(detail("no such token '\(halves[0].dropFirst(user.count + 1))' for user '\(user)'"))
        }
        guard token.expires == 0 || Double(token.expires) > clock else {
            throw .authentication(detail("token '\(token.id)' access expired"))
        }
        guard token.secret == halves[1] else { throw .authentication(detail("invalid token value!")) }
        return Principal(user: user, token: token.id)
    }

    private func checkCSRF(_ request: APIRequest, _ user: String, _ clock: Double) throws(APIRefusal) {
        guard request.method != "GET" else { return }
        guard Tickets(secret: world.secret).accepts(csrfToken: request.csrfToken ?? "", from: user, at: clock) else {
            throw .authentication("permission denied - invalid csrf token")
        }
    }

    /// Newer servers do not tell what exactly was wrong.
    private func detail(_ phrase: String) -> String { world.version.is9 ? "Authentication failed!" : phrase }
}

extension StringProtocol {
    var trimmed: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

extension String {
    /// Anything that is not a well-formed escape stays as it is.
    var percentDecoded: String {
        guard utf8.contains(0x25) else { return self }
        var bytes: [UInt8] = []
        var rest = Array(utf8)[...]
        while let byte = rest.popFirst() {
            if byte == 0x25, rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
