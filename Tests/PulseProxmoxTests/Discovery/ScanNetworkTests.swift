import PulseCore
import PulseTransport
import Testing

@testable import PulseProxmox

@Suite("Networks to search", .timeLimit(.minutes(5)))
struct ScanNetworkTests {
    private static let rules = EgressRules.discovery(allowed: [])

    private func error(_ texts: String..., allowed: [String] = []) -> DiscoveryError? {
        do throws(DiscoveryError) {
            _ = try ScanNetworks(texts, rules: .discovery(allowed: allowed.compactMap { NetworkRange($0) }))
            return nil
        } catch { return error }
    }

    @Test(
        "a network is written in its own form and has so many addresses",
        arguments: [
            ("192.168.1.0/24", "192.168.1.0/24", 254), ("192.168.1.77/24", "192.168.1.0/24", 254), ("10.0.0.5", "10.0.0.5", 1),
            ("10.0.0.5/32", "10.0.0.5", 1), ("10.0.0.4/31", "10.0.0.4/31", 2), ("10.0.0.4/30", "10.0.0.4/30", 2),
            ("10.1.7.9/22", "10.1.4.0/22", 1022), ("fd00::1:0/118", "fd00::1:0/118", 1024), ("fd00::5", "fd00::5", 1),
            ("FD00:0::FF/120", "fd00::/120", 256),
        ])
    func form(written: String, own: String, addresses: Int) throws {
        let networks = try ScanNetworks([written], rules: Self.rules)
        #expect(networks.networks.map(\.description) == [own])
        #expect(networks.addresses.count == addresses)
    }

    @Test("the first and the last address of an IPv4 network are not asked, all between them are")
    func ends() throws {
        let addresses = try ScanNetworks(["10.0.0.0/29"], rules: Self.rules).addresses.map(\.description)
        #expect(addresses == ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6"])
    }

    @Test("an address in two networks is asked once, and several networks may stand in one text")
    func overlap() throws {
        let networks = try ScanNetworks(["10.0.0.0/30, 10.0.0.2 10.0.0.1/32", "10.0.0.0/30"], rules: Self.rules)
        #expect(networks.networks.count == 3)
        #expect(networks.addresses.map(\.description) == ["10.0.0.1", "10.0.0.2"])
    }

    @Test(
        "what is no network is refused",
        arguments: [
            "pve1", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/024", "10.0.0.0/24/8", "10.0.0", "fe80::1%eth0", "/24",
            "::ffff:10.0.0.0/120",
        ])
    func unreadable(text: String) { #expect(error(text) == .unreadable(text)) }

    @Test("a network of more than 1,024 addresses is refused", arguments: ["0.0.0.0/0", "10.0.0.0/8", "192.168.0.0/21", "::/0", "fd00::/117"])
    func tooWide(text: String) { #expect(error(text) == .tooWide(text)) }

    @Test("more than 1,024 addresses together are refused, and more than 32 networks")
    func tooMuch() {
        #expect(error("10.0.0.0/22", "10.1.0.0/32") == .tooManyAddresses(1025))
        #expect(error((0...32).map { "10.0.0.\($0)" }.joined(separator: ",")) == .tooManyNetworks)
        #expect(error() == .noNetworks)
        #expect(error(" , ") == .noNetworks)
    }

    @Test(
        "what must not be called is refused, with what it is",
        arguments: [
            ("127.0.0.0/28", AddressKind.loopback), ("::1", .loopback), ("169.254.3.0/24", .linkLocal), ("fe80::/120", .linkLocal),
            ("224.0.0.0/24", .multicast), ("ff02::1", .multicast), ("0.0.0.0/24", .unspecified), ("255.255.255.255", .broadcast),
            ("169.254.169.254", .metadata), ("240.0.0.0/24", .reserved), ("192.0.2.0/24", .documentation), ("64:ff9b::7f00:1", .loopback),
        ])
    func refused(text: String, kind: AddressKind) throws {
        let network = try ScanNetwork(text)
        #expect(error(text) == .refused(network.description, kind))
    }

    @Test("this machine itself may be searched where whoever runs it allows that, multicast and metadata never")
    func allowed() throws {
        #expect(error("127.0.0.0/28", allowed: ["127.0.0.0/8"]) == nil)
        #expect(error("224.0.0.0/28", allowed: ["0.0.0.0/0"]) == .refused("224.0.0.0/28", .multicast))
        #expect(error("169.254.169.254", allowed: ["0.0.0.0/0"]) == .refused("169.254.169.254", .metadata))
    }

    @Test("a metadata address in the midst of an overlay's network is left out of it")
    func metadataLeftOut() throws {
        let addresses = try ScanNetworks(["100.100.100.0/24"], rules: Self.rules).addresses
        #expect(addresses.count == 253)
        #expect(!addresses.contains { $0.description == "100.100.100.200" })
    }

    @Test("every refusal is a sentence with what to do about it")
    func sentences() {
        let all: [DiscoveryError] = [
            .noNetworks, .unreadable("x"), .tooWide("10.0.0.0/8"), .tooManyNetworks, .tooManyAddresses(2000), .refused("127.0.0.1", .loopback),
            .refused("224.0.0.1", .multicast), .portsInvalid, .hoursInvalid,
        ]
        for one in all { #expect(one.sentence.hasSuffix(".") && !one.sentence.contains("  ")) }
        #expect(DiscoveryError.refused("127.0.0.1", .loopback).sentence.contains("PULSE_DISCOVERY_ALLOWED_NETWORKS"))
        #expect(DiscoveryError.unreadable(String(repeating: "x", count: 4000)).sentence.count < 300)
    }

    @Test("whatever is written, what is understood keeps the limits and is understood again as the same", arguments: 0..<40)
    func fuzz(seed: UInt64) {
        var spoiler = Spoiler(seed: seed)
        let seeds = ["192.168.1.0/24", "fd00:1::/120", "10.0.0.1,10.0.0.2", "100.64.0.0/22 10.1.2.3/31", "::ffff:1.2.3.4/128", "2001:db8::/118"]
        for _ in 0..<200 {
            var bytes = Array(seeds[spoiler.number(below: seeds.count)].utf8)
            for _ in 0...spoiler.number(below: 4) {
                let characters = Array("0123456789abcdef.:/, %x-+".utf8)
                let place = spoiler.number(below: bytes.count)
                switch spoiler.number(below: 3) {
                case 0: bytes[place] = characters[spoiler.number(below: characters.count)]
                case 1: bytes.insert(characters[spoiler.number(below: characters.count)], at: place)
                default: if bytes.count > 1 { bytes.remove(at: place) }
                }
            }
            guard let networks = try? ScanNetworks([String(decoding: bytes, as: UTF8.self)], rules: Self.rules) else { continue }
            #expect((1...ScanLimits.mostAddresses).contains(networks.addresses.count))
            #expect(Set(networks.addresses).count == networks.addresses.count)
            #expect(networks.addresses.allSatisfy { Self.rules.refusal(of: $0) == nil })
            let again = try? ScanNetworks(networks.networks.map(\.description), rules: Self.rules)
            #expect(again == networks)
        }
    }
}
