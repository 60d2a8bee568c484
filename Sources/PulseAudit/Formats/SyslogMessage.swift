import PulseCore

/// A message of syslog, RFC 5424. Its frame (RFC 6587, counted octets) is the sender's matter.
struct SyslogMessage {
    private let record: AuditRecord
    private let context: FormatContext

    /// Facility 13 is "log audit", RFC 5424 section 6.2.1.
    private static let facility = 13
    /// The number that RFC 5612 reserves for use without an enterprise number of one's own.
    private static let enterprise = 32_473
    /// Of a parameter's value, characters.
    private static let longestValue = 1024

    init(_ record: AuditRecord, _ context: FormatContext) {
        self.record = record
        self.context = context
    }

    /// With the record as structured data, and a sentence for people. The mark of UTF-8 stands before the sentence as section 6.4 wants it.
    var structured: [UInt8] {
        Array("\(header) \(element("audit", parameters))\(detailsElement) \u{FEFF}\(FormatText.sentence(record))".utf8)
    }

    /// With something else as message: the sequence and hashes stand in the structured data all the same.
    func carrying(_ message: [UInt8]) -> [UInt8] {
        Array("\(header) \(element("audit", Array(parameters.prefix(Self.chain)))) ".utf8) + message
    }

    private var header: String {
        let priority = Self.facility * 8 + severity
        return "<\(priority)>1 \(record.at) \(Self.token(context.host, limit: 255)) pulse - \(Self.token(record.event, limit: 32))"
    }

    private var severity: Int {
        switch record.outcome {
        case .intent: 6
        case .success: 5
        case .failure, .denied: 4
        }
    }

    /// The first ones are what tells whether a record is missing.
    private static let chain = 5

    private var parameters: [(String, String)] {
        [
            ("sequence", "\(record.sequence)"), ("previousDeliveredSequence", "\(context.previousDelivered)"),
            ("previousHash", Hex.text(record.previousHash)), ("hash", Hex.text(record.hash)), ("id", record.id),
            ("operation", record.operation), ("event", record.event), ("outcome", record.outcome.rawValue), ("actor", record.actor.rawValue),
            ("user", record.user), ("ip", record.address), ("path", record.path), ("signature", record.signature), ("keyId", record.keyID),
            ("test", context.isTest ? "true" : ""),
        ].filter { !$0.1.isEmpty }
    }

    private var detailsElement: String {
        guard !record.details.isEmpty else { return "" }
        let pairs = DetailsForm.sorted(record.details).map { (Self.token($0.name, limit: 32, refused: "=]\""), $0.value) }
        return element("details", pairs)
    }

    private func element(_ name: String, _ parameters: [(String, String)]) -> String {
        "[\(name)@\(Self.enterprise)\(parameters.map { " \($0)=\"\(Self.value($1))\"" }.joined())]"
    }

    /// Section 6.3.3: quotation mark, backslash and closing bracket are escaped.
    private static func value(_ text: String) -> String {
        text.printable(limit: longestValue).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("]", with: "\\]")
    }

    /// Printable US-ASCII without spaces, as header fields and names are; `-` is the word for nothing.
    private static func token(_ text: String, limit: Int, refused: String = "") -> String {
        let kept = text.unicodeScalars.map { (33...126).contains($0.value) && !refused.unicodeScalars.contains($0) ? Character($0) : "_" }.prefix(
            limit)
        return kept.isEmpty ? "-" : String(kept)
    }
}
