import PulseBackups
import PulseCore
import Testing

@Suite("The board", .timeLimit(.minutes(5)))
struct BoardTests {
    private static func estate(seed: UInt64) throws -> Estate {
        var draws = Draws(seed: seed)
        var lines = "now 11-26T12:00\ncluster home\ncluster lab\nserver pbs\ndatastore pbs/main\n"
        for cluster in ["home", "lab"] {
            if draws.below(8) == 0 { lines += "missing \(cluster) Datastore.Audit\n" }
            for place in ["nas", "local"] where draws.below(4) > 0 {
                lines += "storage \(cluster)/\(place)\n" + (draws.below(5) > 0 ? "listed \(cluster)/\(place)\n" : "")
            }
            if draws.below(2) == 0 { lines += "storage \(cluster)/remote pbs=pbs/main\(draws.below(2) == 0 ? "" : "/\(cluster)")\n" }
            if draws.below(3) > 0 {
                lines +=
                    "job \(cluster) j \"\(["02:30", "sat 03:00", "*/15", "odd"][draws.below(4)])\" \(["all", "except:101", "only:102"][draws.below(3)])\n"
            }
            if draws.below(9) == 0 { lines += "hide-jobs \(cluster)\n" }
            for vmid in 101...104 {
                let words = ["", " template=1", " stopped=11-20T00:00", " type=ct"][draws.below(4)]
                lines += "guest \(cluster)/\(vmid) \(cluster)-\(vmid)\(words)\n"
            }
        }
        for _ in 0..<draws.below(30) {
            let place = ["home/nas", "home/local", "home/remote", "lab/nas", "lab/remote", "pbs/main", "pbs/main/home", "pbs/main/lab"][
                draws.below(8)]
            let day = 10 + draws.below(17)
            let words = ["", " verify=ok", " verify=failed", " size=none", " note=home-101", " note=lab-102"][draws.below(6)]
            lines += "archive \(place) \(draws.below(4) == 0 ? "ct" : "vm")/\(101 + draws.below(5)) 11-\(day)T0\(draws.below(10)):00\(words)\n"
        }
        for place in ["home/nas", "home/remote", "lab/local", "pbs/main", "pbs/main/lab"] where draws.below(6) == 0 { lines += "hide \(place)\n" }
        if draws.below(6) == 0 { lines = lines.replacing("cluster lab\n", "cluster lab unreachable\n") }
        return try Estate(lines)
    }

    /// Reads the ledgers anew, without anything of the board: can every storage of the cluster be read, on either side?
    private static func isReadable(_ cluster: SourceSlug, _ estate: Estate) -> Bool {
        guard estate.reports[cluster]?.condition == .reachable, estate.reports[cluster]?.missingPrivileges.isEmpty == true else { return false }
        func isTold(_ place: BackupPlace, _ source: SourceSlug) -> Bool {
            guard let told = estate.ledgers[source]?.archives[place] else { return false }
            return told.value != nil && told.problem == nil
        }
        let storages = estate.resources.values.filter { $0.source == cluster && $0.id.kind == .storage }
        return !storages.isEmpty
            && storages.allSatisfy { storage in
                if isTold(BackupPlace(storage.id), cluster) { return true }
                guard let target = estate.ledgers[cluster]?.targets.first(where: { $0.storage == storage.id }), let pbs = SourceSlug("pbs") else {
                    return false
                }
                return isTold(BackupPlace(.datastore(pbs, "main"), namespace: target.namespace ?? ""), pbs)
            }
    }

