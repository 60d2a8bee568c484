import PulseBackups
import PulseCore
import Testing

@Suite("Whose backup it is", .timeLimit(.minutes(5)))
struct MatchingTests {
    private static let two = """
        now 11-26T12:00
        cluster home
        cluster lab
        server pbs fp=AA:BB
        datastore pbs/main
        guest home/101 web
        guest lab/101 mail
        storage home/remote pbs=pbs/main
        storage lab/remote pbs=pbs/main

        """

    private func row(_ estate: Estate, _ cluster: String, _ vmid: Int = 101) throws -> GuestBackups {
        let source = try #require(SourceSlug(cluster))
        return try #require(estate.board[guest: .guest(source, vmid: vmid)])
    }

    @Test("one namespace per cluster: the storage's target decides")
    func namespaces() throws {
        let estate = try Estate(
            Self.two.replacing("home/remote pbs=pbs/main", "home/remote pbs=pbs/main/home").replacing(
                "lab/remote pbs=pbs/main", "lab/remote pbs=pbs/main/lab")
                + "archive pbs/main/home vm/101 11-26T02:00\nlisted pbs/main/lab\n")
        #expect(try row(estate, "home").lastGood?.proof == .storage)
        #expect(try row(estate, "lab").lastGood == nil)
        #expect(try row(estate, "lab").verdict == .unprotected)
    }

    @Test("a shared namespace: the name in the comment decides")
    func names() throws {
        let estate = try Estate(Self.two + "archive pbs/main vm/101 11-26T02:00 note=Mail\n")
        #expect(try row(estate, "lab").lastGood?.proof == .name)
        #expect(try row(estate, "home").lastGood == nil)
    }

    @Test("a shared namespace without a comment: the time of a task decides")
    func tasks() throws {
        let estate = try Estate(Self.two + "archive pbs/main vm/101 11-26T02:00\ntask home vzdump 101 11-26T01:59 OK\n")
        #expect(try row(estate, "home").lastGood?.proof == .task)
        #expect(try row(estate, "lab").lastGood == nil)
    }

    @Test("without proof nobody gets it, and both are told so")
    func ambiguous() throws {
        let estate = try Estate(Self.two + "archive pbs/main vm/101 11-26T02:00\n")
        for cluster in ["home", "lab"] {
            let row = try row(estate, cluster)
            #expect(row.verdict == .unknown)
            #expect(row.reasons.contains { $0.code == .ambiguous })
            #expect(row.ambiguous == 1)
        }
        let leftover = try #require(estate.board.leftovers.first)
        #expect(leftover.kind == .ambiguous)
        #expect(leftover.candidates.count == 2)
    }

    @Test("the same snapshot by storage and by server counts once, and the server's word is added")
    func once() throws {
        let estate = try Estate(
            Story.home + "server pbs\ndatastore pbs/main\nstorage home/remote pbs=pbs/main\n"
                + "archive home/remote vm/101 11-26T02:00 note=web\narchive pbs/main vm/101 11-26T02:00 verify=ok\narchive pbs/main vm/101 11-26T02:00 verify=ok\n"
        )
        let board = estate.board
        let points = board.restorePoints(of: try row(estate, "home").id)
        #expect(points.count == 1)
        #expect(points.first?.copies.count == 1)
        #expect(points.first?.copies.first?.places.count == 2)
        #expect(points.first?.copies.first?.archive.note == "web")
        #expect(try row(estate, "home").bytes == 1000)
        #expect(try row(estate, "home").lastVerified != nil)
    }

    @Test("two storages of one target are one place, even on a server that nobody asks")
    func sameTarget() throws {
        let estate = try Estate(
            Story.home
                + "storage home/a pbs=far/main\nstorage home/b pbs=far/main\narchive home/a vm/101 11-26T02:00\narchive home/b vm/101 11-26T02:00\n")
        #expect(try row(estate, "home").bytes == 1000)
    }

