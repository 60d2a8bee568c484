import PulseCore
import Testing

@testable import PulseAccess

@Suite("Codes of an authenticator app", .timeLimit(.minutes(5)))
struct OneTimePasswordTests {
    private let secret = Array("12345678901234567890".utf8)
    private let now = Timestamp(seconds: 1_111_111_109)

    /// RFC 6238 appendix B, the rows of SHA-1.
    @Test(
        "codes are those of RFC 6238",
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)])
    func vectors(seconds: Int64, code: String) {
        let step = OneTimePassword.step(at: Timestamp(seconds: seconds))
        #expect(OneTimePassword.code(secret: secret, step: step, digits: 8) == code)
        #expect(OneTimePassword.code(secret: secret, step: step) == String(code.suffix(6)))
    }

    private func accepted(_ offset: Int64, after last: Int64? = nil) -> Int64? {
        let step = OneTimePassword.step(at: now) + offset
        return OneTimePassword.acceptedStep(of: OneTimePassword.code(secret: secret, step: step), secret: secret, after: last, at: now)
            .map { $0 - OneTimePassword.step(at: now) }
    }

    @Test("a clock may be half a minute ahead or behind, and no more")
    func window() {
        #expect([-2, -1, 0, 1, 2].map { accepted($0) } == [nil, -1, 0, 1, nil])
    }

    @Test("a code is not taken twice, nor one from before the last that was taken")
    func once() {
        let current = OneTimePassword.step(at: now)
        #expect(accepted(0, after: current) == nil)
        #expect(accepted(-1, after: current) == nil)
        #expect(accepted(1, after: current) == 1)
    }

    @Test("spaces between the digits do no harm; other digits, lengths and letters do", arguments: ["081804 ", "081 804"])
    func typed(code: String) {
        #expect(OneTimePassword.acceptedStep(of: code, secret: secret, after: nil, at: now) != nil)
        for wrong in ["081805", "81804", "0081804", "", "O81804"] {
            #expect(OneTimePassword.acceptedStep(of: wrong, secret: secret, after: nil, at: now) == nil)
        }
    }

    @Test("the address for apps names the user and the server, whatever is in the name")
    func address() {
        let uri = OneTimePassword.uri(secret: secret, user: "kim@example.org")
        #expect(
            uri == "otpauth://totp/Pulse:kim%40example%2Eorg?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Pulse&algorithm=SHA1&digits=6&period=30")
        #expect(OneTimePassword.uri(secret: secret, user: "a?secret=x&b/c").contains("Pulse:a%3Fsecret%3Dx%26b%2Fc?secret=GEZ"))
    }
}
