import PulseCore
import PulsePatrol
import Testing

@Suite("The book of findings", .timeLimit(.minutes(1)))
struct FindingBookTests {
    private static let check = Check.status("GUEST-DOWN", .guest, [.stopped: .warning, .failing: .critical], hidden: .unknown)
    private static let id = FindingIdentity(check: "GUEST-DOWN", resource: "guest:lab/101", instance: "").id

    private func look(_ book: inout FindingBook, _ estate: SmallEstate, checks: [Check] = [check]) async throws -> BookChanges {
        let outcome = try await PatrolRun(checks: checks, source: StandingSource(estate.value)).look(at: estate.value)
        return book.take(outcome, [:], estate: estate.value, known: Set(checks.map(\.code)))
    }

    private func word(_ now: Timestamp, _ note: String? = nil) -> Standing.Word { Standing.Word(at: now, by: "ann", note: note) }

    @Test("a condition is one finding however often it is seen, and the same in every book")
    func oneFinding() async throws {
        var (book, estate) = (FindingBook(), SmallEstate(guestStatus: .stopped))
        #expect(try await look(&book, estate).new == [Self.id])
        estate.now = estate.now + .seconds(3600)
        #expect(try await look(&book, estate).seen == [Self.id])
        let finding = try #require(book.findings[Self.id])
        #expect((finding.timesRaised, finding.firstSeen, finding.lastSeen) == (2, SmallEstate.start, estate.now))
        #expect(finding.subject.type == "vm" && finding.subject.node == "pve1")
    }

    @Test("it ends when the check sees the condition gone, and comes back as a regression")
    func resolvedAndRegressed() async throws {
        var (book, estate) = (FindingBook(), SmallEstate(guestStatus: .stopped))
        _ = try await look(&book, estate)
        estate.guestStatus = .running
        #expect(try await look(&book, estate).resolved == [Self.id])
        #expect(book.active(at: estate.now).isEmpty)
        estate.guestStatus = .stopped
        #expect(try await look(&book, estate).regressed == [Self.id])
        #expect(book.findings[Self.id]?.isRegressed == true)
        #expect(book.findings[Self.id]?.history.map(\.kind) == [.raised, .resolved, .regressed])
    }

    @Test("what cannot be judged, or is not looked at, ends nothing")
    func missingDataEndsNothing() async throws {
        var (book, estate) = (FindingBook(), SmallEstate(guestStatus: .stopped))
        _ = try await look(&book, estate)
        estate.guestStatus = .unknown
        #expect(try await look(&book, estate).unjudged == [Self.id])
        #expect(book.findings[Self.id]?.unjudged == "Nobody can say.")
        (estate.guestStatus, estate.condition, estate.complete) = (nil, .unreachable, [])
        #expect(try await look(&book, estate).resolved.isEmpty)
        (estate.condition, estate.complete) = (.reachable, [.node])
        #expect(try await look(&book, estate).resolved.isEmpty, "it answers, and has not listed its guests yet")
        #expect(book.active(at: estate.now).map(\.id) == [Self.id])
    }

