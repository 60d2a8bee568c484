package import PulseCore
import PulseTransport

/// How to sign in to a server of Proxmox.
package enum ProxmoxCredentials: Sendable, Equatable {
    /// `id` is `user@realm!token`.
    case token(id: String, secret: Redacted<String>)
    /// `user` is `name@realm`.
    case password(user: String, password: Redacted<String>)

    /// The user the privileges are looked up for, `monitor@pve`.
    package var user: String {
        switch self {
        case .token(let id, _): String(id.prefix { $0 != "!" })
        case .password(let user, _): user
        }
    }
}

/// One address at which a source answers.
package struct ProxmoxEndpoint: Sendable, Hashable {
    /// `https://pve1:8006`, as `ProxmoxAddress` writes it.
    package var url: String
    /// The node behind it, when it is known.
    package var node: String?
    /// SHA-256 of the certificate that was confirmed; nil leaves the judgement to the system.
    package var fingerprint: String?

    package init(url: String, node: String? = nil, fingerprint: String? = nil) {
        self.url = url
        self.node = node
        self.fingerprint = fingerprint
    }

    /// Nil when there is a fingerprint that can't be read: then nothing must be sent.
    var trust: Trust? {
        guard let fingerprint, !fingerprint.isEmpty else { return .system }
        return Fingerprint(fingerprint).map { .pinned($0) }
    }

    var host: String { (try? ProxmoxAddress(url).host) ?? url }
    var port: Int { (try? ProxmoxAddress(url).port) ?? ProxmoxProduct.virtualEnvironment.defaultPort }
}

/// One cluster, standalone node, backup server or mail gateway, as the operator set it up.
package struct ProxmoxSourceConfiguration: Sendable, Equatable {
    package var product: ProxmoxProduct
    package var slug: SourceSlug
    package var name: String
    /// In order of preference. At least one.
    package var endpoints: [ProxmoxEndpoint]
    package var credentials: ProxmoxCredentials
    /// Proxmox renews its figures every 10 s; asking more often brings nothing.
    package var interval: Duration

    package static let defaultInterval = Duration.seconds(10)

    package init(
        product: ProxmoxProduct = .virtualEnvironment, slug: SourceSlug, name: String, endpoints: [ProxmoxEndpoint], credentials: ProxmoxCredentials,
        interval: Duration = defaultInterval
    ) {
        self.product = product
        self.slug = slug
        self.name = name
        self.endpoints = endpoints
        self.credentials = credentials
        self.interval = interval
    }
}
