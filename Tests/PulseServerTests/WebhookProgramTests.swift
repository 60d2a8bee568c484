import Foundation
import PulseDelivery
import PulseTestPrograms
import Testing

@testable import PulseServer

/// Audit webhooks of the whole program, as an administrator sets them up.
@Suite("Audit webhooks by the program", .serialized, .timeLimit(.minutes(2)))
struct WebhookProgramTests {
    private let program = PulseProgram()
    private let token = "test-token-test-token-test-token"

    private struct Payload: Decodable {
        struct Record: Decodable { let sequence: Int64 }
        let data: Record
    }

    private struct Made: Decodable { let secret: String }

    /// A licence and the environment that takes it.
    private func licence() throws -> (key: String, environment: [String: String]) {
        let file = NSTemporaryDirectory() + "pulse-webhook-program-\(UUID().uuidString).key"
        let made = try program.run(["license", "keygen", file])
        let line = try #require(made.output.split(separator: "\n").first { $0.hasPrefix("PULSE_LICENSE_PUBLIC_KEY=") })
        let issued = try program.run(["license", "issue", "--key", file, "--email", "ann@example.org", "--days", "30"])
        let key = issued.output.trimmingCharacters(in: .whitespacesAndNewlines)
        return (
            key, ["PULSE_LICENSE_PUBLIC_KEY": String(line.dropFirst(25)), "API_TOKENS": token, "PULSE_WEBHOOK_ALLOWED_NETWORKS": "127.0.0.0/8"]
        )
    }

    private func post(_ server: RunningServer, _ path: String, _ json: String) -> (status: Int, body: String) {
        server.post(path, json, headers: ["X-API-Token: \(token)"])
    }

    private func arrived(_ receiver: LoopbackReceiver, _ count: Int, _ event: String) async throws {
        func isThere() -> Bool { receiver.got.count { String(decoding: $0.body, as: UTF8.self).contains("audit.\(event)") } >= count }
        for _ in 0..<400 where !isThere() { try await Task.sleep(for: .milliseconds(50)) }
        #expect(isThere(), "\(count) times \(event)")
    }

    @Test("every event arrives signed and in order; without a licence they wait, also over kill -9, and come when there is one")
    func delivered() async throws {
        let (key, environment) = try licence()
        try await LoopbackReceiver().run { receiver in
            let endpoint = #"{"name":"SIEM","kind":"webhook","format":"json","url":"\#(receiver.url)"}"#
            let first = try program.serve(environment: environment)
            #expect(post(first, "/api/admin/webhooks/audit/endpoints", endpoint).status == 402)
            #expect(post(first, "/api/license/activate", #"{"license_key":"\#(key)"}"#).status == 200)
            let made = post(first, "/api/admin/webhooks/audit/endpoints", endpoint)
            #expect(made.status == 201, "\(made.body)")
            let secret = try #require(WebhookSecret(try JSONDecoder().decode(Made.self, from: Data(made.body.utf8)).secret))
            #expect(post(first, "/api/security/tokens", #"{"name":"one","scopes":["monitoring:read"]}"#).status == 201)
            try await arrived(receiver, 2, "token.create")
            #expect(post(first, "/api/license/clear", "{}").status == 200)
            #expect(post(first, "/api/security/tokens", #"{"name":"two","scopes":["monitoring:read"]}"#).status == 201)
            first.killHard()
            #expect(try program.run(["license", "activate"], input: key, environment: environment).code == 0)
            let second = try program.serve(environment: environment)
            try await arrived(receiver, 4, "token.create")
            try check(receiver.got, secret)
            #expect(second.terminate() == 0)
        }
        #expect(try program.run(["audit", "verify"]).code == 0)
    }

    /// Each number once more than the one before, or a repetition; each signature right.
    private func check(_ got: [LoopbackReceiver.Got], _ secret: WebhookSecret) throws {
        let numbers = try got.map { try JSONDecoder().decode(Payload.self, from: Data($0.body)).data.sequence }
        for (before, after) in zip(numbers, numbers.dropFirst()) { #expect(after <= before + 1, "\(numbers)") }
        #expect(Set(numbers).count == Int((numbers.max() ?? 0) - (numbers.min() ?? 0)) + 1, "\(numbers)")
        for message in got {
            let (id, seconds) = (try #require(message.header("webhook-id")), try #require(message.header("webhook-timestamp").flatMap { Int64($0) }))
            #expect(message.header("webhook-signature") == secret.signature(id: id, seconds: seconds, body: message.body))
        }
    }
}
