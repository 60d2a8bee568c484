import Foundation
import PulseCore
import PulseTransport
import Synchronization
import Testing

/// Names with the addresses that the test gives them, each time the next.
final class ScriptedResolver: NameResolver {
    private let answers: Mutex<[[String]]>
    private let asked = Mutex(0)

    /// - Parameter answers: the last one stays.
    init(_ answers: [String]...) { self.answers = Mutex(answers) }

    var count: Int { asked.withLock { $0 } }

    func addresses(of host: String) async throws(TransportError) -> [IPAddress] {
        asked.withLock { $0 += 1 }
        return answers.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? [] }.compactMap { IPAddress($0) }
    }
}

@Suite("The address that is really called", .timeLimit(.minutes(5)))
struct EgressConnectionTests {
    private let here = EgressRules(allowed: [NetworkRange("127.0.0.0/8")!])

    private func call(_ url: String, _ rules: EgressRules, resolver: any NameResolver = SystemResolver()) async throws -> Result<Int, TransportError>
    {
        var result = Result<Int, TransportError>.failure(.cancelled)
        try await withClient(OutboundClient(idleLimit: .seconds(600), resolver: resolver)) { client in
            do throws(TransportError) {
                result = .success(try await client.send(OutboundRequest(url: url, egress: rules, deadline: .seconds(20))).status)
            } catch {
                result = .failure(error)
            }
        }
        return result
    }

    private let loopback = Result<Int, TransportError>.failure(.refusedAddress(IPAddress("127.0.0.1")!, .loopback))

    @Test(
        "this machine in every spelling is refused, and its server never sees a connection",
        arguments: ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "0177.0.0.1", "[::ffff:127.0.0.1]"], ["http", "https"])
    func spellings(host: String, scheme: String) async throws {
        try await ScriptedServer().run { server in
            guard case .failure(.refusedAddress) = try await call("\(scheme)://\(host):\(server.port)/", EgressRules()) else {
                Issue.record("\(host) was called")
                return
            }
            #expect(server.connectionCount == 0)
        }
    }

    @Test("a name that leads to a forbidden address is refused, whatever private networks may do")
    func name() async throws {
        try await ScriptedServer().run { server in
            let rules = EgressRules(allowsPrivateNetworks: true)
            let result = try await call("http://siem.example.com:\(server.port)/", rules, resolver: ScriptedResolver(["127.0.0.1"]))
            #expect(result == loopback)
            #expect(server.connectionCount == 0)
        }
    }

    @Test("a name that was harmless a moment ago is judged anew at every call")
    func rebinding() async throws {
        try await ScriptedServer(script: { _ in [answer(headers: ["Connection: close"])] }).run { server in
            let resolver = ScriptedResolver(["127.0.0.1"], ["169.254.169.254"])
            try await withClient(OutboundClient(resolver: resolver)) { client in
                let request = OutboundRequest(url: "http://siem.example.com:\(server.port)/", egress: here)
                let outcome1 = try await client.send(request).status
                #expect(outcome1 == 200)
                await #expect(throws: TransportError.refusedAddress(IPAddress("169.254.169.254")!, .metadata)) { try await client.send(request) }
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test("the connection goes to the address that was checked, and the server is told the name")
    func checkedAddress() async throws {
        try await ScriptedServer().run { server in
            let resolver = ScriptedResolver(["127.0.0.1"])
            let outcome2 = try await call("http://siem.example.com:\(server.port)/", here, resolver: resolver)
            #expect(outcome2 == .success(200))
            #expect(resolver.count == 1)
            #expect(server.requests.first?.text.lowercased().contains("host: siem.example.com:\(server.port)") == true)
        }
    }

    @Test("of several addresses the forbidden ones are left out, and a dead one is passed over")
    func several() async throws {
        try await ScriptedServer().run { server in
            let resolver = ScriptedResolver(["169.254.169.254", "127.0.0.2", "127.0.0.1"])
            let outcome3 = try await call("http://siem.example.com:\(server.port)/", here, resolver: resolver)
            #expect(outcome3 == .success(200))
        }
    }

    @Test("an authority that was given vouches for the name, not for another")
    func authority() async throws {
        let certificate = try TestCertificate()
        let pem = certificate.pem()
        try await ScriptedServer(certificate).run { server in
            try await withClient(OutboundClient(resolver: ScriptedResolver(["127.0.0.1"]))) { client in
                func status(_ name: String) async throws(TransportError) -> Int {
                    try await client.send(OutboundRequest(url: "https://\(name):\(server.port)/", trust: .authority(pem), egress: here)).status
                }
                let outcome4 = try await status("localhost")
                #expect(outcome4 == 200)
                await #expect(throws: TransportError.certificateUntrusted) { try await status("siem.example.com") }
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test("a redirect is an answer and is not followed")
    func redirect() async throws {
        try await ScriptedServer(script: { _ in [answer("HTTP/1.1 302 Found", headers: ["Location: http://127.0.0.1:1/"])] }).run { server in
            let outcome5 = try await call(server.url(scheme: "http"), here)
            #expect(outcome5 == .success(302))
            #expect(server.requests.count == 1)
        }
    }

    @Test("a proxy of the environment is not asked")
    func proxy() async throws {
        await #expect(processExitsWith: .success) {
            for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] { setenv(name, "http://127.0.0.1:1", 1) }
            try await ScriptedServer().run { server in
                try await withClient { client in
                    let status = try await client.get(server.url(scheme: "http")).status
                    guard status == 200 else { exit(1) }
                }
            }
        }
    }

    @Test("sockets of this machine are no target")
    func unixSocket() async throws {
        let outcome6 = try await call("http+unix://%2Frun%2Fdocker.sock/info", here)
        #expect(outcome6 == .failure(.invalidAddress))
    }
}
