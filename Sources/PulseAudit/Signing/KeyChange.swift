package import PulseCore

/// A key that begins or ends to sign is an event of its own, so that nobody else's key can slip in.
package enum KeyChange {
    package static let eventName = "audit.key"
    private static let none = "none"

    /// - Parameters:
    ///   - last: the key id of the last record; nil in an empty log.
    /// - Returns: nil when the same key goes on.
    package static func event(from last: String?, to current: SigningKey?, isKnown: Bool, at now: Timestamp) -> AuditEvent? {
        guard let last, last != current?.id ?? "" else { return nil }
        return AuditEvent(
            id: "key-\(now.milliseconds)", at: now, event: eventName, actor: .system, address: nil, path: nil, outcome: .success,
            details: [
                "from": last.isEmpty ? none : last, "to": current?.id ?? none,
                "previousKeyKnown": last.isEmpty || isKnown ? "yes" : "no",
            ])
    }
}
