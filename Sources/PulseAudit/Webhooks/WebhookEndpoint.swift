package import PulseCore

/// How an endpoint is reached.
package enum WebhookKind: String, Sendable, CaseIterable {
    case webhook
    case splunk
    case syslogTCP = "syslog_tcp"
    case syslogTLS = "syslog_tls"

    /// The forms that make sense there, the usual one first.
    package var formats: [AuditFormat] {
        switch self {
        case .webhook: [.json, .ecs, .ocsf, .cef, .rfc5424]
        case .splunk: [.hec]
        case .syslogTCP, .syslogTLS: [.rfc5424, .cef, .json, .ecs, .ocsf]
        }
    }

    var isSyslog: Bool { self == .syslogTCP || self == .syslogTLS }
}

/// Which events an endpoint gets. Empty lists leave nothing out.
package struct WebhookFilter: Sendable, Equatable {
    /// Beginnings of event names: `login`, `source.`
    package let events: [String]
    package let outcomes: [AuditEvent.Outcome]

    package static let mostEvents = 50
    package static let longestEvent = 64

    /// - Throws: ``WebhookError/filter(_:)``
    package init(events: [String] = [], outcomes: [AuditEvent.Outcome] = []) throws(WebhookError) {
        guard events.count <= Self.mostEvents else { throw .filter("A filter names at most \(Self.mostEvents) beginnings of events.") }
        for event in events {
            guard (1...Self.longestEvent).contains(event.utf8.count), event.utf8.allSatisfy(Self.isAllowed) else {
                throw .filter("A beginning of an event has 1 to \(Self.longestEvent) letters, digits, dots, hyphens and underscores.")
            }
        }
        self.events = events
        self.outcomes = outcomes
    }

    package func matches(_ record: AuditRecord) -> Bool {
        (events.isEmpty || events.contains { record.event.hasPrefix($0) }) && (outcomes.isEmpty || outcomes.contains(record.outcome))
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }
}

/// What a person sets about an endpoint; it cannot hold what could not be delivered to.
package struct WebhookSettings: Sendable, Equatable {
    package let name: String
    package let kind: WebhookKind
    package let format: AuditFormat
    package let address: WebhookAddress
    package let filter: WebhookFilter
    package let allowsPrivateNetworks: Bool
    /// Certificates (PEM) of an authority that the system does not know.
    package let authority: String?

    package static let longestName = 100
    /// Bytes.
    package static let longestAuthority = 64 << 10

    /// - Throws: ``WebhookError`` that names the field.
    package init(
        name: String, kind: WebhookKind, format: AuditFormat?, url: String, filter: WebhookFilter, allowsPrivateNetworks: Bool = false,
        authority: String? = nil
    ) throws(WebhookError) {
        let format = format ?? kind.formats[0]
        guard kind.formats.contains(format) else { throw .format(kind, format) }
        guard (authority?.utf8.count ?? 0) <= Self.longestAuthority else { throw .authority }
        address = try WebhookAddress(url, kind: kind)
        let name = name.printable(limit: Self.longestName)
        self.name = name.allSatisfy(\.isWhitespace) ? address.host : name
        self.kind = kind
        self.format = format
        self.filter = filter
        self.allowsPrivateNetworks = allowsPrivateNetworks
        self.authority = authority.flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// An endpoint as it is kept. Its secret is asked for apart.
package struct WebhookEndpoint: Sendable, Equatable {
    package let id: String
    package let settings: WebhookSettings
    package let hasSecret: Bool
    package let createdAt: Timestamp
    /// Of the last event that was meant for it.
    package let lastSequence: Int64
}