    @Test("another certificate is another server, whatever the address")
    func fingerprint() throws {
        let lines = Story.home + "server pbs fp=AA:BB\ndatastore pbs/main\narchive pbs/main vm/101 11-26T02:00 note=other\n"
        #expect(try row(Estate(lines + "storage home/remote pbs=pbs/main fp=aabb"), "home").lastGood?.proof == .storage)
        let other = try Estate(lines + "cluster lab\nguest lab/7 x\nstorage home/remote pbs=pbs/main fp=cc:dd")
        #expect(try row(other, "home").lastGood == nil)
        let storage = ResourceID.storage(SourceSlug("home")!, "remote", node: nil)
        let behind = try Estate(lines + "storage home/remote pbs=pbs/main fp=aabb").board.outlook.behind
        #expect(behind == [storage: .datastore(SourceSlug("pbs")!, "main")])
        #expect(other.board.outlook.behind.isEmpty)
    }

    @Test("a copy that a sync job made is known by its moment")
    func copies() throws {
        let estate = try Estate(
            Self.two.replacing("lab/remote pbs=pbs/main", "lab/remote pbs=pbs/lab") + "server far\ndatastore far/copies\nlisted pbs/lab\n"
                + "archive pbs/main vm/101 11-26T02:00\narchive far/copies/x vm/101 11-26T02:00\narchive far/copies/x vm/101 11-20T02:00\n")
        let points = estate.board.restorePoints(of: try row(estate, "home").id)
        #expect(points.map(\.copies.count) == [2])
        #expect(points.first?.copies.contains { $0.proof == .copy } == true)
        #expect(estate.board.leftovers.map(\.kind) == [.ambiguous])
    }

    @Test("with one cluster alone there is nobody else it could be from")
    func only() throws {
        let estate = try Estate(Story.home + "server pbs\ndatastore pbs/main\narchive pbs/main/x vm/101 11-26T02:00\n")
        #expect(try row(estate, "home").lastGood?.proof == .only)
    }

    @Test("orphans, re-used numbers and hosts stand apart with their size")
    func leftovers() throws {
        let board = try Estate(
            Story.home + "archive home/nas vm/900 11-20T02:00 note=gone\narchive home/nas vm/900 11-21T02:00\narchive home/nas ct/101 11-21T02:00\n"
                + "server pbs\ndatastore pbs/main\narchive pbs/main host/nas-1 11-22T02:00\n"
        ).board
        let byID = Dictionary(uniqueKeysWithValues: board.leftovers.map { ("\($0.type.rawValue)/\($0.backupID)", $0) })
        #expect(byID["vm/900"]?.kind == .orphan)
        #expect(byID["vm/900"]?.count == 2)
        #expect(byID["vm/900"]?.bytes == 2000)
        #expect(byID["ct/101"]?.kind == .orphan)
        #expect(byID["ct/101"]?.candidates.map(\.description) == ["guest:home/101"])
        #expect(byID["host/nas-1"]?.kind == .host)
    }

    @Test("archives from before a guest was made are left over, and name the guest that has the number now")
    func formerGuest() throws {
        let estate = try Estate(
            Story.home + "archive home/nas vm/101 11-20T02:00 note=old\narchive home/nas vm/101 11-21T02:00\ntask home qmcreate 101 11-21T09:00 OK\n"
                + "archive home/nas vm/101 11-22T02:00\nserver pbs\ndatastore pbs/main\narchive pbs/main/x vm/101 11-20T02:00 note=web\n"
                + "archive pbs/main/x vm/101 11-23T02:00\n")
        #expect(try row(estate, "home").restorePoints == 2)
        let left = estate.board.leftovers
        #expect(left.map(\.kind) == [.orphan, .orphan] && left.map(\.count).sorted() == [1, 2])
        #expect(Set(left.flatMap(\.candidates).map(\.description)) == ["guest:home/101"])
    }

    @Test(
        "while guests of a cluster are not known, nothing is an orphan",
        arguments: ["cluster home connecting", "cluster home\nmissing home VM.Audit"])
    func undecided(line: String) throws {
        let board = try Estate("now 11-26T12:00\n\(line)\nstorage home/nas\narchive home/nas vm/900 11-20T02:00\n").board
        #expect(board.leftovers.map(\.kind) == [.undecided])
    }
}
