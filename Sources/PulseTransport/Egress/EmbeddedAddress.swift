package import PulseCore

/// IPv4 addresses that an IPv6 address carries: the packets end there, so they are judged too.
package enum EmbeddedAddress {
    /// Every address that a packet to `address` may end at, the one itself first.
    package static func all(in address: IPAddress) -> [IPAddress] {
        guard address.isIPv6 else { return [address] }
        return [address] + carried(by: address.bytes).compactMap { IPAddress(bytes: $0) }
    }

    /// True for the NAT64 prefix of local use: where in it the IPv4 address stands is known to the network alone.
    package static func isOpaque(_ address: IPAddress) -> Bool {
        address.isIPv6 && address.bytes.starts(with: [0x00, 0x64, 0xFF, 0x9B, 0x00, 0x01])
    }

    private static func carried(by bytes: [UInt8]) -> [[UInt8]] {
        let last = Array(bytes[12...])
        switch bytes {
        // IPv4-compatible, RFC 4291 §2.5.5.1. `::` and `::1` are themselves.
        case _ where bytes[..<12].allSatisfy({ $0 == 0 }): return last[..<3].allSatisfy { $0 == 0 } ? [] : [last]
        // IPv4-translated, RFC 2765 §2.1: ::ffff:0:a.b.c.d.
        case _ where bytes.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0]): return [last]
        // NAT64, RFC 6052 §2.1: 64:ff9b::/96.
        case _ where bytes.starts(with: [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]): return [last]
        // 6to4, RFC 3056 §2.
        case _ where bytes.starts(with: [0x20, 0x02]): return [Array(bytes[2..<6])]
        // Teredo, RFC 4380 §4: the server, and the client with all bits turned.
        case _ where bytes.starts(with: [0x20, 0x01, 0x00, 0x00]): return [Array(bytes[4..<8]), last.map { ~$0 }]
        // ISATAP, RFC 5214 §6.1, under any prefix.
        case _ where bytes[9] == 0 && bytes[10] == 0x5E && bytes[11] == 0xFE && bytes[8] & 0xFD == 0: return [last]
        default: return []
        }
    }
}
