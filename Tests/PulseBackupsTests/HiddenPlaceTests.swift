import PulseBackups
import PulseCore
import Testing

/// What is said of places that can't be read: each once, in words that hold.
@Suite("Hidden places", .timeLimit(.minutes(5)))
struct HiddenPlaceTests {
    private static func sentences(_ lines: String) throws -> [String] {
        let home = try #require(SourceSlug("home"))
        let row = try #require(try Estate(Story.nightly + lines).board[guest: .guest(home, vmid: 101)])
        return row.reasons.filter { $0.code == .placeHidden }.map(\.sentence)
    }

    @Test(
        "a place says which it is, when it was read, and what stands in the way",
        arguments: [
            ("storage home/second\nhide home/second", "Storage second can't be read: permission denied"),
            ("hide home/nas\nlater 30", "Storage nas was last read a moment ago and can't be read now: permission denied"),
            ("hide home/nas\nlater 200", "Storage nas was last read 3 minutes ago and can't be read now: permission denied"),
            ("part home/nas", "Storage nas was read a moment ago, but only in part: some are left out"),
            ("later 172800", "Storage nas was last read 2 days ago, and not since."),
            ("storage home/local@pve-2\nnode home/pve-2 offline", "Storage local on pve-2 can't be read: node pve-2 does not answer"),
            (
                "storage home/local@pve-2\nlisted home/local@pve-2\nhide home/local@pve-2\nnode home/pve-2 offline\nlater 180",
                "Storage local on pve-2 was last read 3 minutes ago; node pve-2 does not answer."
            ),
            ("storage home/local@pve-2\nhide home/local@pve-2\nnode home/pve-2 online", "Storage local on pve-2 can't be read: permission denied"),
            (
                "server pbs\nstorage home/remote pbs=pbs/main/lab\ndatastore pbs/main\nhide pbs/main/lab",
                "Datastore main of pbs, namespace lab can't be read: permission denied"
            ),
        ])
    func words(lines: String, sentence: String) throws {
        #expect(try Self.sentences(lines).first == sentence)
    }

    @Test("never by its age in minutes when that is none")
    func noZero() throws {
        for lines in ["hide home/nas", "part home/nas"] { #expect(try !Self.sentences(lines).contains { $0.contains(" 0 ") }) }
    }

    @Test(
        "the same storage on several nodes is said once",
        arguments: [
            (2, "Storage local on pve-1 and pve-2 can't be read: permission denied"),
            (3, "Storage local on pve-1, pve-2 and pve-3 can't be read: permission denied"),
            (12, "Storage local on 12 nodes (pve-1, pve-2, pve-3 and 9 more) can't be read: permission denied"),
        ])
    func grouped(nodes: Int, sentence: String) throws {
        #expect(try Self.sentences(VerdictTests.hidden("local", nodes: nodes)) == [sentence])
    }

    @Test("another storage, another reason and another past are said apart")
    func apart() throws {
        let lines =
            VerdictTests.hidden("local", nodes: 2) + VerdictTests.hidden("spare", nodes: 2)
            + "storage home/local@pve-3\nstorage home/local@pve-4\nlisted home/local@pve-4\nhide home/local@pve-4\n"
        #expect(
            try Set(Self.sentences(lines)) == [
                "Storage local on pve-1 and pve-2 can't be read: permission denied",
                "Storage spare on pve-1 and pve-2 can't be read: permission denied",
                "Storage local on pve-3 can't be read: nobody has listed it yet",
                "Storage local on pve-4 was last read a moment ago and can't be read now: permission denied",
            ])
    }

    @Test("nodes that are all away are said together, by the one that was read longest ago")
    func nodesAway() throws {
        let lines =
            "storage home/local@pve-2\nlisted home/local@pve-2\nhide home/local@pve-2\nnode home/pve-2 offline\nlater 600\n"
            + "storage home/local@pve-3\nlisted home/local@pve-3\nhide home/local@pve-3\nnode home/pve-3 offline\nlater 600"
        #expect(try Self.sentences(lines) == ["Storage local on pve-2 and pve-3 was last read 20 minutes ago; these nodes do not answer."])
    }

    @Test("the namespaces of a datastore are said together")
    func namespaces() throws {
        let lines = ["a", "b"].map { "storage home/remote-\($0) pbs=pbs/main/\($0)\nhide pbs/main/\($0)\n" }.joined()
        #expect(
            try Self.sentences("server pbs\ndatastore pbs/main\n" + lines) == [
                "Datastore main of pbs, namespace a and namespace b can't be read: permission denied"
            ])
    }

    @Test("a storage of all nodes is one place, whichever node lists it")
    func shared() throws {
        #expect(try Self.sentences("server pbs\ndatastore pbs/main\nstorage home/far pbs=pbs/main\nhide home/far\nlisted pbs/main").isEmpty)
    }

    @Test("of many kinds the first are said and the rest is counted")
    func many() throws {
        let sentences = try Self.sentences((1...12).map { "storage home/s\($0)\n" }.joined())
        #expect(sentences.count == 9 && sentences.last == "4 more places can't be read either.", "\(sentences)")
    }
}