    @Test("nobody is protected without a named archive, nor unprotected while a place can't be read", arguments: 1...400)
    func honesty(seed: Int) throws {
        let estate = try Self.estate(seed: UInt64(seed))
        for row in estate.board.guests {
            #expect(!row.reasons.isEmpty || row.verdict == .protected, "\(row.id) \(row.verdict) without a reason, seed \(seed)")
            if row.verdict == .protected {
                let good = try #require(row.lastGood, "seed \(seed)")
                #expect(!good.name.isEmpty && !good.places.isEmpty && good.isGood)
                #expect(good.archive.vmid == row.vmid && (good.archive.type == .container) == (row.type == .lxc))
                // The archive stands in the ledger of the place that is named.
                let told = estate.ledgers.values.compactMap { $0.archives[good.places[0]]?.value }.joined()
                #expect(told.contains { $0.at == good.archive.at && $0.vmid == row.vmid }, "seed \(seed)")
            }
            let isReadable = Self.isReadable(row.source, estate)
            if row.verdict == .unprotected { #expect(isReadable, "\(row.id) \(row.reasons), seed \(seed)") }
        }
    }

    @Test("the estates of the property have every verdict")
    func estatesDiffer() throws {
        let verdicts = try (1...400).flatMap { try Self.estate(seed: UInt64($0)).board.guests.map(\.verdict) }
        for verdict in BackupVerdict.allCases { #expect(verdicts.count { $0 == verdict } > 40, "\(verdict)") }
    }

    @Test("every archive is a guest's or left over, exactly once", arguments: 1...100)
    func nothingIsLost(seed: Int) throws {
        let estate = try Self.estate(seed: UInt64(seed))
        let board = estate.board
        let listed = Set(
            estate.ledgers.values.flatMap { ledger in
                ledger.archives.flatMap { place, told in
                    (told.value ?? []).map { "\(place.resource)\(place.namespace)\($0.type)\($0.backupID)\($0.at)" }
                }
            })
        let matched = board.guests.flatMap { guest in
            board.restorePoints(of: guest.id).flatMap { point in
                point.copies.flatMap { copy in
                    copy.places.map { "\($0.resource)\($0.namespace)\(copy.archive.type)\(copy.archive.backupID)\(copy.archive.at)" }
                }
            }
        }
        #expect(Set(matched).isSubset(of: listed))
        #expect(Set(matched).count == matched.count)
        #expect(board.leftovers.isEmpty == (Set(matched) == listed), "seed \(seed)")
    }

    @Test("a builder that has made a board before makes the same as a new one")
    func incremental() throws {
        var builder = BoardBuilder()
        for seed in 1...40 {
            let estate = try Self.estate(seed: UInt64(seed))
            _ = builder.board(estate.fleet, estate.ledger, at: estate.now)
            let again = builder.board(estate.fleet, estate.ledger, at: estate.now)
            #expect(again.leftovers == estate.board.leftovers)
            #expect(again.guests.map(\.restorePoints) == estate.board.guests.map(\.restorePoints))
        }
    }

    @Test("a guest that appears after the first board waits for its first run")
    func newcomer() throws {
        var builder = BoardBuilder()
        let before = try Estate(Story.nightly)
        _ = builder.board(before.fleet, before.ledger, at: before.now)
        let after = try Estate(Story.nightly + "guest home/102 new")
        let board = builder.board(after.fleet, after.ledger, at: after.now)
        #expect(board.guests.map(\.verdict) == [.unprotected, .attention])
        let later = builder.board(after.fleet, after.ledger, at: after.now + .seconds(2 * 86_400))
        #expect(later.guests.map(\.verdict).last != .attention)
    }

    @Test("a day's backups and failures are counted on that day, of chosen guests alone")
    func calendar() throws {
        let estate = try Estate(
            Story.nightly + "guest home/102 db\narchive home/nas vm/101 11-25T02:31\narchive home/nas vm/101 11-26T02:31 verify=failed\n"
                + "archive home/nas vm/102 11-26T02:40\ntask home vzdump 101 11-26T09:00 broken\n")
        let (from, to) = (try Estate.time("11-24T00:00"), try Estate.time("11-27T00:00"))
        let all = estate.board.calendar(from: from, to: to) { _ in true }
        #expect(all.map(\.good) == [0, 1, 1])
        #expect(all.map(\.bad) == [0, 0, 1])
        #expect(all.map(\.failures) == [0, 0, 1])
        let one = estate.board.calendar(from: from, to: to) { $0.vmid == 102 }
        #expect(one.map(\.good) == [0, 0, 1])
        #expect(one.map(\.failures) == [0, 0, 0])
        #expect(estate.board.calendar(from: to, to: from) { _ in true }.isEmpty)
    }

    @Test("snapshots are told beside and protect nothing")
    func snapshots() throws {
        let row = try #require(try Estate(Story.nightly + "snapshot home/101 before-upgrade").board.guests.first)
        #expect(row.snapshots?.count == 1)
        #expect(row.verdict == .unprotected)
        #expect(try Estate(Story.nightly).board.guests.first?.snapshots == nil)
    }
}

@Suite("Datastores", .timeLimit(.minutes(5)))
struct DatastoreTests {
    private static let server = "now 11-26T12:00\nserver pbs\n"

    @Test(
        "what a datastore needs is said",
        arguments: [
            ("datastore pbs/main\ndsjob pbs/main none", DatastoreCare.Condition.healthy, []),
            ("datastore pbs/main", .unknown, [DatastoreCare.Code.jobsHidden]),
            ("datastore pbs/main full=95\ndsjob pbs/main none", .attention, [.nearlyFull]),
            ("datastore pbs/main maintenance=offline\ndsjob pbs/main none", .attention, [.maintenance]),
            ("datastore pbs/main\ndsjob pbs/main verify OK 11-22T04:00 \"sat 03:00\"", .healthy, []),
            ("datastore pbs/main\ndsjob pbs/main verify OK 11-02T04:00 \"sat 03:00\"", .attention, [.verifyLate]),
            ("datastore pbs/main\ndsjob pbs/main verify OK 09-02T04:00", .attention, [.verifyLate]),
            ("datastore pbs/main\ndsjob pbs/main verify broken 11-26T04:00", .attention, [.verifyFailed]),
            ("datastore pbs/main\ndsjob pbs/main verify never - daily", .attention, [.verifyLate]),
            ("datastore pbs/main\ndsjob pbs/main garbage_collection \"no space\" 11-26T04:00", .attention, [.collectionFailed]),
            ("datastore pbs/main\ndsjob pbs/main garbage_collection OK 11-01T04:00", .attention, [.collectionLate]),
            ("datastore pbs/main\ndsjob pbs/main sync OK 11-20T04:00 daily", .attention, [.syncLate]),
            ("datastore pbs/main\ndsjob pbs/main sync refused 11-26T04:00 daily", .attention, [.syncFailed]),
            ("datastore pbs/main\ndsjob pbs/main tape broken 11-26T04:00 weekly", .attention, [.tapeFailed]),
            ("datastore pbs/main\ndsjob pbs/main prune broken 11-26T04:00 daily", .attention, [.pruneFailed]),
            ("datastore pbs/main\ndsjob pbs/main none\narchive pbs/main vm/1 11-26T04:00", .attention, [.noVerifyJob]),
            ("datastore pbs/main\ndsjob pbs/main none\narchive pbs/main vm/1 11-26T04:00 verify=ok", .healthy, []),
            (
                "datastore pbs/main\ndsjob pbs/main none\narchive pbs/main vm/1 11-26T04:00 verify=failed\narchive pbs/main vm/1 11-25T04:00 verify=ok",
                .attention, [.failedVerification]
            ),
            ("datastore pbs/main\ndsjob pbs/main none\nhide pbs/main/a", .unknown, [.placeHidden]),
        ])
    func care(lines: String, condition: DatastoreCare.Condition, codes: [DatastoreCare.Code]) throws {
        let care = try #require(try Estate(Self.server + lines).board.datastores.first)
        #expect(care.condition == condition, "\(care.findings)")
        #expect(care.findings.map(\.code) == codes, "\(care.findings)")
    }
}
