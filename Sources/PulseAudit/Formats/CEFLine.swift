import PulseCore

/// A line of the ArcSight Common Event Format, version 0: "Implementing ArcSight Common Event Format".
struct CEFLine {
    let text: String

    /// Characters of a text of the extension dictionary.
    private static let longestField = 1023

    init(_ record: AuditRecord, _ context: FormatContext) {
        let name = EventName(record.event).words
        let header = ["Pulse", "Pulse", context.version, record.event, name.isEmpty ? record.event : name].map(Self.header).joined(separator: "|")
        text = "CEF:0|\(header)|\(Self.severity(record.outcome))|\(Self.extensions(record, context))"
    }

    private static func severity(_ outcome: AuditEvent.Outcome) -> Int {
        switch outcome {
        case .intent: 2
        case .success: 3
        case .failure: 6
        case .denied: 7
        }
    }

    private static func extensions(_ record: AuditRecord, _ context: FormatContext) -> String {
        var pairs: [(String, String)] = [
            ("rt", "\(record.at.milliseconds)"), ("externalId", record.id), ("act", record.event), ("outcome", record.outcome.rawValue),
            ("dvchost", context.host),
        ]
        if !record.user.isEmpty { pairs.append(("suser", record.user)) }
        pairs += address(record.address)
        if !record.path.isEmpty { pairs.append(("request", record.path)) }
        pairs += labelled("cn1", "sequence", "\(record.sequence)") + labelled("cn2", "previousDeliveredSequence", "\(context.previousDelivered)")
        pairs += labelled("cs1", "previousHash", Hex.text(record.previousHash)) + labelled("cs2", "hash", Hex.text(record.hash))
        pairs += labelled("cs3", "operation", record.operation) + labelled("cs4", "actor", record.actor.rawValue)
        if !record.signature.isEmpty { pairs += labelled("cs5", "signature", record.signature) }
        if context.isTest { pairs += labelled("cs6", "test", "true") }
        if !record.details.isEmpty { pairs.append(("msg", DetailsForm.text(record.details))) }
        return pairs.map { "\($0)=\(value($1))" }.joined(separator: " ")
    }

    private static func labelled(_ key: String, _ label: String, _ value: String) -> [(String, String)] { [(key, value), ("\(key)Label", label)] }

    /// `src` is for IPv4 only; IPv6 has a custom field of its own, and a name is `shost`.
    private static func address(_ text: String) -> [(String, String)] {
        guard !text.isEmpty else { return [] }
        guard let address = IPAddress(text) else { return [("shost", text)] }
        return address.isIPv6 ? labelled("c6a2", "Source IPv6 Address", text) : [("src", address.description)]
    }

    /// In the header a bar and a backslash are escaped; there are no line breaks in it.
    private static func header(_ text: String) -> String {
        text.printable(limit: 512).replacing("\\", with: "\\\\").replacing("|", with: "\\|")
    }

    /// In values an equals sign and a backslash are escaped, and line breaks written as `\n` and `\r`.
    private static func value(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars.prefix(longestField) {
            switch character {
            case "\\": result += "\\\\"
            case "=": result += "\\="
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            default: result += String(Character(character)).printable(limit: 4)
            }
        }
        return result
    }
}
