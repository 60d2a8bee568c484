import PulseCore
import PulseTransport
import Testing

@Suite("Pinned certificates", .timeLimit(.minutes(5)))
struct PinTests {
    private let secret = (name: "Authorization", value: "PVEAPIToken=monitor@pve!pulse=secret")

    private func call(_ client: OutboundClient, _ server: ScriptedServer, _ certificate: TestCertificate) async throws(TransportError) -> Int {
        try await client.send(OutboundRequest(url: server.url(), headers: [secret], trust: .pinned(certificate.fingerprint))).status
    }

    @Test("the confirmed certificate passes, though nobody vouches for it and its name is another")
    func confirmed() async throws {
        let certificate = try TestCertificate()
        try await ScriptedServer(certificate).run { server in
            try await withClient { client in
                let status = try await call(client, server, certificate)
                #expect(status == 200)
            }
        }
    }

    @Test("another certificate is refused with both fingerprints, and that server never sees a byte")
    func mismatch() async throws {
        let (wanted, shown) = (try TestCertificate(), try TestCertificate())
        try await ScriptedServer(shown).run { server in
            try await withClient { client in
                await #expect(throws: TransportError.certificateChanged(expected: wanted.fingerprint, seen: shown.fingerprint)) {
                    try await call(client, server, wanted)
                }
                #expect(server.received.allSatisfy { $0.isEmpty })
            }
        }
    }

    @Test("also when the connection that was confirmed has been idle and is replaced")
    func afterIdleness() async throws {
        let (old, new) = (try TestCertificate(), try TestCertificate())
        try await ScriptedServer(old).run { server in
            try await withClient(OutboundClient(idleLimit: .milliseconds(50))) { client in
                #expect(try await call(client, server, old) == 200)
                try server.change(to: new)
                try await server.waitUntilClosed(connection: 0)
                await #expect(throws: TransportError.certificateChanged(expected: old.fingerprint, seen: new.fingerprint)) {
                    try await call(client, server, old)
                }
                #expect(server.requests.count == 1)
                #expect(server.received.dropFirst().allSatisfy { $0.isEmpty })
            }
        }
    }

    @Test("also when a call is repeated because its connection died")
    func afterRetry() async throws {
        let (old, new) = (try TestCertificate(), try TestCertificate())
        try await ScriptedServer(old, script: { $0.number == 0 ? [answer()] : [.cut] }).run { server in
            try await withClient { client in
                #expect(try await call(client, server, old) == 200)
                try server.change(to: new)
                await #expect(throws: TransportError.certificateChanged(expected: old.fingerprint, seen: new.fingerprint)) {
                    try await call(client, server, old)
                }
                #expect(server.requests.map(\.connection) == [0, 0])
                #expect(server.received.dropFirst().allSatisfy { $0.isEmpty })
            }
        }
    }

    @Test("a connection opened for one pin is not lent to a call with another")
    func poolPerPin() async throws {
        let (shown, other) = (try TestCertificate(), try TestCertificate())
        try await ScriptedServer(shown).run { server in
            try await withClient { client in
                _ = try await call(client, server, shown)
                await #expect(throws: TransportError.certificateChanged(expected: other.fingerprint, seen: shown.fingerprint)) {
                    try await call(client, server, other)
                }
                await #expect(throws: TransportError.certificateUntrusted) { try await client.get(server.url(), .system) }
                #expect(server.requests.count == 1)
                #expect(server.received.dropFirst().allSatisfy { $0.isEmpty })
            }
        }
    }

    @Test("a pin is never satisfied by a server without TLS")
    func withoutTLS() async throws {
        let certificate = try TestCertificate()
        try await ScriptedServer().run { server in
            try await withClient { client in
                await #expect(throws: TransportError.notTLS) {
                    try await client.get(server.url(scheme: "http"), .pinned(certificate.fingerprint))
                }
                #expect(server.received.allSatisfy { $0.isEmpty })
            }
        }
    }

    @Test("looking at a certificate tells who it is for, sends nothing, and trusts nobody by itself")
    func probe() async throws {
        let certificate = try TestCertificate(name: "pve7.example.invalid")
        try await ScriptedServer(certificate).run { server in
            try await withClient { client in
                let seen = try await client.certificate(host: "127.0.0.1", port: server.port)
                #expect(seen.fingerprint == certificate.fingerprint)
                #expect(seen.subject == "CN=pve7.example.invalid, O=Loopback" && seen.issuer == seen.subject)
                #expect(seen.notBefore.seconds == 1_700_000_000 && seen.notAfter > seen.notBefore)
                #expect(!seen.trustedBySystem)
                #expect(server.received.allSatisfy { $0.isEmpty })
            }
        }
    }
}
