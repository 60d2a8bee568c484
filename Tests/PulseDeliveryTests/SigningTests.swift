import Foundation
import PulseCore
import PulseDelivery
import Testing

@Suite("Signatures of webhooks", .timeLimit(.minutes(5)))
struct SigningTests {
    /// The vector of the specification's own libraries.
    private let secret = WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")!
    private let id = "msg_p5jXN8AQM9LWM0D4loKWxJek"
    private let body = Array(#"{"test": 2432232314}"#.utf8)

    @Test("the public vector of Standard Webhooks")
    func vector() {
        #expect(secret.signature(id: id, seconds: 1_614_265_330, body: body) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test("the same without the prefix of the secret")
    func withoutPrefix() {
        #expect(WebhookSecret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") == secret)
    }

    @Test("any change of id, time or body changes the signature")
    func otherContent() {
        let signature = secret.signature(id: id, seconds: 1_614_265_330, body: body)
        #expect(secret.signature(id: id + "x", seconds: 1_614_265_330, body: body) != signature)
        #expect(secret.signature(id: id, seconds: 1_614_265_331, body: body) != signature)
        #expect(secret.signature(id: id, seconds: 1_614_265_330, body: body + [0x20]) != signature)
    }

    @Test("headers: the id, the second, and a signature by each secret of a rotation")
    func headers() {
        let other = WebhookSecret.make()
        let now = Timestamp(milliseconds: 1_614_265_330_999)
        let headers = WebhookHeaders.make(id: id, at: now, body: body, secrets: [other, secret])
        #expect(headers.map(\.name) == ["webhook-id", "webhook-timestamp", "webhook-signature"])
        #expect(headers[0].value == id && headers[1].value == "1614265330")
        let signatures = headers[2].value.split(separator: " ")
        #expect(signatures.count == 2 && signatures[1] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        #expect(WebhookHeaders.make(id: id, at: now, body: body, secrets: []).count == 2)
    }

    @Test("a secret has 24 to 64 bytes", arguments: [(23, false), (24, true), (32, true), (64, true), (65, false), (0, false)])
    func lengths(count: Int, isOne: Bool) {
        let text = "whsec_" + Data(repeating: 7, count: count).base64EncodedString()
        #expect((WebhookSecret(text) != nil) == isOne)
    }

    @Test("what is no base64 is no secret", arguments: ["", "whsec_", "whsec_!!!!", "password", "whsec_" + String(repeating: "A", count: 5000)])
    func nonsense(text: String) {
        #expect(WebhookSecret(text) == nil)
    }

    @Test("a new secret is one, differs from the next, and does not print")
    func random() {
        let (one, other) = (WebhookSecret.make(), WebhookSecret.make())
        #expect(one != other && WebhookSecret(one.text.reveal()) == one)
        #expect(!"\(one)".contains("whsec_"))
    }
}
