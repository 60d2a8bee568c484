import Crypto
import Foundation
import NIOHTTP1
import PulseCore
import PulseDelivery
import PulseTestPrograms
import PulseTransport
import Testing

@Suite("Webhooks over HTTP", .timeLimit(.minutes(2)))
struct HTTPSenderTests {
    private let now = Timestamp(milliseconds: 1_790_000_000_123)
    private let message = OutboxDraft(id: "m-1", number: 7, label: "login", body: Array(#"{"event":"audit.login"}"#.utf8))
    private let secret = WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")!

    private func send(to url: String, _ egress: EgressRules = loopback) async throws -> DeliveryTrial {
        try await withClient { client in
            let target = DeliveryTarget(
                .webhook(url: url, contentType: "application/json", secrets: [secret]), egress: egress, userAgent: "Pulse-Audit-Webhook/1")
            return await SenderFactory(client: client).sender(for: target).trial(message, at: now)
        }
    }

    @Test("the body as it is, the headers of v5 and of Standard Webhooks, and a signature that the receiver can check")
    func headers() async throws {
        try await LoopbackReceiver().run { receiver in
            #expect(try await send(to: receiver.url).outcome == .delivered(status: 200))
            let got = try #require(receiver.got.first)
            #expect(got.head.method == .POST && got.head.uri == "/hook" && got.body == message.body)
            #expect(got.header("user-agent") == "Pulse-Audit-Webhook/1" && got.header("content-type") == "application/json")
            #expect(got.header("x-pulse-event") == "login" && got.header("x-pulse-event-id") == "m-1")
            #expect(got.header("webhook-id") == "m-1" && got.header("webhook-timestamp") == "1790000000")
            // Computed here, not by the code under test.
            let key = SymmetricKey(data: Data(base64Encoded: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")!)
            let code = HMAC<SHA256>.authenticationCode(for: Data("m-1.1790000000.".utf8) + message.body, using: key)
            #expect(got.header("webhook-signature") == "v1," + Data(code).base64EncodedString())
        }
    }

    @Test("what a receiver answers decides", arguments: [200, 204, 302, 400, 410, 429, 500])
    func statuses(status: Int) async throws {
        let receiver = LoopbackReceiver { _ in .status(status, headers: [("Retry-After", "90"), ("Location", "http://127.0.0.1:1/")], body: "said") }
        try await receiver.run { receiver in
            let trial = try await send(to: receiver.url)
            #expect(trial.outcome == HTTPVerdict.outcome(status: status, retryAfter: "90", at: now))
            #expect(status == 204 || trial.answer == "said")
            #expect(receiver.got.count == 1)
        }
    }

    @Test("a connection that is cut, and nobody there, are failures with a sentence")
    func noAnswer() async throws {
        try await LoopbackReceiver { _ in .cut }.run { receiver in
            guard case .failed(nil, let reason, nil) = try await send(to: receiver.url).outcome else {
                Issue.record("delivered")
                return
            }
            #expect(reason.hasPrefix("The receiver ") && reason.hasSuffix("."))
        }
        guard case .failed = try await send(to: "http://127.0.0.1:1/").outcome else {
            Issue.record("delivered")
            return
        }
    }

    @Test("an address that is not allowed is a failure, and its server sees nothing")
    func notAllowed() async throws {
        try await LoopbackReceiver().run { receiver in
            for host in ["127.0.0.1", "localhost"] {
                let outcome = try await send(to: "http://\(host):\(receiver.port)/", EgressRules(allowsPrivateNetworks: true)).outcome
                #expect(outcome.reason?.contains("this machine itself") == true)
            }
            #expect(receiver.connections == 0)
        }
    }

    @Test("an answer without end is not read to its end")
    func endless() async throws {
        try await LoopbackReceiver { _ in .status(200, body: String(repeating: "x", count: 1 << 20)) }.run { receiver in
            let reason = try await send(to: receiver.url).outcome.reason
            #expect(reason?.contains("longer than") == true)
        }
    }

    @Test("Splunk: the token in its header, and no signature")
    func splunk() async throws {
        try await LoopbackReceiver().run { receiver in
            try await withClient { client in
                let target = DeliveryTarget(.splunk(url: receiver.url, token: Redacted("t0ken")), egress: loopback, userAgent: "Pulse")
                #expect(await SenderFactory(client: client).sender(for: target).send(message, at: now) == .delivered(status: 200))
            }
            #expect(receiver.got.first?.header("authorization") == "Splunk t0ken")
            #expect(receiver.got.first?.header("webhook-signature") == nil)
        }
    }
}
