import PulseTransport
import Testing

@Suite("Fingerprint", .timeLimit(.minutes(5)))
struct FingerprintTests {
    private static let pairs = Array(repeating: "0A", count: 31) + ["FF"]

    @Test("upper or lower case, with colons, spaces or neither: the same fingerprint", arguments: [":", " ", ""])
    func spellings(separator: String) {
        let text = Self.pairs.joined(separator: separator)
        #expect(Fingerprint(text)?.description == Self.pairs.joined(separator: ":"))
        #expect(Fingerprint(text.lowercased()) == Fingerprint(text))
    }

    @Test(
        "anything but 32 bytes of hexadecimal is none",
        arguments: ["", "AB:CD", pairs.dropLast().joined(separator: ":"), pairs.joined() + "00", pairs.dropLast().joined() + "G0"])
    func refused(text: String) {
        #expect(Fingerprint(text) == nil)
    }

    @Test("of a certificate it is the SHA-256 of its bytes (FIPS 180-2, appendix B.1)")
    func computed() {
        let known = "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"
        #expect(Fingerprint(ofCertificate: Array("abc".utf8)) == Fingerprint(known))
    }
}
