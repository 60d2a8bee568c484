import PulseCore
import Testing

@testable import PulseAccess

@Suite("Where passkeys are possible", .timeLimit(.minutes(5)))
struct RelyingPartyTests {
    @Test(
        "at localhost and at names over TLS",
        arguments: [
            ("localhost:7655", false, "localhost", "http://localhost:7655"), ("localhost", true, "localhost", "https://localhost"),
            ("Pulse.Example.org", true, "pulse.example.org", "https://pulse.example.org"), ("pulse:8443", true, "pulse", "https://pulse:8443"),
            ("pulse.lan:443", true, "pulse.lan", "https://pulse.lan"), ("localhost:80", false, "localhost", "http://localhost"),
        ])
    func possible(authority: String, isSecure: Bool, id: String, origin: String) throws {
        let party = try #require(RelyingParty(authority: authority, isSecure: isSecure))
        #expect(party.id == id && party.origin == origin)
    }

    @Test(
        "not at addresses, not without TLS, not at what is no host",
        arguments: [
            ("192.168.1.5:7655", true), ("192.168.1.5", true), ("[::1]:7655", true), ("[fe80::1]", true), ("127.1", true), ("2130706433", true),
            ("0x7f.0x1", true), ("pulse.example.org", false), ("", true), ("pulse.example.org:0", true), ("pulse.example.org:99999", true),
            ("a:1:2", true), ("pulse..org", true), ("-pulse.org", true), ("pulse.org.", true), ("kim@pulse.org", true), ("pulse org", true),
            ("pülse.org", true),
        ])
    func impossible(authority: String, isSecure: Bool) {
        #expect(RelyingParty(authority: authority, isSecure: isSecure) == nil)
    }

    @Test("what the operator said is the place, whatever the path")
    func published() {
        #expect(RelyingParty(publicURL: "https://Pulse.example.org/pulse/")?.origin == "https://pulse.example.org")
        #expect(RelyingParty(publicURL: "http://localhost:7655")?.origin == "http://localhost:7655")
        #expect(RelyingParty(publicURL: "http://pulse.example.org") == nil)
        #expect(RelyingParty(publicURL: "https://10.0.0.1/") == nil)
        #expect(RelyingParty(publicURL: "ftp://pulse.example.org/") == nil)
    }
}

@Suite("Questions that are answered once", .timeLimit(.minutes(5)))
struct OneTimeBookTests {
    private let now = Timestamp(seconds: 0)

    @Test("a value is taken once and in time")
    func once() {
        var book = OneTimeBook<Int>(lifetime: .seconds(60))
        book.keep(1, id: "a", owner: "x", at: now)
        book.keep(2, id: "b", owner: "x", at: now)
        #expect(book.take("a", at: now + .seconds(59)) == 1)
        #expect(book.take("a", at: now) == nil)
        #expect(book.take("b", at: now + .seconds(60)) == nil)
        #expect(book.take("c", at: now) == nil)
        #expect(book.count == 0)
    }

    @Test("who asks again and again loses only their own")
    func owners() {
        var book = OneTimeBook<Int>(lifetime: .seconds(60))
        book.keep(-1, id: "other", owner: "y", at: now)
        for number in 0..<50 { book.keep(number, id: "\(number)", owner: "x", at: now) }
        #expect(book.count == OneTimeBook<Int>.mostPerOwner + 1)
        #expect(book.take("29", at: now) == nil)
        #expect(book.take("30", at: now) == 30)
        #expect(book.take("other", at: now) == -1)
    }

    @Test("a flood from everywhere is bounded, the oldest going first")
    func bounded() {
        var book = OneTimeBook<Int>(lifetime: .seconds(60))
        for number in 0...OneTimeBook<Int>.most { book.keep(number, id: "\(number)", owner: "\(number)", at: now + .milliseconds(number)) }
        #expect(book.count == OneTimeBook<Int>.most)
        #expect(book.take("0", at: now) == nil)
        #expect(book.take("1", at: now) == 1)
    }
}
