package import PulseCore
package import PulseTransport

/// Where messages of an endpoint go, and how.
package struct DeliveryTarget: Sendable {
    package enum Way: Sendable {
        /// A POST that is signed by the Standard Webhooks specification; with several secrets once by each.
        case webhook(url: String, contentType: String, secrets: [WebhookSecret])
        /// A POST to the HTTP Event Collector of Splunk, with its token.
        case splunk(url: String, token: Redacted<String>)
        /// Messages of syslog over TCP, each with its length before it.
        case syslog(host: String, port: Int, usesTLS: Bool)
    }

    package let way: Way
    package let trust: Trust
    package let egress: EgressRules
    package let userAgent: String

    package init(_ way: Way, trust: Trust = .system, egress: EgressRules, userAgent: String) {
        self.way = way
        self.trust = trust
        self.egress = egress
        self.userAgent = userAgent
    }
}

/// Makes the sender that fits a target.
package struct SenderFactory: Sendable {
    private let client: OutboundClient
    private let resolver: any NameResolver

    /// - Parameter client: should resolve names by the same resolver.
    package init(client: OutboundClient, resolver: any NameResolver = SystemResolver()) {
        self.client = client
        self.resolver = resolver
    }

    package func sender(for target: DeliveryTarget) -> any DeliverySender {
        switch target.way {
        case .webhook, .splunk: HTTPSender(target: target, client: client)
        case .syslog(let host, let port, let usesTLS):
            SyslogSender(host: host, port: port, trust: usesTLS ? target.trust : nil, names: CheckedName(rules: target.egress, resolver: resolver))
        }
    }
}
