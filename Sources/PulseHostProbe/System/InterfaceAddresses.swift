import Glibc

/// The addresses of the network interfaces of this process's network, with prefix length.
enum InterfaceAddresses {
    /// By name of the interface, IPv4 first. Without link-local IPv6, which every interface has and nobody types.
    static func all() -> [String: [String]] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return [:] }
        defer { freeifaddrs(first) }
        var found: [String: (version4: [String], version6: [String])] = [:]
        var next = first
        while let entry = next?.pointee {
            next = entry.ifa_next
            guard let address = entry.ifa_addr, let name = entry.ifa_name.map({ String(cString: $0) }) else { continue }
            let length = prefixLength(entry.ifa_netmask)
            switch Int32(address.pointee.sa_family) {
            case AF_INET: text(ofVersion4: address).map { found[name, default: ([], [])].version4.append($0 + length) }
            case AF_INET6: text(ofVersion6: address).map { found[name, default: ([], [])].version6.append($0 + length) }
            default: break
            }
        }
        return found.mapValues { $0.version4.sorted() + $0.version6.sorted() }
    }

    private static func text(ofVersion4 address: UnsafeMutablePointer<sockaddr>) -> String? {
        let bytes = UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in.self).sin_addr
        return withUnsafePointer(to: bytes) { text($0, AF_INET) }
    }

    private static func text(ofVersion6 address: UnsafeMutablePointer<sockaddr>) -> String? {
        let bytes = UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in6.self).sin6_addr
        let isLinkLocal = withUnsafeBytes(of: bytes) { $0[0] == 0xFE && $0[1] & 0xC0 == 0x80 }
        return isLinkLocal ? nil : withUnsafePointer(to: bytes) { text($0, AF_INET6) }
    }

    private static func text(_ address: UnsafeRawPointer, _ family: Int32) -> String? {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(family, address, &text, socklen_t(text.count)) != nil else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// `/24`; empty where there is no mask.
    private static func prefixLength(_ mask: UnsafeMutablePointer<sockaddr>?) -> String {
        guard let mask else { return "" }
        switch Int32(mask.pointee.sa_family) {
        case AF_INET: return "/\(UnsafeRawPointer(mask).loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr.nonzeroBitCount)"
        case AF_INET6:
            let bytes = UnsafeRawPointer(mask).loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return "/\(withUnsafeBytes(of: bytes) { $0.reduce(0) { $0 + $1.nonzeroBitCount } })"
        default: return ""
        }
    }
}
