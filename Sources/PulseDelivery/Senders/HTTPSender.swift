package import PulseCore
import PulseTransport

/// POSTs a message. Every 2xx is a success, 410 the wish to get nothing more, all else a failure; redirects are not followed.
struct HTTPSender: DeliverySender {
    let target: DeliveryTarget
    let client: OutboundClient

    /// Of the specification's 15 to 30 s.
    static let deadline = Duration.seconds(20)
    /// Nobody needs more of an answer, bytes.
    static let answerLimit = 64 << 10

    /// Characters of an answer that are shown.
    private static let shownAnswer = 256

    func send(_ message: OutboxDraft, at now: Timestamp) async -> DeliveryOutcome { await trial(message, at: now).outcome }

    func trial(_ message: OutboxDraft, at now: Timestamp) async -> DeliveryTrial {
        do {
            let response = try await client.send(request(message, at: now))
            let outcome = HTTPVerdict.outcome(status: response.status, retryAfter: response.header("retry-after"), at: now)
            let said = String(decoding: response.body.prefix(Self.shownAnswer), as: UTF8.self).printable(limit: Self.shownAnswer)
            return DeliveryTrial(outcome: outcome, answer: said.isEmpty ? nil : said)
        } catch {
            return DeliveryTrial(outcome: .failed(status: nil, reason: error.aboutReceiver, retryAfter: nil), answer: nil)
        }
    }

    func confirm() async -> Bool { true }

    func close() async {}

    private func request(_ message: OutboxDraft, at now: Timestamp) -> OutboundRequest {
        let (url, contentType, headers) = address(message, at: now)
        return OutboundRequest(
            .postBody(message.body, type: contentType), url: url,
            headers: [(name: "User-Agent", value: target.userAgent), (name: "Accept", value: "*/*")] + headers, trust: target.trust,
            egress: target.egress, deadline: Self.deadline, byteLimit: Self.answerLimit)
    }

    private func address(_ message: OutboxDraft, at now: Timestamp) -> (url: String, contentType: String, headers: [(name: String, value: String)]) {
        switch target.way {
        case .webhook(let url, let contentType, let secrets):
            let v5 = [(name: "X-Pulse-Event", value: message.label), (name: "X-Pulse-Event-ID", value: message.id)]
            return (url, contentType, v5 + WebhookHeaders.make(id: message.id, at: now, body: message.body, secrets: secrets))
        case .splunk(let url, let token): return (url, "application/json", [(name: "Authorization", value: "Splunk \(token.reveal())")])
        case .syslog: return ("", "", [])
        }
    }
}

extension TransportError {
    /// The sentence about whoever was to be delivered to.
    var aboutReceiver: String {
        let sentence = sentence(about: "the receiver")
        return sentence.prefix(1).uppercased() + sentence.dropFirst()
    }
}

/// What a status means for a delivery.
package enum HTTPVerdict {
    package static func outcome(status: Int, retryAfter: String?, at now: Timestamp) -> DeliveryOutcome {
        switch status {
        case 200..<300: .delivered(status: status)
        case 410: .gone(reason: "The receiver answered 410: it wants no more messages.")
        case 300..<400:
            .failed(
                status: status, reason: "The receiver answered \(status), a redirect, which is not followed: enter the address it leads to.",
                retryAfter: nil)
        default:
            .failed(
                status: status, reason: "The receiver answered \(status).", retryAfter: retryAfter.flatMap { RetryAfter.parse($0, at: now) })
        }
    }
}
