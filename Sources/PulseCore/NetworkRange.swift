/// A network in CIDR form, `10.0.0.0/8`, `fd00::/8`, or one address.
package struct NetworkRange: Sendable, Hashable, CustomStringConvertible {
    private let bytes: [UInt8]
    private let bits: Int
    /// As it was given.
    package let description: String

    /// Nil when the text is not a network.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let address = IPAddress(parts[0]) else { return nil }
        let bits = parts.count == 2 ? Int(parts[1]) : address.bytes.count * 8
        guard let bits, (0...address.bytes.count * 8).contains(bits) else { return nil }
        (self.bytes, self.bits, description) = (address.bytes, bits, text)
    }

    package func contains(_ address: String) -> Bool { IPAddress(address).map(contains) ?? false }

    package func contains(_ address: IPAddress) -> Bool {
        let other = address.bytes
        guard other.count == bytes.count else { return false }
        let whole = bits / 8
        guard other[..<whole] == bytes[..<whole] else { return false }
        let rest = bits % 8
        return rest == 0 || (other[whole] ^ bytes[whole]) >> (8 - rest) == 0
    }
}
