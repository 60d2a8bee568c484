import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import PulseAccess
import PulseAgentProtocol
import PulseAgents
import PulseCore
import Testing

@testable import PulseHTTP

/// Reports over the real router: who speaks, what is unpacked, and what is refused before it costs anything.
@Suite("Reports of agents", .timeLimit(.minutes(5)))
struct AgentReportRouteTests {
    private let server: TestServer
    private let key = Curve25519.Signing.PrivateKey()
    private let agentID: String
    private static let path = "/api/agents/report"

    init() throws {
        server = try TestServer()
        let made = try server.agents.enrolment.makeCode(CodeWish(uses: 2), createdBy: "ann", at: TestServer.start)
        agentID = try Self.enrol(server, made.code.reveal(), key, "nas")
    }

    private static func enrol(_ server: TestServer, _ code: String, _ key: Curve25519.Signing.PrivateKey, _ name: String) throws -> String {
        let request = EnrolmentRequest(
            code: code, publicKey: Hex.text(key.publicKey.rawRepresentation), hostname: name, machineID: nil, version: "0.6.0", platform: "linux",
            architecture: "x86_64", tags: [])
        return try server.agents.enrolment.enrol(request, at: TestServer.start).reply.agentID
    }

    private func batch(of id: String? = nil) throws -> [UInt8] {
        var report = AgentReport(sequence: 1, measuredAt: TestServer.start, base: nil, version: 1)
        report.upserted = [ReportedObject(ObjectKey(.host), name: "nas", status: .online, facts: .host(HostFacts(hostname: "nas")))]
        report.figures = [ObjectFigures(ObjectKey(.host), values: [.cpu: .value(0.5)])]
        let header = AgentHeader(agentID: id ?? agentID, hostname: "nas", version: "0.6.0", platform: "linux", architecture: "x86_64")
        return Array(try JSONEncoder().encode(AgentBatch(agent: header, run: "r-1", sentAt: TestServer.start, reports: [report])))
    }

    /// - Parameter signed: what the signature is over, when that is not the body.
    private func send(_ body: [UInt8], encoding: String? = "gzip", signed: [UInt8]? = nil, path: String = path) async throws -> (Int, String) {
        let signature = try RequestSignature(path: path, agentID: agentID, body: signed ?? body, key: key)
        var headers: HTTPFields = [.authorization: signature.header, .contentType: "application/json"]
        headers[.contentEncoding] = encoding
        let sent = headers
        return try await server.application.test(.router) { client in
            let response = try await client.executeRequest(uri: Self.path, method: .post, headers: sent, body: ByteBuffer(bytes: body))
            return (Int(response.status.code), String(buffer: response.body))
        }
    }

    @Test("a signed report is taken, packed or plain, and shows the machine at the next tick", arguments: ["gzip", nil])
    func taken(encoding: String?) async throws {
        let body = try batch()
        let (status, answer) = try await send(encoding == nil ? body : Deflate.gzip(body), encoding: encoding)
        #expect(status == 200 && answer.contains(#""through":1"#), "\(answer)")
        let observations = server.agents.drain(at: TestServer.start).observations
        #expect(observations.flatMap(\.resources).map(\.id.description) == ["host:nas"])
    }

