package import PulseCore

/// The headers of the Standard Webhooks specification.
package enum WebhookHeaders {
    /// - Parameters:
    ///   - id: of the message, the same at every attempt, so that a receiver recognises a repetition.
    ///   - secrets: several while one is being replaced; a receiver accepts a message when any of the signatures is right.
    package static func make(id: String, at now: Timestamp, body: [UInt8], secrets: [WebhookSecret]) -> [(name: String, value: String)] {
        var headers = [(name: "webhook-id", value: id), (name: "webhook-timestamp", value: "\(now.seconds)")]
        if !secrets.isEmpty {
            let signatures = secrets.map { $0.signature(id: id, seconds: now.seconds, body: body) }
            headers.append((name: "webhook-signature", value: signatures.joined(separator: " ")))
        }
        return headers
    }
}
