package import PulseCore

/// What an address is good for, as far as calling it on somebody's behalf goes.
package enum AddressKind: String, Sendable, CaseIterable {
    case global
    case privateNetwork
    /// 100.64.0.0/10, RFC 6598: between a provider and its customers, and in overlay networks.
    case shared
    case loopback
    case linkLocal
    /// Where clouds hand out credentials to whoever asks from inside.
    case metadata
    case unspecified
    case multicast
    case broadcast
    case documentation
    case reserved

    /// As a sentence names it.
    package var words: String {
        switch self {
        case .global: "a public address"
        case .privateNetwork: "an address of a private network"
        case .shared: "an address of a shared network (100.64.0.0/10)"
        case .loopback: "this machine itself"
        case .linkLocal: "a link-local address"
        case .metadata: "a cloud's metadata service"
        case .unspecified: "no address of a machine"
        case .multicast: "a multicast address"
        case .broadcast: "a broadcast address"
        case .documentation: "an address reserved for documentation"
        case .reserved: "a reserved address"
        }
    }

    /// The kind of the address as it is written; an IPv4 address inside an IPv6 address is another question (``EmbeddedAddress``).
    package init(_ address: IPAddress) {
        self = Self.table.first { $0.ranges.contains { $0.contains(address) } }?.kind ?? .global
    }

    /// The first that fits counts, so metadata stands before the networks that it lies in. IANA's registries of special-purpose addresses
    /// (RFC 6890 and what has been added since), and the clouds' documents.
    private static let table: [(kind: AddressKind, ranges: [NetworkRange])] = [
        (
            .metadata,
            ranges(
                "169.254.169.254", "169.254.170.2", "169.254.169.253", "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::/32",
                "fd20:ce::254",
                "fd00:c1::a9fe:a9fe", "fd00:42::42", "fe80::a9fe:a9fe")
        ),
        (.broadcast, ranges("255.255.255.255")),
        (.unspecified, ranges("0.0.0.0/8", "::")),
        (.loopback, ranges("127.0.0.0/8", "::1")),
        (.linkLocal, ranges("169.254.0.0/16", "fe80::/10")),
        (.multicast, ranges("224.0.0.0/4", "ff00::/8")),
        (.privateNetwork, ranges("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")),
        (.shared, ranges("100.64.0.0/10")),
        (.documentation, ranges("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20")),
        // Protocol assignments, relay anycast, benchmarks, future use; discard, benchmarks, ORCHID, segment routing, site-local.
        (
            .reserved,
            ranges(
                "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4", "100::/64", "100:0:0:1::/64", "2001:2::/48", "2001:10::/28",
                "2001:20::/28", "5f00::/16", "fec0::/10")
        ),
    ]

    private static func ranges(_ texts: String...) -> [NetworkRange] { texts.compactMap { NetworkRange($0) } }
}
