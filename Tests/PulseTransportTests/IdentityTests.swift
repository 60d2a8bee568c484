import NIOSSL
import PulseCore
import PulseTransport
import Testing

@Suite("Certificates of our own", .timeLimit(.minutes(5)))
struct IdentityTests {
    private func identity(_ certificate: TestCertificate) throws -> ClientIdentity {
        ClientIdentity(certificates: certificate.pem(), key: Redacted(certificate.keyPEM))
    }

    private func status(
        _ client: OutboundClient, _ server: ScriptedServer, _ trust: Trust, _ identity: ClientIdentity?
    ) async throws(TransportError) -> Int {
        var request = OutboundRequest(url: server.url(), trust: trust)
        request.identity = identity
        return try await client.send(request).status
    }

    @Test("a server that demands a certificate is shown the one that the call names, and its connection is not lent to calls without")
    func demanded() async throws {
        let (shown, own) = (try TestCertificate(), try TestCertificate(name: "pulse-agent"))
        let trust = Trust.pinned(shown.fingerprint)
        try await ScriptedServer(shown, demanding: own).run { server in
            try await withClient { client in
                let answered = try await status(client, server, trust, try identity(own))
                #expect(answered == 200)
                await #expect(throws: TransportError.self) { try await status(client, server, trust, nil) }
                let stranger = try identity(TestCertificate(name: "stranger"))
                await #expect(throws: TransportError.self) { try await status(client, server, trust, stranger) }
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test("a certificate or key that cannot be read is said before anything is sent")
    func unreadable() async throws {
        let own = try TestCertificate()
        let broken = ClientIdentity(certificates: own.pem(), key: Redacted("no key"))
        #expect(!broken.isUsable && !ClientIdentity(certificates: "", key: Redacted(own.keyPEM)).isUsable)
        #expect(try identity(own).isUsable && !"\(broken)".contains("no key"))
        try await ScriptedServer(own).run { server in
            try await withClient { client in
                await #expect(throws: TransportError.tls("the client certificate or its key cannot be read")) {
                    try await status(client, server, .anyone, broken)
                }
                #expect(server.connectionCount == 0)
            }
        }
    }

    @Test("any certificate passes where that was asked for, and only there")
    func anyone() async throws {
        let certificate = try TestCertificate()
        try await ScriptedServer(certificate).run { server in
            try await withClient { client in
                let answered = try await status(client, server, .anyone, nil)
                #expect(answered == 200)
                await #expect(throws: TransportError.certificateUntrusted) { try await status(client, server, .system, nil) }
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test("more calls at once than usual, where the client was made for them")
    func connections() async throws {
        let certificate = try TestCertificate()
        let count = OutboundClient.connectionsPerHost + 4
        // None is answered before all are there.
        let server = try ScriptedServer(certificate) { $0.number + 1 < count ? [] : [.close] }
        try await server.run { server in
            try await withClient(OutboundClient(connectionsPerHost: count)) { client in
                await withDiscardingTaskGroup { group in
                    for _ in 0..<count { group.addTask { _ = try? await client.get(server.url(), .anyone) } }
                    var seen = 0
                    for await _ in server.arrivals {
                        seen += 1
                        if seen == count { break }
                    }
                    group.cancelAll()
                }
                #expect(server.connectionCount >= count)
            }
        }
    }
}
