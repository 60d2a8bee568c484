import Foundation
import PulseCore

/// The address of an endpoint: `https://host/path` for webhooks and Splunk, `tcp://host:514` or `tls://host:6514` for syslog.
package struct WebhookAddress: Sendable, Equatable {
    /// In the form in which it is kept and shown.
    package let url: String
    package let host: String
    package let port: Int

    /// Bytes.
    package static let longest = 2048

    /// - Throws: ``WebhookError/url(_:)``
    package init(_ text: String, kind: WebhookKind) throws(WebhookError) {
        guard text.utf8.count <= Self.longest else { throw .url("An address has at most \(Self.longest) bytes.") }
        guard text.unicodeScalars.allSatisfy({ (33...126).contains($0.value) }), let parts = URLComponents(string: text),
            let scheme = parts.scheme?.lowercased(), let host = parts.host.map(Self.bare), Self.isHost(host)
        else { throw .url(Self.expected(kind)) }
        guard let usual = Self.ports(kind)[scheme] else { throw .url(Self.expected(kind)) }
        guard parts.user == nil, parts.password == nil else {
            throw .url("Leave user and password out of the address: everybody who may read it would see them.")
        }
        guard parts.fragment == nil, !kind.isSyslog || ["", "/"].contains(parts.path) && parts.query == nil else { throw .url(Self.expected(kind)) }
        let port = parts.port ?? usual
        guard (1...65_535).contains(port) else { throw .url("A port is a number from 1 to 65535.") }
        self.host = host
        self.port = port
        url = kind.isSyslog ? "\(kind == .syslogTLS ? "tls" : "tcp")://\(host.contains(":") ? "[\(host)]" : host):\(port)" : text
    }

    private static func bare(_ host: String) -> String {
        host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    }

    /// A name or an address; `URLComponents` gives a host with its `%xx` decoded, which could be anything.
    private static func isHost(_ host: String) -> Bool {
        guard !host.contains(":") else { return IPAddress(host) != nil }
        return !host.isEmpty
            && host.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
                default: false
                }
            }
    }

    /// The schemes of a kind, with their usual ports: 514 for syslog over TCP by custom, 6514 over TLS by RFC 5425.
    private static func ports(_ kind: WebhookKind) -> [String: Int] {
        switch kind {
        case .webhook, .splunk: ["https": 443, "http": 80]
        case .syslogTCP: ["tcp": 514, "syslog": 514]
        case .syslogTLS: ["tls": 6514, "syslog": 6514]
        }
    }

    private static func expected(_ kind: WebhookKind) -> String {
        switch kind {
        case .webhook: "Enter the address as https://host/path."
        case .splunk: "Enter the address of the collector, for example https://splunk.example.com:8088/services/collector/event."
        case .syslogTCP: "Enter the address as tcp://host:514."
        case .syslogTLS: "Enter the address as tls://host:6514."
        }
    }
}
