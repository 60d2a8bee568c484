package import PulseCore

/// Which addresses a call on an operator's behalf may go to. Judged are addresses, after the name has been resolved: what a name means can change
/// between the moment somebody saves it and the moment it is called.
package struct EgressRules: Sendable, Hashable {
    /// Private networks (RFC 1918, RFC 4193) may be called.
    package let allowsPrivateNetworks: Bool
    /// Networks that may be called whatever they are. Multicast, broadcast, unspecified and metadata addresses never are.
    package let allowed: [NetworkRange]

    package init(allowsPrivateNetworks: Bool = false, allowed: [NetworkRange] = []) {
        self.allowsPrivateNetworks = allowsPrivateNetworks
        self.allowed = allowed
    }

    /// - Returns: why the address must not be called; nil when it may.
    package func refusal(of address: IPAddress) -> AddressKind? {
        if EmbeddedAddress.isOpaque(address), !isListed(address) { return .reserved }
        return EmbeddedAddress.all(in: address).lazy.compactMap(refusalOfPart).first
    }

    private func refusalOfPart(_ address: IPAddress) -> AddressKind? {
        let kind = AddressKind(address)
        return switch kind {
        case .global: nil
        case .metadata, .unspecified, .multicast, .broadcast: kind
        case .privateNetwork: allowsPrivateNetworks || isListed(address) ? nil : kind
        case .shared, .loopback, .linkLocal, .documentation, .reserved: isListed(address) ? nil : kind
        }
    }

    private func isListed(_ address: IPAddress) -> Bool { allowed.contains { $0.contains(address) } }
}
