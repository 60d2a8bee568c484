import PulseCore
import Testing

@testable import PulseAccess

/// What a licence is worth when: decisions, in virtual time.
@Suite("The state of a licence", .timeLimit(.minutes(5)))
struct LicenceStateTests {
    private static let day = Duration.seconds(86_400)
    private let issued = Timestamp(seconds: 1_790_000_000)
    private var end: Timestamp { issued + Self.day * 30 }

    private func claims(ends: Bool = true) -> LicenceClaims {
        LicenceClaims(id: "1", email: "a@b", tier: LicenceTier(name: "pro"), issuedAt: issued, expiresAt: ends ? end : nil)
    }

    private func state(at now: Timestamp, latest: Timestamp? = nil, ends: Bool = true) -> LicenceState {
        LicenceState(claims(ends: ends), clock: LicenceClock(memory: .init(latest: latest?.milliseconds)), at: now)
    }

    @Test("active to its last second, seven days of grace, then over")
    func ends() {
        let graceEnd = end + Self.day * 7
        #expect(state(at: issued) == .active)
        #expect(state(at: end) == .active)
        #expect(state(at: end + .milliseconds(1)) == .gracePeriod(until: graceEnd))
        #expect(state(at: graceEnd) == .gracePeriod(until: graceEnd))
        #expect(state(at: graceEnd + .milliseconds(1)) == .expired)
        #expect(state(at: end + Self.day * 3650, ends: false) == .active)
    }

    @Test("features are on while active and in grace, and off in every other state")
    func features() {
        let all = Set(Feature.allCases)
        for (state, expected) in [
            (LicenceState.active, all), (.gracePeriod(until: end), all), (.none, []), (.expired, []), (.clockSetBack(seen: end), []),
            (.unreadable(reason: "x"), []), (.notGenuine, []),
        ] { #expect(LicenceStatus(state: state, claims: claims(), at: issued).features == expected, "\(state)") }
    }

    @Test("a clock before what was seen, by more than a day, ends what has an end; what has none stays")
    func setBack() {
        let seen = end + Self.day * 20
        #expect(state(at: end - Self.day * 5, latest: seen) == .clockSetBack(seen: seen))
        #expect(state(at: seen - Self.day, latest: seen) == .expired)
        #expect(state(at: end - Self.day, latest: end) == .active)
        #expect(state(at: end - Self.day - .milliseconds(1), latest: end) == .clockSetBack(seen: end))
        #expect(state(at: issued, latest: seen, ends: false) == .active)
    }

    @Test("a clock before the day the key was issued is set back, without any memory")
    func beforeIssue() {
        #expect(state(at: issued - Self.day * 2) == .clockSetBack(seen: issued))
        #expect(state(at: issued - Self.day) == .active)
    }

    @Test("every state has a sentence with what to do next")
    func sentences() {
        let words: [(LicenceState, String)] = [
            (.none, "enter a licence key"), (.active, "until 2026-10-21"), (.gracePeriod(until: end + Self.day * 7), "Renew it"),
            (.expired, "Renew it"),
            (.clockSetBack(seen: end), "Set the clock right"), (.unreadable(reason: "it is torn"), "it is torn"),
            (.notGenuine, "PULSE_LICENSE_PUBLIC_KEY"),
        ]
        for (state, word) in words {
            let sentence = LicenceStatus(state: state, claims: claims(), at: issued).sentence
            #expect(sentence.contains(word), "\(sentence)")
        }
    }

    @Test("days that remain are whole ones: 0 on the last day and after it, -1 without end")
    func days() {
        func remaining(_ now: Timestamp, ends: Bool = true) -> Int {
            LicenceStatus(state: .active, claims: claims(ends: ends), at: now).daysRemaining
        }
        #expect(remaining(issued) == 30)
        #expect(remaining(end - .seconds(1)) == 0 && remaining(end + Self.day * 3) == 0)
        #expect(remaining(issued, ends: false) == -1)
    }

    // MARK: The clock

    private func watched(_ clock: inout LicenceClock, from start: Timestamp, minutes: Int) -> Int {
        var kept = 0
        for step in 0...minutes / 10 where clock.observed(start + .seconds(step * 600)) { kept += 1 }
        return kept
    }

    @Test("a time is believed after an hour of steady going, and renewed each hour")
    func steady() {
        var clock = LicenceClock()
        let early = watched(&clock, from: issued, minutes: 50)
        #expect(early == 0 && clock.latest == nil)
        let after = clock.observed(issued + .seconds(3600))
        #expect(after && clock.latest == issued + .seconds(3600))
        let renewed = watched(&clock, from: issued + .seconds(3600), minutes: 180)
        #expect(renewed == 3)
    }

    @Test("a wrong clock at the start, put right within the hour, is not remembered")
    func wrongAtStart() {
        var clock = LicenceClock()
        let wrong = watched(&clock, from: issued + Self.day * 20_000, minutes: 30)
        let right = watched(&clock, from: issued, minutes: 120)
        #expect(wrong == 0 && right == 2)
        #expect(clock.latest == issued + .seconds(7200))
    }

    @Test("neither a leap forward nor a gap counts as time that has passed")
    func leaps() {
        var clock = LicenceClock()
        _ = clock.observed(issued)
        let leapt = clock.observed(issued + Self.day * 365)
        #expect(!leapt && clock.latest == nil)
        _ = clock.observed(issued + Self.day * 365 + .seconds(3600))
        #expect(clock.latest == nil)
    }

    @Test("a fresh key, newer than every one before, puts a wrong memory right, once")
    func freshKey() {
        let wrong = issued + Self.day * 20_000
        var clock = LicenceClock(memory: .init(latest: wrong.milliseconds, newestIssue: issued.seconds - 1))
        let now = issued + Self.day
        #expect(clock.isSetBack(at: now))
        let counts = clock.activated(issuedAt: issued, at: now)
        #expect(counts && !clock.isSetBack(at: now))
        var again = LicenceClock(memory: .init(latest: wrong.milliseconds, newestIssue: issued.seconds))
        let countsAgain = again.activated(issuedAt: issued, at: now)
        #expect(!countsAgain && again.isSetBack(at: now))
        var stale = LicenceClock(memory: .init(latest: wrong.milliseconds))
        _ = stale.activated(issuedAt: issued, at: issued + Self.day * 8)
        #expect(stale.isSetBack(at: issued + Self.day * 8))
    }
}
