import PulseAccess
import PulseCore
import Testing

@Suite("Set-up codes", .timeLimit(.minutes(5)))
struct SetupCodeTests {
    private static let start = Timestamp(seconds: 1_790_000_000)
    private static let end = start + SetupCodeBook.lifetime

    private static func order(_ product: SourceKind = .proxmoxVE) throws -> SetupOrder {
        SetupOrder(product: product, name: nil, host: nil, address: try #require(SetupAddress("https://pulse:7655")), askedBy: "ann")
    }

    private static func book(_ product: SourceKind = .proxmoxVE) throws -> SetupCodeBook {
        var book = SetupCodeBook()
        _ = book.keep(try order(product), id: "a", digest: "hash", at: start)
        return book
    }

    @Test("a code is good until its time is over, and not a moment longer")
    func lifetime() throws {
        var book = try Self.book()
        #expect(try book.fetch("hash", of: .proxmoxVE, at: Self.end - .milliseconds(1)).id == "a")
        #expect(throws: SetupCodeBook.Refusal.unknown) { try book.open("hash", at: Self.end) }
        #expect(throws: SetupCodeBook.Refusal.unknown) { try book.begin("hash", of: .proxmoxVE, at: Self.end) }
        #expect(book.entry(id: "a", at: Self.end) == nil)
    }

    @Test("a code that nobody made opens nothing")
    func unknown() throws {
        let book = try Self.book()
        #expect(throws: SetupCodeBook.Refusal.unknown) { try book.open("other", at: Self.start) }
    }

    @Test("a code adds one server: with success it is used up, and who made it still learns which it was")
    func once() throws {
        var book = try Self.book()
        let lab = try #require(SourceSlug("lab"))
        _ = try book.begin("hash", of: .proxmoxVE, at: Self.start)
        book.end("a", .success(lab))
        #expect(throws: SetupCodeBook.Refusal.unknown) { try book.open("hash", at: Self.start) }
        #expect(throws: SetupCodeBook.Refusal.unknown) { try book.begin("hash", of: .proxmoxVE, at: Self.start) }
        #expect(book.entry(id: "a", at: Self.start)?.stage == .done(lab))
    }

    @Test("after a failure the same code can be tried again")
    func failure() throws {
        var book = try Self.book()
        _ = try book.begin("hash", of: .proxmoxVE, at: Self.start)
        book.end("a", .failure(SetupFailure("No answer.")))
        #expect(book.entry(id: "a", at: Self.start)?.stage == .failed("No answer."))
        #expect(try book.begin("hash", of: .proxmoxVE, at: Self.start).id == "a")
    }

    @Test("two servers cannot use one code at the same moment")
    func inUse() throws {
        var book = try Self.book()
        _ = try book.begin("hash", of: .proxmoxVE, at: Self.start)
        #expect(throws: SetupCodeBook.Refusal.inUse) { try book.begin("hash", of: .proxmoxVE, at: Self.start) }
    }

    @Test("the script can be fetched more than once, and that is remembered until the server comes")
    func fetched() throws {
        var book = try Self.book()
        #expect(book.entry(id: "a", at: Self.start)?.stage == .waiting)
        for _ in 1...2 { _ = try book.fetch("hash", of: .proxmoxVE, at: Self.start) }
        #expect(book.entry(id: "a", at: Self.start)?.stage == .fetched)
        _ = try book.begin("hash", of: .proxmoxVE, at: Self.start)
        _ = try book.fetch("hash", of: .proxmoxVE, at: Self.start)
        #expect(book.entry(id: "a", at: Self.start)?.stage == .trying)
    }

    @Test("a code of one product opens nothing for another")
    func product() throws {
        var book = try Self.book(.backupServer)
        #expect(throws: SetupCodeBook.Refusal.otherProduct(.backupServer)) { try book.fetch("hash", of: .proxmoxVE, at: Self.start) }
        #expect(throws: SetupCodeBook.Refusal.otherProduct(.backupServer)) { try book.begin("hash", of: .proxmoxVE, at: Self.start) }
        #expect(try book.begin("hash", of: .backupServer, at: Self.start).id == "a")
    }

    @Test("one more than the most ends the oldest, and what ran out takes no room")
    func most() throws {
        var book = SetupCodeBook()
        for number in 0...SetupCodeBook.most { _ = book.keep(try Self.order(), id: "\(number)", digest: "\(number)", at: Self.start) }
        #expect(book.entry(id: "0", at: Self.start) == nil)
        #expect(book.entry(id: "1", at: Self.start) != nil)
        _ = book.keep(try Self.order(), id: "later", digest: "later", at: Self.end)
        for number in 1..<SetupCodeBook.most { _ = book.keep(try Self.order(), id: "x\(number)", digest: "x\(number)", at: Self.end) }
        #expect(book.entry(id: "later", at: Self.end) != nil)
    }

    @Test(
        "an address that a shell would read otherwise is none",
        arguments: [
            "https://pulse:7655", "http://10.0.0.5:7655", "https://[fd00::5]:7655", "https://example.org/pulse", "https://a/';reboot;'",
            "https://a b",
            "https://$(id)", "https://a`id`", "https://a\nb", "ftp://a", "https://", "https://a\"", "https://a&b", "https://ä",
        ])
    func address(text: String) {
        let isPlain = ["https://pulse:7655", "http://10.0.0.5:7655", "https://[fd00::5]:7655", "https://example.org/pulse"].contains(text)
        #expect((SetupAddress(text) != nil) == isPlain)
    }

    @Test("a slash at the end of an address is not doubled in what follows")
    func slash() { #expect(SetupAddress("https://example.org/pulse/")?.url == "https://example.org/pulse") }
}
