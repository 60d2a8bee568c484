import Crypto
import Foundation
import PulseAudit
import PulseCore
import PulseDelivery
import PulseTestPrograms
import SwiftASN1
import Testing
import X509

/// rsyslog and a verifier in Python, neither of which knows our code.
@Suite("Real receivers", .timeLimit(.minutes(3)))
struct ReceiverProgramTests {
    private static let hasRsyslog = RsyslogProgram.isInstalled

    @Test("rsyslog over TCP: each message whole, its structured data read back", .enabled(if: hasRsyslog, "rsyslog is not installed"))
    func tcp() async throws {
        let program = try RsyslogProgram()
        try await program.start()
        let desk = try WebhookDesk()
        _ = try desk.add("tcp://127.0.0.1:\(program.port)", kind: .syslogTCP)
        try await check(desk, program)
        await desk.close()
    }

    @Test("rsyslog over TLS, by an authority that was given", .enabled(if: hasRsyslog, "rsyslog is not installed"))
    func tls() async throws {
        let certificate = try LoopbackCertificate()
        let program = try RsyslogProgram(certificate.program)
        try await program.start()
        let desk = try WebhookDesk()
        _ = try desk.add("tls://localhost:\(program.port)", kind: .syslogTLS, authority: certificate.program.certificate)
        try await check(desk, program)
        await desk.close()
    }

    @Test("rsyslog with a certificate that nobody vouches for gets nothing", .enabled(if: hasRsyslog, "rsyslog is not installed"))
    func untrusted() async throws {
        let program = try RsyslogProgram(try LoopbackCertificate().program)
        try await program.start()
        let desk = try WebhookDesk()
        _ = try desk.add("tls://localhost:\(program.port)", kind: .syslogTLS)
        try desk.append("login")
        await desk.dispatcher.drain()
        let status = try desk.service.all()[0].status
        #expect(status.waiting == 1 && status.lastError?.contains("not trusted") == true, "\(status)")
        await desk.close()
    }

    @Test(
        "rsyslog that goes away: what it did not acknowledge waits, and arrives when it is back", .enabled(if: hasRsyslog, "rsyslog is not installed")
    )
    func restart() async throws {
        let program = try RsyslogProgram()
        try await program.start()
        let desk = try WebhookDesk()
        _ = try desk.add("tcp://127.0.0.1:\(program.port)", kind: .syslogTCP)
        try desk.append("login")
        await desk.dispatcher.drain()
        _ = try await program.lines(atLeast: 1)
        program.stop()
        try desk.append("source.add", "logout")
        await desk.dispatcher.drain()
        #expect(try desk.service.all()[0].status.waiting == 2)
        try await program.start()
        desk.advance(.seconds(6))
        await desk.dispatcher.drain()
        #expect(try await program.lines(atLeast: 3).map(\.messageID) == ["login", "source.add", "logout"])
        await desk.close()
    }

    private func check(_ desk: WebhookDesk, _ program: RsyslogProgram) async throws {
        try desk.append("login", "source.add")
        try desk.append("user.create", details: ["name": "a\"]b\\c é", "k=y": "line\nbreak"])
        for _ in 0..<150 { try desk.append("login") }
        await desk.dispatcher.drain()
        let status = try desk.service.all()[0].status
        #expect(status.waiting == 0, "\(status.lastError ?? "")")
        let lines = try await program.lines(atLeast: 153)
        #expect(lines.compactMap { $0.data["audit@32473"]?["sequence"] } == (1...153).map(String.init))
        // rsyslog writes the names of parameters in small letters.
        #expect(lines.compactMap { $0.data["audit@32473"]?["previousdeliveredsequence"] } == (0...152).map(String.init))
        let third = try #require(lines.dropFirst(2).first)
        #expect(third.priority == "109" && third.host == "pulse-1" && third.program == "pulse" && third.messageID == "user.create")
        #expect(third.time.hasPrefix("2026-09-21T14:13:20.123"))
        #expect(third.data["details@32473"] == ["name": "a\"]b\\c é", "k_y": "line\u{FFFD}break"])
        #expect(third.message.hasSuffix("user create by admin from 10.0.0.7: success"))
    }

    @Test("a verifier of Standard Webhooks in Python, written from the specification, accepts what is signed, by either secret of a rotation")
    func standardWebhooks() async throws {
        let verifier = "/usr/bin/python3"
        try #require(FileManager.default.isExecutableFile(atPath: verifier))
        try await LoopbackReceiver().run { receiver in
            let desk = try WebhookDesk()
            let made = try desk.add(receiver.url)
            let old = try #require(made.secret)
            let new = try desk.service.rotateSecret(of: made.view.endpoint.id, at: desk.clock.value)
            try desk.append("login", details: ["name": "é\u{1F600}"])
            await desk.dispatcher.drain()
            let got = try #require(receiver.got.first)
            for (secret, isRight) in [(old, true), (new, true), (WebhookSecret.make(), false)] {
                #expect(try verify(got, secret, by: verifier) == isRight)
            }
            var changed = got.body
            changed[5] ^= 1
            #expect(try verify(LoopbackReceiver.Got(head: got.head, body: changed), old, by: verifier) == false)
            await desk.close()
        }
    }

