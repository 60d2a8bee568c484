import PulseSimulator
import Testing

/// Tickets and roles of the mail gateway.
@Suite(.timeLimit(.minutes(5)))
struct MailAccessTests {
    @Test("a ticket works on every node, two hours long, and renews itself")
    func ticket() async throws {
        try await withGateway(nodes: 2) { estate, gateway, session in
            #expect(try await session.get("/version", at: gateway.nodes[1]).status == 200)
            estate.advance(by: .seconds(7_000))
            let renewed = try await MailSession.signIn(gateway.nodes[0], name: gateway.user.name, password: session.ticket).data()
            #expect(renewed["role"] == .string("audit"))
            estate.advance(by: .seconds(300))
            #expect(try await session.get("/version").statusLine == "HTTP/1.1 401 permission denied - invalid PMG ticket")
        }
    }

    @Test("tokens are not implemented, and 401 comes without a body")
    func tokens() async throws {
        try await withGateway { _, gateway, _ in
            let answer = try await withConnection(to: gateway.nodes[0]) {
                try await $0.get("/version", "Authorization: PVEAPIToken=pulse@pmg!monitor=00000000-0000-0000-0000-000000000000")
            }
            #expect(answer.statusLine == "HTTP/1.1 401 API tokens not implemented" && answer.body.isEmpty)
            #expect(try await gateway.nodes[0].get("/version").statusLine == "HTTP/1.1 401 No ticket")
            #expect(try await gateway.nodes[0].get("/access/auth-realm").status == 200)
        }
    }

    @Test("a wrong password, a disabled user and a second factor give no session")
    func noSession() async throws {
        try await withGateway { estate, gateway, _ in
            let node = gateway.nodes[0]
            #expect(try await MailSession.signIn(node, name: gateway.user.name, password: "x").statusLine == "HTTP/1.1 401 authentication failure")
            let half = try await MailSession.signIn(node, name: gateway.secondFactorUser.name, password: gateway.secondFactorUser.password).data()
            #expect(half["NeedTFA"] == .integer(1))
            let session = MailSession(node: node, ticket: half["ticket"]?.text ?? "", csrfToken: "")
            #expect(try await session.get("/version").status == 401)
            try await estate.apply(mail: .userDisabled(user: gateway.user.name))
            #expect(try await MailSession.signIn(node, name: gateway.user.name, password: gateway.user.password).status == 401)
        }
    }

    @Test("a role sees what the schema allows it")
    func roles() async throws {
        try await withGateway { estate, gateway, session in
            let manager = try await MailSession.open(gateway.nodes[0], gateway.quarantineManager)
            let reader = try await MailSession.open(gateway.nodes[0], gateway.quarantineUser)
            let root = try await MailSession.open(gateway.nodes[0], gateway.root)
            for (path, statuses) in [
                ("/statistics/recent?hours=1", [200, 200, 403, 200]), ("/nodes/mail1/services", [200, 403, 403, 200]),
                ("/nodes/mail1/postfix/qshape", [200, 403, 403, 200]), ("/version", [200, 200, 200, 200]),
                ("/nodes/mail1/subscription", [200, 200, 200, 200]),
            ] {
                let answers = [
                    try await session.get(path), try await manager.get(path), try await reader.get(path), try await root.get(path),
                ]
                #expect(answers.map(\.status) == statuses, "\(path)")
                for answer in answers where answer.status == 403 { #expect(answer.phrase == "Permission check failed") }
            }
            try await estate.apply(mail: .roleChanged(user: gateway.user.name, role: "qmanager"))
            #expect(try await session.get("/nodes/mail1/services").status == 403)
        }
    }
}
