import PulseCore
package import PulseTransport

/// Why networks cannot be looked through as they were entered.
package enum DiscoveryError: SentenceError, Hashable {
    case noNetworks
    case unreadable(String)
    case tooWide(String)
    case tooManyNetworks
    case tooManyAddresses(Int)
    case refused(String, AddressKind)
    case portsInvalid
    case hoursInvalid

    package static let allowedNetworksKey = "PULSE_DISCOVERY_ALLOWED_NETWORKS"

    /// The field of the request it is about.
    package var field: String {
        switch self {
        case .portsInvalid: "ports"
        case .hoursInvalid: "everyHours"
        default: "networks"
        }
    }

    package var sentence: String {
        switch self {
        case .noNetworks: "No network was named. Enter the networks to look at, for example 192.168.1.0/24; Pulse never chooses one by itself."
        case .unreadable(let text):
            "“\(text.printable(limit: 60))” is not a network. Write an address and how many of its bits are fixed, for example 192.168.1.0/24 or fd00:1::/120."
        case .tooWide(let text):
            "\(text.printable(limit: 60)) has more than \(ScanLimits.mostAddresses) addresses, the most that one search looks at. Name a part of it: a /22 or longer, for IPv6 a /118 or longer."
        case .tooManyNetworks: "More than \(ScanLimits.mostNetworks) networks were named. Search them one after the other."
        case .tooManyAddresses(let count):
            "These networks have \(count) addresses together, and one search looks at \(ScanLimits.mostAddresses) at most. Search them one after the other."
        case .refused(let network, .loopback), .refused(let network, .linkLocal), .refused(let network, .documentation),
            .refused(let network, .reserved):
            "\(network) is not looked at: \(kindWords). Whoever runs this machine can allow it in \(Self.allowedNetworksKey)."
        case .refused(let network, _): "\(network) is not looked at: \(kindWords)."
        case .portsInvalid: "Name one to \(ScanLimits.mostPorts) ports, each from 1 to 65535. Proxmox answers on 8006, its backup server on 8007."
        case .hoursInvalid: "everyHours is 0, for searches by hand only, or a number of hours up to \(DiscoverySettings.mostHours)."
        }
    }

    private var kindWords: String {
        if case .refused(_, let kind) = self { "it contains \(kind.words)" } else { "" }
    }
}
