import PulseCore

/// The forms in which records leave for other systems.
package enum AuditFormat: String, Sendable, CaseIterable {
    /// The payload of Pulse v5, with our sequence and hashes in it.
    case json
    /// Elastic Common Schema 8.11.
    case ecs
    /// Open Cybersecurity Schema Framework 1.3.0.
    case ocsf
    /// ArcSight Common Event Format, version 0.
    case cef
    /// Syslog with structured data, RFC 5424.
    case rfc5424
    /// An event for Splunk's HTTP Event Collector.
    case hec

    /// The media type of a body in this form.
    package var contentType: String {
        switch self {
        case .json, .ecs, .ocsf, .hec: "application/json"
        case .cef, .rfc5424: "text/plain; charset=utf-8"
        }
    }

    package func bytes(of record: AuditRecord, _ context: FormatContext) -> [UInt8] {
        switch self {
        case .json: JSONPayload(record, context).bytes
        case .ecs: ECSDocument(record, context).bytes
        case .ocsf: OCSFEvent(record, context).bytes
        case .cef: Array(CEFLine(record, context).text.utf8)
        case .rfc5424: SyslogMessage(record, context).structured
        case .hec: HECEvent(record, context).bytes
        }
    }

    /// The same as a message of syslog: what is none itself becomes the message of one.
    package func syslogBytes(of record: AuditRecord, _ context: FormatContext) -> [UInt8] {
        guard self != .rfc5424 else { return bytes(of: record, context) }
        return SyslogMessage(record, context).carrying(bytes(of: record, context))
    }
}

/// What a form says beside the record itself.
package struct FormatContext: Sendable, Equatable {
    /// The version of this program.
    package let version: String
    /// The name of the machine it runs on.
    package let host: String
    /// The sequence of the event that went to the same endpoint before this one, 0 for the first: so a receiver tells events that its filter leaves
    /// out from events that are missing.
    package let previousDelivered: Int64
    /// Made by the test button; it stands in no log.
    package let isTest: Bool

    package init(version: String, host: String, previousDelivered: Int64, isTest: Bool = false) {
        self.version = version
        self.host = host
        self.previousDelivered = previousDelivered
        self.isTest = isTest
    }
}
