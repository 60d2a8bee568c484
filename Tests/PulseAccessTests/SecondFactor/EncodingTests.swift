import Testing

@testable import PulseAccess

@Suite("Letters for bytes", .timeLimit(.minutes(5)))
struct EncodingTests {
    /// RFC 4648 section 10, without the padding.
    @Test(
        "base 32 is that of RFC 4648",
        arguments: [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI")])
    func base32(plain: String, encoded: String) {
        #expect(Base32.encode(plain.utf8) == encoded)
        #expect(Base32.decode(encoded) == Array(plain.utf8))
        #expect(Base32.decode(encoded.lowercased() + "====") == Array(plain.utf8))
    }

    @Test("what is not base 32 is refused", arguments: ["M", "MY1", "MZ", "MZXW6Y-B", "MZXW6YTBO", "M=Y", "é"])
    func notBase32(text: String) {
        #expect(Base32.decode(text) == nil)
    }

    @Test(
        "base 64 for addresses is that of RFC 4648 section 5, without padding",
        arguments: [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("\u{3FF}?>", "z78_Pg")])
    func base64(plain: String, encoded: String) {
        #expect(Base64URL.encode(plain.utf8) == encoded)
        #expect(Base64URL.decode(encoded) == Array(plain.utf8))
    }

    @Test("every value has one text: padding, other letters and stray bits are refused", arguments: ["Zg==", "Zh", "Z", "Zm9v ", "z78/Pg", "Zm\n9v"])
    func notBase64(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }
}
