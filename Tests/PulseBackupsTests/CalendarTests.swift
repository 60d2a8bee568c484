import PulseBackups
import PulseCore
import Testing

@Suite("Calendar events", .timeLimit(.minutes(5)))
struct CalendarTests {
    private static func moment(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: "\(text):00Z"), "\(text)") }

    // 2026-11-26 is a Thursday.
    @Test(
        "next and last run",
        arguments: [
            ("mon..fri 02:30", "2026-11-26T10:00", "2026-11-27T02:30", "2026-11-26T02:30"),
            ("mon..fri 02:30", "2026-11-28T10:00", "2026-11-30T02:30", "2026-11-27T02:30"),
            ("*/15", "2026-11-26T10:07", "2026-11-26T10:15", "2026-11-26T10:00"),
            ("*:0/15", "2026-11-26T10:07", "2026-11-26T10:15", "2026-11-26T10:00"),
            ("30/10", "2026-11-26T10:55", "2026-11-26T11:30", "2026-11-26T10:50"),
            ("sat 03:00", "2026-11-26T10:00", "2026-11-28T03:00", "2026-11-21T03:00"),
            ("sat", "2026-11-26T10:00", "2026-11-28T00:00", "2026-11-21T00:00"),
            ("sat,sun 3:00", "2026-11-28T10:00", "2026-11-29T03:00", "2026-11-28T03:00"),
            ("sat..mon 04:00", "2026-11-26T10:00", "2026-11-28T04:00", "2026-11-23T04:00"),
            ("daily", "2026-11-26T10:00", "2026-11-27T00:00", "2026-11-26T00:00"),
            ("hourly", "2026-11-26T10:05", "2026-11-26T11:00", "2026-11-26T10:00"),
            ("weekly", "2026-11-26T10:05", "2026-11-30T00:00", "2026-11-23T00:00"),
            ("monthly", "2026-11-26T10:05", "2026-12-01T00:00", "2026-11-01T00:00"),
            ("yearly", "2026-11-26T10:05", "2027-01-01T00:00", "2026-01-01T00:00"),
            ("*/6:00", "2026-11-26T10:05", "2026-11-26T12:00", "2026-11-26T06:00"),
            ("8..17,22:0/30", "2026-11-26T17:40", "2026-11-26T22:00", "2026-11-26T17:30"),
            ("12,14:5", "2026-11-26T13:00", "2026-11-26T14:05", "2026-11-26T12:05"),
            ("sat *-1..7 15:00", "2026-11-26T10:00", "2026-12-05T15:00", "2026-11-07T15:00"),
            ("2-29 01:00", "2026-11-26T10:00", "2028-02-29T01:00", "2024-02-29T01:00"),
            ("mon, wed 02:00", "2026-11-26T10:00", "2026-11-30T02:00", "2026-11-25T02:00"),
            ("MON 02:00 utc", "2026-11-26T10:00", "2026-11-30T02:00", "2026-11-23T02:00"),
            ("21:00", "2026-11-26T21:00", "2026-11-27T21:00", "2026-11-26T21:00"),
        ])
    func runs(text: String, now: String, next: String, last: String) throws {
        let event = try #require(CalendarEvent(text), "\(text)")
        let now = try Self.moment(now)
        #expect(event.next(after: now, offset: .zero) == (try Self.moment(next)))
        #expect(event.previous(upTo: now, offset: .zero) == (try Self.moment(last)))
    }

    @Test("a schedule is reckoned in the node's zone, unless it says UTC")
    func zone() throws {
        let now = try Self.moment("2026-11-26T10:00")
        let local = try #require(CalendarEvent("02:30"))
        #expect(local.next(after: now, offset: .seconds(7200)) == (try Self.moment("2026-11-27T00:30")))
        #expect(local.next(after: now, offset: .seconds(-5 * 3600)) == (try Self.moment("2026-11-27T07:30")))
        let fixed = try #require(CalendarEvent("02:30 UTC"))
        #expect(fixed.next(after: now, offset: .seconds(7200)) == (try Self.moment("2026-11-27T02:30")))
    }

    @Test("the server's own next run tells its zone", arguments: [-5, 0, 1, 2, 9])
    func zoneOfNextRun(hours: Int) throws {
        let event = try #require(CalendarEvent("sat 03:00"))
        let run = try #require(event.next(after: try Self.moment("2026-11-26T10:00"), offset: .seconds(hours * 3600)))
        #expect(Schedule(event, fitting: run).offset == .seconds(hours * 3600))
    }

    @Test("a year that has passed comes no more")
    func past() throws {
        let event = try #require(CalendarEvent("2020-01-01 10:00"))
        #expect(event.next(after: try Self.moment("2026-11-26T10:00"), offset: .zero) == nil)
    }

    @Test(
        "what is no calendar event is not guessed at",
        arguments: [
            "", " ", "foo", "25:00", "10:60", "mon..", "mon,,", "1/0", "*/", "10..5:00", "-", "*-*-32", "1-2-3-4", "10:00:00:00", "mo 10:00",
            "02:30 02:30", "99999", "é",
        ])
    func refused(text: String) {
        #expect(CalendarEvent(text) == nil, "\(text)")
    }

    @Test("random texts never crash, and runs lie on their side of the moment")
    func fuzz() {
        var draws = Draws(seed: 26)
        let pieces = ["mon", "..", ",", "sat", "*", "/", ":", "-", "1", "30", "02", "2026", " ", "utc", "daily", "0", "~", "é", "99"]
        var understood = 0
        for _ in 0..<4000 {
            let text = (0..<draws.below(9)).map { _ in pieces[draws.below(pieces.count)] }.joined()
            guard let event = CalendarEvent(text) else { continue }
            understood += 1
            let now = Timestamp(seconds: 1_700_000_000 + Int64(draws.below(100_000_000)))
            let offset = Duration.seconds((draws.below(27) - 12) * 3600)
            if let next = event.next(after: now, offset: offset) {
                #expect(next > now)
                #expect(event.previous(upTo: next, offset: offset) == next, "\(text)")
            }
            if let last = event.previous(upTo: now, offset: offset) { #expect(last <= now) }
        }
        #expect(understood > 50)
    }

    @Test("runs are counted, and no further than asked")
    func counting() throws {
        let schedule = Schedule(try #require(CalendarEvent("daily")))
        let (start, end) = (try Self.moment("2026-11-20T12:00"), try Self.moment("2026-11-26T12:00"))
        #expect(schedule.runs(after: start, upTo: end, limit: 100) == 6)
        #expect(schedule.runs(after: start, upTo: end, limit: 2) == 2)
        #expect(schedule.period(before: end) == .seconds(86_400))
    }
}

/// Numbers that are the same for the same seed (SplitMix64).
struct Draws {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) >> 33) % max(1, limit)
    }
}
