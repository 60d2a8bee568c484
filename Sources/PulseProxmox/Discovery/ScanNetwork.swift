package import PulseCore
package import PulseTransport

/// A network that an operator named, small enough to be looked through: `192.168.1.0/24`, `fd00::/120`, or one address.
package struct ScanNetwork: Hashable, Sendable, CustomStringConvertible {
    private let first: [UInt8]
    private let prefix: Int

    /// At most 1,024 addresses each: what is variable lies in the last two bytes.
    private static let mostVariableBits = 10
    private static let longestText = 64

    /// - Throws: ``DiscoveryError`` for what is no network, or one that is too wide.
    package init(_ text: some StringProtocol) throws(DiscoveryError) {
        let text = String(text)
        guard text.utf8.count <= Self.longestText else { throw .unreadable(text) }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let address = IPAddress(parts[0]) else { throw .unreadable(text) }
        let bits = address.bytes.count * 8
        guard let prefix = parts.count == 2 ? Self.number(parts[1]) : bits, (0...bits).contains(prefix) else { throw .unreadable(text) }
        guard bits - prefix <= Self.mostVariableBits else { throw .tooWide(text) }
        self.prefix = prefix
        first = Self.masked(address.bytes, variable: bits - prefix)
    }

    package var description: String {
        let address = IPAddress(bytes: first)?.description ?? ""
        return prefix == first.count * 8 ? address : "\(address)/\(prefix)"
    }

    package var count: Int { 1 << (first.count * 8 - prefix) }

    /// Every address in it that a machine can have: in an IPv4 network not the first and the last, which mean the network and everybody in it.
    package var addresses: [IPAddress] {
        let hasEnds = first.count == 4 && count > 2
        return (hasEnds ? 1..<count - 1 : 0..<count).compactMap(address)
    }

    private func address(_ offset: Int) -> IPAddress? {
        var bytes = first
        bytes[bytes.count - 1] |= UInt8(offset & 0xFF)
        bytes[bytes.count - 2] |= UInt8(offset >> 8)
        return IPAddress(bytes: bytes)
    }

    /// Digits alone: `+24` and `024` are nobody's prefix.
    private static func number(_ text: Substring) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }), text == "0" || text.first != "0" else {
            return nil
        }
        return Int(text)
    }

    private static func masked(_ bytes: [UInt8], variable: Int) -> [UInt8] {
        var bytes = bytes
        bytes[bytes.count - 1] &= UInt8(truncatingIfNeeded: 0xFF << min(variable, 8))
        bytes[bytes.count - 2] &= UInt8(truncatingIfNeeded: 0xFF << max(variable - 8, 0))
        return bytes
    }
}

/// The networks of one scan, judged: not empty, not too much, and nothing that must not be called.
package struct ScanNetworks: Hashable, Sendable {
    package let networks: [ScanNetwork]
    /// Each once, in the order in which they are asked.
    package let addresses: [IPAddress]

    /// - Parameter texts: one network each; several in one text may be separated by commas or blanks, as in Pulse v5.
    package init(_ texts: [String], rules: EgressRules) throws(DiscoveryError) {
        let words = texts.flatMap { $0.split { $0 == "," || $0.isWhitespace } }
        guard !words.isEmpty else { throw .noNetworks }
        guard words.count <= ScanLimits.mostNetworks else { throw .tooManyNetworks }
        var networks: [ScanNetwork] = []
        for word in words {
            let network = try ScanNetwork(word)
            if !networks.contains(network) { networks.append(network) }
        }
        let total = networks.reduce(0) { $0 + $1.count }
        guard total <= ScanLimits.mostAddresses else { throw .tooManyAddresses(total) }
        self.networks = networks
        addresses = try Self.allowed(networks, rules)
    }

    /// An address of a cloud's metadata service or of everybody is left out of a network that may be looked at; a network of nothing else is refused.
    private static func allowed(_ networks: [ScanNetwork], _ rules: EgressRules) throws(DiscoveryError) -> [IPAddress] {
        var (result, seen): ([IPAddress], Set<IPAddress>) = ([], [])
        for network in networks {
            var refused: AddressKind?
            let before = result.count
            for address in network.addresses where seen.insert(address).inserted {
                switch rules.refusal(of: address) {
                case nil: result.append(address)
                case .metadata?, .broadcast?: refused = refused ?? rules.refusal(of: address)
                case let kind?: throw .refused(network.description, kind)
                }
            }
            if result.count == before, let refused { throw .refused(network.description, refused) }
        }
        return result
    }
}

extension EgressRules {
    /// Networks of one's own, and those between a provider and its customers that overlays such as Tailscale use, may be looked through when they
    /// are named. This machine itself and link-local addresses only where whoever runs the machine says so.
    package static func discovery(allowed: [NetworkRange]) -> EgressRules {
        EgressRules(allowsPrivateNetworks: true, allowed: allowed + [NetworkRange("100.64.0.0/10")].compactMap { $0 })
    }
}