    @Test("an agent that is older than the one that lies here is offered that, signed, and nobody when none are to be", arguments: [100, 0])
    func offer(percent: Int) async throws {
        let agents = server.agents
        let body = try batch()
        let signature = try RequestSignature(path: Self.path, agentID: agentID, body: body, key: key)
        let agent = try agents.intake.verify(authorization: signature.header, path: Self.path, body: body)
        _ = try agents.intake.accept(body, from: agent, at: TestServer.start)
        let offers = AgentOffers(agents: agents, downloads: FakeDownloads(), rollout: try #require(AgentRollout(percent: percent)))
        let offered = try offers.offer(to: agent)
        #expect(offered?.version == (percent == 0 ? nil : "0.6.1"))
        #expect(offered?.sha256 == (percent == 0 ? nil : Hex.text(SHA256.hash(data: FakeDownloads.bytes))))
    }

    @Test("a signature over another body or path is refused, and nothing is unpacked")
    func signature() async throws {
        let body = Deflate.gzip(try batch())
        #expect(try await send(body, signed: body + [0]).0 == 401)
        #expect(try await send(body, path: "/api/agents/enrol").0 == 401)
        #expect(server.agents.drain(at: TestServer.start).observations.flatMap(\.resources).isEmpty)
    }

    @Test("an agent cannot report for another, and one that was revoked not at all")
    func otherAgent() async throws {
        let (status, answer) = try await send(Deflate.gzip(try batch(of: "somebody")))
        #expect(status == 403 && answer.contains("other_agent"))
        _ = try server.agents.directory.revoke(agentID, at: TestServer.start)
        let refused = try await send(Deflate.gzip(try batch()))
        #expect(refused.0 == 403 && refused.1.contains("agent_revoked"))
    }

    @Test("a gzip bomb ends at its limit")
    func bomb() async throws {
        let bomb = Deflate.gzip([UInt8](repeating: 0x20, count: AgentLimits.unpackedBytes + 1))
        #expect(bomb.count < 100_000)
        let (status, answer) = try await send(bomb)
        #expect(status == 413 && answer.contains("too_much"))
    }

    @Test("what was cut off, changed or is no gzip is refused as unreadable")
    func broken() async throws {
        let body = Deflate.gzip(try batch())
        var changed = body
        changed[changed.count - 6] ^= 0xFF
        for broken in [Array(body.dropLast(9)), Array(body.prefix(12)), changed, body + [1], try batch(), []] {
            let (status, answer) = try await send(broken)
            #expect(status == 400 && answer.contains("report_unreadable"), "\(broken.count): \(status) \(answer)")
        }
    }

    @Test("a body beyond its limit is refused, and so is an encoding nobody agreed on")
    func limits() async throws {
        #expect(try await send([UInt8](repeating: 0x20, count: AgentLimits.packedBytes + 1), encoding: nil).0 == 413)
        #expect(try await send(try batch(), encoding: "br").0 == 415)
    }

    @Test("unpacking gives back what was packed, whatever its length", arguments: [0, 1, 65_535, 65_536, 65_537, 300_000])
    func unpacking(length: Int) throws {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
        #expect(try Gzip.unpacked(Deflate.gzip(bytes), limit: length) == bytes)
        if length > 0 { #expect(throws: Gzip.Fault.tooLarge) { try Gzip.unpacked(Deflate.gzip(bytes), limit: length - 1) } }
    }

    @Test("random bytes behind a gzip header never unpack to anything and never crash", arguments: 1...40)
    func fuzz(seed: UInt64) throws {
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        let noise = (0..<200).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        #expect(throws: Gzip.Fault.self) { try Gzip.unpacked(Deflate.gzipHeader + noise, limit: 1 << 20) }
    }
}

/// Who may let machines in, and what a person is told to paste.
@Suite("Enrolment over HTTP", .timeLimit(.minutes(5)))
struct EnrolmentRouteTests {
    private let key = Curve25519.Signing.PrivateKey()

    private func enrol(_ server: TestServer, _ code: String) async throws -> (Int, String) {
        let body = EnrolmentRequest(
            code: code, publicKey: Hex.text(key.publicKey.rawRepresentation), hostname: "nas", machineID: nil, version: "0.6.0", platform: "linux",
            architecture: "x86_64", tags: [])
        let bytes = Array(try JSONEncoder().encode(body))
        return try await server.application.test(.router) { client in
            let response = try await client.executeRequest(
                uri: "/api/agents/enrol", method: .post, headers: [.contentType: "application/json"], body: ByteBuffer(bytes: bytes))
            return (Int(response.status.code), String(buffer: response.body))
        }
    }

    @Test("guessing codes comes to an end, and then a right one has to wait too")
    func guesses() async throws {
        let server = try TestServer()
        let code = try server.agents.enrolment.makeCode(CodeWish(), createdBy: "ann", at: TestServer.start).code.reveal()
        var statuses: [Int] = []
        for number in 0..<40 where statuses.last != 429 { statuses.append(try await enrol(server, "AAAA-BBBB-\(number)").0) }
        #expect(statuses.first == 401 && statuses.last == 429, "\(statuses)")
        #expect(try await enrol(server, code).0 == 429)
        #expect(server.audit.events.contains { $0.event == "lockout" })
    }

    @Test("an API token lets machines in when it has the scope, and with another scope it does not")
    func token() async throws {
        let server = try TestServer()
        try await server.access.addUser(name: "admin", password: Redacted("correct horse battery"), at: TestServer.start)
        let right = try server.access.makeToken(name: "fleet", scopes: ["agent:enrol"], lifetime: nil, at: TestServer.start).text.reveal()
        let wrong = try server.access.makeToken(name: "t", scopes: ["monitoring:read"], lifetime: nil, at: TestServer.start).text.reveal()
        #expect(try await enrol(server, wrong).0 == 403)
        #expect(try await enrol(server, right).0 == 201)
        #expect(try await enrol(server, String(right.reversed())).0 == 401)
        #expect(server.audit.events.contains { $0.event == "agent.enrol" && $0.outcome == .success && $0.actor.name.contains("fleet") })
    }

    @Test("in plain text the script is held against a hash in the command, over TLS it goes straight into a shell")
    func command() {
        let code = Redacted("ABCD-EFGH-JKLM")
        let plain = EnrolmentCommand(code: code, url: "http://pulse.lan:7655", publicKey: nil, script: "#!/bin/sh\n").text
        #expect(plain.contains("sha256sum -c --quiet && sh pulse-install.sh --url 'http://pulse.lan:7655' --code ABCD-EFGH-JKLM"))
        #expect(plain.contains(SHA256.hash(data: Data("#!/bin/sh\n".utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()))
        let secure = EnrolmentCommand(code: code, url: "https://pulse.lan:7655", publicKey: "a2V5", script: "x").text
        #expect(
            secure == "curl -fsS --globoff -k --pinnedpubkey 'sha256//a2V5' 'https://pulse.lan:7655/install.sh' | sh -s -- "
                + "--url 'https://pulse.lan:7655' --code ABCD-EFGH-JKLM --pin 'a2V5'")
        #expect(
            EnrolmentCommand(code: code, url: "https://p", publicKey: nil, script: nil).text
                == "pulse-agent install --url 'https://p' --code ABCD-EFGH-JKLM")
    }

    @Test("the program comes whole, with its checksum")
    func download() async throws {
        let server = try TestServer()
        try await server.application.test(.router) { client in
            let response = try await client.executeRequest(uri: "/download/pulse-agent?arch=linux-amd64", method: .get, headers: [:], body: nil)
            #expect(Array(response.body.readableBytesView) == FakeDownloads.bytes)
            #expect(response.headers[.init("X-Checksum-Sha256")!] == Hex.text(SHA256.hash(data: FakeDownloads.bytes)))
        }
    }

    @Test(
        "versions are compared number by number",
        arguments: [("0.6.0", "0.6.1", true), ("0.10.0", "0.9.9", false), ("1.0", "1.0.0", false), ("v1.2-rc1", "1.2", false)])
    func versions(mine: String, other: String, older: Bool) {
        #expect(VersionOrder.isOlder(mine, than: other) == older)
    }
}
