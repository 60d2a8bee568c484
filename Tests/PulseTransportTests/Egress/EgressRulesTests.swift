import PulseCore
import PulseTransport
import Testing

@Suite("Where calls on somebody's behalf may go", .timeLimit(.minutes(5)))
struct EgressRulesTests {
    private func refusal(_ text: String, private allowsPrivate: Bool = false, allowed: [String] = []) throws -> AddressKind? {
        let rules = EgressRules(allowsPrivateNetworks: allowsPrivate, allowed: allowed.compactMap { NetworkRange($0) })
        return rules.refusal(of: try #require(IPAddress(text), "\(text) is no address"))
    }

    @Test("public addresses may be called", arguments: ["1.1.1.1", "9.9.9.9", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::101:101"])
    func global(address: String) throws {
        #expect(try refusal(address) == nil)
    }

    static let refused: [(String, AddressKind)] = [
        ("127.0.0.1", .loopback), ("127.255.255.254", .loopback), ("::1", .loopback), ("0.0.0.0", .unspecified), ("0.1.2.3", .unspecified),
        ("::", .unspecified), ("169.254.169.254", .metadata), ("169.254.170.2", .metadata), ("fd00:ec2::254", .metadata), ("fd20:ce::254", .metadata),
        ("100.100.100.200", .metadata), ("168.63.129.16", .metadata), ("192.0.0.192", .metadata), ("169.254.1.1", .linkLocal),
        ("fe80::1", .linkLocal),
        ("febf::1", .linkLocal), ("224.0.0.1", .multicast), ("239.255.255.250", .multicast), ("ff02::1", .multicast), ("255.255.255.255", .broadcast),
        ("192.0.2.7", .documentation), ("198.51.100.7", .documentation), ("203.0.113.7", .documentation), ("2001:db8::7", .documentation),
        ("3fff::1", .documentation), ("100.64.0.1", .shared), ("100.127.255.255", .shared), ("192.0.0.1", .reserved), ("192.88.99.1", .reserved),
        ("198.18.0.1", .reserved), ("198.19.255.255", .reserved), ("240.0.0.1", .reserved), ("100::1", .reserved), ("5f00::1", .reserved),
        ("fec0::1", .reserved), ("10.0.0.1", .privateNetwork), ("172.16.0.1", .privateNetwork), ("172.31.255.255", .privateNetwork),
        ("192.168.1.1", .privateNetwork), ("fc00::1", .privateNetwork), ("fd12:3456::1", .privateNetwork),
    ]

    @Test("others may not, each for its reason", arguments: refused)
    func refusal(address: String, kind: AddressKind) throws {
        #expect(try refusal(address) == kind)
    }

    /// The same forbidden address in every dress that IPv6 has for it.
    @Test(
        "an IPv4 address inside an IPv6 address is judged as itself",
        arguments: [
            ("::ffff:127.0.0.1", AddressKind.loopback), ("::127.0.0.1", .loopback), ("::ffff:0:127.0.0.1", .loopback), ("64:ff9b::7f00:1", .loopback),
            ("64:ff9b::a9fe:a9fe", .metadata), ("2002:7f00:1::1", .loopback), ("2002:a9fe:a9fe::", .metadata), ("2002:c0a8:101::1", .privateNetwork),
            // Teredo: its client is 127.0.0.1 with all bits turned; then its server is.
            ("2001:0:102:304:0:0:80ff:fffe", .loopback), ("2001:0:7f00:1:0:0:fefe:fefe", .loopback),
            ("2606:4700::5efe:7f00:1", .loopback), ("2606:4700::200:5efe:a9fe:a9fe", .metadata), ("fe80::5efe:101:101", .linkLocal),
            ("64:ff9b:1::101:101", .reserved), ("64:ff9b:1:101:1:100::", .reserved),
        ])
    func transition(address: String, kind: AddressKind) throws {
        #expect(try refusal(address) == kind)
    }

    @Test("private networks open with the endpoint's own switch, and nothing else does", arguments: refused)
    func privateNetworks(address: String, kind: AddressKind) throws {
        #expect(try refusal(address, private: true) == (kind == .privateNetwork ? nil : kind))
    }

    @Test("a network that the operator listed may be called, in any dress, but never metadata, multicast and their like")
    func listed() throws {
        #expect(try refusal("127.0.0.1", allowed: ["127.0.0.0/8"]) == nil)
        #expect(try refusal("64:ff9b::7f00:1", allowed: ["127.0.0.0/8"]) == nil)
        #expect(try refusal("100.64.0.1", allowed: ["100.64.0.0/10"]) == nil)
        #expect(try refusal("64:ff9b:1::101:101", allowed: ["64:ff9b:1::/48"]) == nil)
        for address in ["169.254.169.254", "fd00:ec2::254", "224.0.0.1", "0.0.0.0", "255.255.255.255", "::"] {
            #expect(try refusal(address, private: true, allowed: ["0.0.0.0/0", "::/0"]) != nil, "\(address)")
        }
    }

    @Test(
        "addresses are written as RFC 5952 has it",
        arguments: ["2001:db8::1", "::", "::1", "2001:db8:0:1:1:1:1:1", "2001:0:0:1::1", "10.0.0.7", "fe80::"])
    func text(address: String) throws {
        #expect(try #require(IPAddress(address)).description == address)
    }
}
