import Glibc
import PulseCore
import Testing

@Suite("Addresses and networks", .timeLimit(.minutes(5)))
struct NetworkRangeTests {
    static let texts = [
        "0.0.0.0", "255.255.255.255", "10.1.2.3", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.a", "", "1..2.3", "::", "::1", "fe80::1", "1::",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", ":1", "1:", ":::", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "::10.0.0.1", "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8", "12345::", "g::", "fd00::%eth0", "2001:DB8::A", "::1.2.3", "::1.2.3.4:5", "1.2.3.4::", " 1.2.3.4", "1.2.3.4 ",
    ]

    @Test("an address is one exactly where the system's own reader says so, with the same bytes", arguments: texts)
    func sameAsSystem(text: String) {
        var bytes = [UInt8](repeating: 0, count: 16)
        let expected: [UInt8]? =
            inet_pton(AF_INET, text, &bytes) == 1 ? Array(bytes[..<4]) : inet_pton(AF_INET6, text, &bytes) == 1 ? bytes : nil
        let isMapped = expected.map { $0.count == 16 && $0.starts(with: [UInt8](repeating: 0, count: 10) + [255, 255]) } ?? false
        #expect(IPAddress(text)?.bytes == (isMapped ? expected.map { Array($0[12...]) } : expected))
    }

    @Test(
        "a network holds what its bits say",
        arguments: [
            ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.0", false), ("10.0.0.0/9", "10.128.0.0", false), ("fd00::/8", "fdff::1", true),
            ("fd00::/8", "10.0.0.1", false), ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false), ("0.0.0.0/0", "203.0.113.9", true),
            ("10.0.0.0/8", "::ffff:10.0.0.1", true),
        ])
    func contains(network: String, address: String, expected: Bool) throws {
        #expect(try #require(NetworkRange(network)).contains(address) == expected)
    }

    @Test("what is no network is none", arguments: ["", "/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "host", "::/129"])
    func refused(text: String) {
        #expect(NetworkRange(text) == nil)
    }
}
