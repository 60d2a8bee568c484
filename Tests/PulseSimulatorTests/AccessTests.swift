import PulseSimulator
import Testing

/// Tokens, tickets and what one sees with them.
@Suite(.timeLimit(.minutes(5)))
struct AccessTests {
    @Test("a token without privileges sees nodes without numbers, and nothing else")
    func fresh() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            let rows = try await cluster.nodes[0].get("/cluster/resources", as: cluster.freshToken).data().rows
            #expect(Set(rows.compactMap { $0["type"]?.text }) == ["node"])
            #expect(rows.allSatisfy { $0["maxcpu"] == nil && $0["uptime"] == nil && $0["status"] == .string("online") })
            #expect(try await cluster.nodes[0].get("/nodes/pve1/qemu", as: cluster.freshToken).data().rows.isEmpty)
            #expect(try await cluster.nodes[0].get("/access/permissions", as: cluster.freshToken).data() == .object([:]))
            #expect(try await cluster.nodes[0].get("/cluster/status", as: cluster.freshToken).status == 403)
        }
    }

    @Test("a token with a pool sees the guests of the pool")
    func limited() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            let rows = try await cluster.nodes[0].get("/cluster/resources", as: cluster.limitedToken).data().rows
            let guests = rows.filter { $0["vmid"] != nil }
            #expect(!guests.isEmpty && guests.allSatisfy { $0["pool"] == .string("production") })
            #expect(Set(rows.compactMap { $0["storage"]?.text }) == ["local"])
        }
    }

    @Test("an expired token is refused")
    func expired() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            #expect(try await cluster.nodes[0].get("/version", as: cluster.expiredToken).status == 401)
            #expect(try await cluster.nodes[0].get("/version", as: cluster.token).status == 200)
            try await estate.apply(.tokenExpired(id: cluster.token.id))
            #expect(try await cluster.nodes[0].get("/version", as: cluster.token).status == 401)
            try await estate.apply(.tokenRenewed(id: cluster.token.id))
            #expect(try await cluster.nodes[0].get("/version", as: cluster.token).status == 200)
        }
    }

    @Test("the guest agent needs VM.Monitor before 9", arguments: [("8.4", 403), ("9.2", 200)])
    func agentPrivilege(release: String, status: Int) async throws {
        let version = try #require(SimulatedVersion(release))
        try await withEstate(EstateOptions(version: version)) { estate in
            let cluster = estate.clusters[0]
            let endpoint = try #require(try await Endpoint.all(in: estate).first { $0.path.hasSuffix("get-osinfo") })
            let answer = try await cluster.nodes[0].get(endpoint.path, as: cluster.token)
            #expect(answer.status == status)
            if status == 403 { #expect(answer.phrase.hasSuffix(", VM.Monitor)")) }
        }
    }

    @Test("a ticket is good for two hours, renews itself, and works on every node")
    func ticket() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            let ticket = try await logIn(cluster.nodes[0], cluster.user.name, cluster.user.password)
            #expect(try await get(cluster.nodes[1], "/cluster/status", cookie: ticket).status == 200)
            estate.advance(by: .seconds(7_000))
            let renewed = try await logIn(cluster.nodes[0], cluster.user.name, ticket)
            estate.advance(by: .seconds(300))
            #expect(try await get(cluster.nodes[0], "/cluster/status", cookie: ticket).status == 401)
            #expect(try await get(cluster.nodes[0], "/cluster/status", cookie: renewed).status == 200)
        }
    }

    @Test("a cookie beats the token")
    func cookieFirst() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            let line = "Authorization: " + cluster.token.header
            let answer = try await withConnection(to: cluster.nodes[0]) { connection in
                try await connection.get("/version", line, "Cookie: PVEAuthCookie=stale")
            }
            #expect(answer.status == 401)
        }
    }

    @Test("writing with a cookie needs the CSRF token, writing with an API token does not")
    func crossSite() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            let session = try await session(cluster.nodes[0], cluster.user.name, cluster.user.password)
            let cookie = "Cookie: PVEAuthCookie=" + encoded(session["ticket"]?.text ?? "")
            let csrf = "CSRFPreventionToken: " + (session["CSRFPreventionToken"]?.text ?? "")
            let line = "Authorization: " + cluster.token.header
            let path = "/nodes/pve1/qemu/100/status/reboot"
            let without = try await withConnection(to: cluster.nodes[0]) { try await $0.post(path, form: "", cookie) }
            #expect(without.statusLine == "HTTP/1.1 401 permission denied - invalid csrf token")
            // Past authentication, and then unknown: nothing here writes.
            #expect(try await withConnection(to: cluster.nodes[0]) { try await $0.post(path, form: "", cookie, csrf) }.status == 501)
            #expect(try await withConnection(to: cluster.nodes[0]) { try await $0.post(path, form: "", line) }.status == 501)
        }
    }

    @Test("a wrong password and a half ticket are no session")
    func noSession() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            let wrong = try await withConnection(to: cluster.nodes[0]) {
                try await $0.post("/access/ticket", form: "username=pulse%40pve&password=x")
            }
            #expect(wrong.statusLine == "HTTP/1.1 401 authentication failure")
            let careful = try #require(cluster.users.first { $0.name == "careful@pve" })
            let half = try await session(cluster.nodes[0], careful.name, careful.password)
            #expect(half["NeedTFA"] == .integer(1))
            #expect(try await get(cluster.nodes[0], "/version", cookie: half["ticket"]?.text ?? "").status == 401)
        }
    }

    @Test("a privilege taken away shows at once, and comes back")
    func withdrawn() async throws {
        try await withEstate { estate in
            let cluster = estate.clusters[0]
            try await estate.apply(.permissionRemoved(privilege: "VM.Audit", from: cluster.token.id))
            let rows = try await cluster.nodes[0].get("/cluster/resources?type=vm", as: cluster.token).data().rows
            #expect(rows.isEmpty)
            try await estate.apply(.permissionsRestored(for: cluster.token.id))
            #expect(
                try await cluster.nodes[0].get("/cluster/resources?type=vm", as: cluster.token).data().rows.count == cluster.vmids.count)
        }
    }

    // MARK: Logging in

    private func session(_ node: RunningNode, _ user: String, _ password: String) async throws -> JSONValue {
        let form = "username=\(encoded(user))&password=\(encoded(password))"
        return try await withConnection(to: node) { try await $0.post("/access/ticket", form: form) }.data()
    }

    private func logIn(_ node: RunningNode, _ user: String, _ password: String) async throws -> String {
        try #require(try await session(node, user, password)["ticket"]?.text)
    }

    private func get(_ node: RunningNode, _ path: String, cookie ticket: String) async throws -> WireAnswer {
        let line = "Cookie: PVEAuthCookie=" + encoded(ticket)
        return try await withConnection(to: node) { try await $0.get(path, line) }
    }

    private func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let kept =
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
            return kept ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