    /// What a receiver does, in the language of the documentation's example.
    private func verify(_ got: LoopbackReceiver.Got, _ secret: WebhookSecret, by program: String) throws -> Bool {
        let script = """
            import base64, hashlib, hmac, sys
            secret, identifier, seconds, signatures = sys.argv[1:]
            body = sys.stdin.buffer.read()
            key = base64.b64decode(secret.removeprefix("whsec_"))
            mine = base64.b64encode(hmac.new(key, f"{identifier}.{seconds}.".encode() + body, hashlib.sha256).digest()).decode()
            sys.exit(0 if any(hmac.compare_digest("v1," + mine, theirs) for theirs in signatures.split(" ")) else 1)
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = [
            "-c", script, secret.text.reveal(), got.header("webhook-id") ?? "", got.header("webhook-timestamp") ?? "",
            got.header("webhook-signature") ?? "",
        ]
        let input = Pipe()
        process.standardInput = input
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(got.body))
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    @Test("an imitation of Splunk's collector: the token, and an event that it can read")
    func splunk() async throws {
        let receiver = LoopbackReceiver { got in
            guard got.header("authorization") == "Splunk 11111111-2222" else { return .status(403, body: #"{"text":"Invalid token","code":4}"#) }
            guard let body = try? JSONSerialization.jsonObject(with: Data(got.body)) as? [String: Any], body["event"] is [String: Any],
                body["time"] is NSNumber
            else { return .status(400, body: #"{"text":"Invalid data format","code":6}"#) }
            return .status(200, body: #"{"text":"Success","code":0}"#)
        }
        try await receiver.run { receiver in
            let desk = try WebhookDesk()
            let right = try desk.add(receiver.url, kind: .splunk, secret: "11111111-2222").view.endpoint.id
            let wrong = try desk.add(receiver.url, kind: .splunk, secret: "other").view.endpoint.id
            try desk.append("login", "logout")
            await desk.dispatcher.drain()
            #expect(try desk.service.find(right).status.deliveredNumber == 2)
            #expect(try desk.service.find(wrong).status.waiting == 2)
            #expect(try await desk.service.test(wrong, at: { desk.clock.value }).answer == #"{"text":"Invalid token","code":4}"#)
            await desk.close()
        }
    }

    @Test("a receiver that answers 500 for an hour gets everything afterwards, in order, and nothing twice")
    func anHour() async throws {
        let now = Shared(WebhookDesk.start)
        let receiver = LoopbackReceiver { _ in .status(now.value < WebhookDesk.start + .seconds(3600) ? 500 : 200) }
        try await receiver.run { receiver in
            let desk = try WebhookDesk(clock: now)
            _ = try desk.add(receiver.url)
            var before = 0
            for minute in 0..<180 {
                if minute.isMultiple(of: 20) { try desk.append("login") }
                if now.value < WebhookDesk.start + .seconds(3600) { before = receiver.got.count }
                await desk.dispatcher.drain()
                desk.advance(.seconds(60))
            }
            let taken = receiver.got.dropFirst(before).compactMap { $0.header("webhook-id") }
            #expect(taken.suffix(9) == (1...9).map { SampleRecords.record(sequence: $0).id })
            #expect(try desk.service.all()[0].status.waiting == 0)
            await desk.close()
        }
    }

    @Test("a receiver that hangs delays neither another nor whoever appends")
    func hanging() async throws {
        let (hung, well) = (LoopbackReceiver { _ in .hang }, LoopbackReceiver())
        try await hung.run { hung in
            try await well.run { well in
                let desk = try WebhookDesk()
                _ = try desk.add(hung.url)
                let other = try desk.add(well.url).view.endpoint.id
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await desk.dispatcher.run() }
                    for _ in 0..<100 { try desk.append("login") }
                    // The dispatcher is at work beside this; what is waited for is what it does.
                    while try desk.service.find(other).status.waiting > 0 { try await Task.sleep(for: .milliseconds(1)) }
                    group.cancelAll()
                }
                #expect(well.got.count == 100 && hung.got.count == 1)
                await desk.close()
            }
        }
    }
}

/// A self-signed certificate for localhost, new each time.
struct LoopbackCertificate {
    let program: ProgramCertificate

    init() throws {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("localhost") }
        let from = Date(timeIntervalSince1970: 1_700_000_000)
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key.publicKey), notValidBefore: from,
            notValidAfter: from.addingTimeInterval(86_400 * 365 * 50), issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions { SubjectAlternativeNames([.dnsName("localhost")]) },
            issuerPrivateKey: Certificate.PrivateKey(key))
        program = ProgramCertificate(certificate: try certificate.serializeAsPEM().pemString, key: key.pemRepresentation)
    }
}