    @Test("a resource that its source no longer has takes its findings along")
    func removedResource() async throws {
        var (book, estate) = (FindingBook(), SmallEstate(guestStatus: .stopped))
        _ = try await look(&book, estate)
        estate.guestStatus = nil
        #expect(try await look(&book, estate).resolved == [Self.id])
        guard case .resolved(.resourceRemoved, _)? = book.findings[Self.id]?.standing else { return #expect(Bool(false), "not removed") }
    }

    @Test("a source that two runs in succession do not see takes its findings along")
    func removedSource() async throws {
        var (book, estate) = (FindingBook(), SmallEstate(guestStatus: .stopped))
        _ = try await look(&book, estate)
        estate.hasSource = false
        #expect(try await look(&book, estate).unjudged == [Self.id])
        #expect(try await look(&book, estate).resolved == [Self.id])
    }

    @Test("a source that is missing in one run only takes nothing along")
    func missingSource() async throws {
        var (book, estate) = (FindingBook(), SmallEstate(guestStatus: .stopped))
        for hasSource in [true, false, true, false] {
            estate.hasSource = hasSource
            _ = try await look(&book, estate)
        }
        #expect(book.findings[Self.id]?.isResolved == false)
    }

    @Test("a check that is no longer in the catalogue retires what it said")
    func retiredCheck() async throws {
        var (book, estate) = (FindingBook(), SmallEstate(guestStatus: .stopped))
        _ = try await look(&book, estate)
        let others = [Check.status("OTHER", .node, [:])]
        #expect(try await look(&book, estate, checks: others).resolved == [Self.id])
        estate.guestStatus = .running
    }

    @Test("what somebody said stands until it gets worse")
    func dismissedUntilWorse() async throws {
        var (book, estate) = (FindingBook(), SmallEstate(guestStatus: .stopped))
        _ = try await look(&book, estate)
        try book.dismiss(Self.id, .expected, word(estate.now, "by design"))
        _ = try await look(&book, estate)
        #expect(book.active(at: estate.now).isEmpty)
        estate.guestStatus = .failing
        _ = try await look(&book, estate)
        #expect(book.active(at: estate.now).map(\.severity) == [.critical])
        estate.guestStatus = .stopped
        _ = try await look(&book, estate)
        #expect(book.findings[Self.id]?.history.map(\.kind) == [.raised, .dismissed, .escalated, .eased])
    }

    @Test("a snooze ends by itself, after a week at most")
    func snooze() async throws {
        var (book, estate) = (FindingBook(), SmallEstate(guestStatus: .stopped))
        _ = try await look(&book, estate)
        try book.snooze(Self.id, for: .seconds(1_000_000), word(estate.now))
        #expect(book.active(at: estate.now + .seconds(7 * 86_400 - 1)).isEmpty)
        #expect(book.active(at: estate.now + .seconds(7 * 86_400)).count == 1)
    }

    @Test("a rule hides what it matches, until its time is over, and says so")
    func rules() async throws {
        var (book, estate) = (FindingBook(), SmallEstate(guestStatus: .stopped))
        _ = try await look(&book, estate)
        let until = estate.now + .seconds(60)
        func rule(_ matches: SuppressionRule.Matches) -> SuppressionRule {
            SuppressionRule(id: "r", matches: matches, description: "a test", until: until, finding: nil, createdAt: estate.now, createdBy: nil)
        }
        let hiding: [SuppressionRule.Matches] = [
            .init(resource: "guest:lab/*"), .init(check: "GUEST-DOWN"), .init(check: "guest-down"), .init(category: .reliability), .init(tag: "prod"),
        ]
        let others: [SuppressionRule.Matches] = [
            .init(resource: "guest:lab/1"), .init(check: "OTHER"), .init(category: .backup), .init(tag: "test"),
            .init(resource: "guest:lab/*", tag: "test"),
        ]
        let finding = try #require(book.findings[Self.id])
        for matches in hiding { #expect(rule(matches).hides(finding, at: estate.now) && !rule(matches).hides(finding, at: until)) }
        for matches in others { #expect(!rule(matches).hides(finding, at: estate.now)) }
        try book.add(rule(hiding[0]))
        #expect(book.active(at: estate.now).isEmpty && book.rule(hiding: finding, at: estate.now)?.id == "r")
        for everything in ["", "*", "**", "*:*", "*:*/*"] {
            #expect(throws: FindingError.ruleMatchesEverything) { try book.add(rule(.init(resource: everything))) }
            #expect(!rule(.init(resource: everything)).hides(finding, at: estate.now))
        }
        #expect(rule(.init(resource: "*", check: "GUEST-DOWN")).hides(finding, at: estate.now))
        try book.removeRule("r")
        #expect(book.active(at: estate.now).count == 1)
    }

    @Test("what is not there or is over cannot be acted on")
    func refusals() async throws {
        var (book, estate) = (FindingBook(), SmallEstate(guestStatus: .stopped))
        #expect(throws: FindingError.unknown("x")) { try book.acknowledge("x", word(estate.now)) }
        _ = try await look(&book, estate)
        try book.resolve(Self.id, word(estate.now))
        #expect(throws: FindingError.alreadyResolved(Self.id)) { try book.snooze(Self.id, for: .seconds(60), word(estate.now)) }
        #expect(try await look(&book, estate).regressed == [Self.id])
        estate.now = estate.now + .seconds(60)
    }

    @Test("resolved findings are forgotten after ninety days")
    func forgotten() async throws {
        var (book, estate) = (FindingBook(), SmallEstate(guestStatus: .stopped))
        _ = try await look(&book, estate)
        estate.guestStatus = .running
        _ = try await look(&book, estate)
        estate.now = estate.now + FindingBook.memory
        _ = try await look(&book, estate)
        #expect(book.findings.count == 1)
        estate.now = estate.now + .seconds(1)
        _ = try await look(&book, estate)
        #expect(book.findings.isEmpty)
    }
}
