import PulseCore

/// An event of Splunk's HTTP Event Collector: "Format events for HTTP Event Collector". Its index is the token's own.
struct HECEvent: Encodable {
    /// Indexed beside the event, so that gaps can be searched for without reading it.
    private struct Fields: Encodable {
        let sequence: Int64
        let previousDeliveredSequence: Int64
        let event: String
        let outcome: String
        let hash: String
        let previousHash: String
        let test: String?
    }

    /// Seconds with milliseconds.
    private let time: Double
    private let host: String
    private let source: String
    private let sourcetype: String
    private let event: EventObject
    private let fields: Fields

    init(_ record: AuditRecord, _ context: FormatContext) {
        time = Double(record.at.milliseconds) / 1000
        host = context.host
        source = "pulse"
        sourcetype = "pulse:audit"
        event = EventObject(record)
        fields = Fields(
            sequence: record.sequence, previousDeliveredSequence: context.previousDelivered, event: record.event, outcome: record.outcome.rawValue,
            hash: Hex.text(record.hash), previousHash: Hex.text(record.previousHash), test: context.isTest ? "true" : nil)
    }

    var bytes: [UInt8] { FormatText.json(self) }
}
