import Testing

@testable import PulseEstateLab

@Suite("The pace of virtual time", .timeLimit(.minutes(5)))
struct PaceTests {
    private static func moments(_ pace: Pace, until end: Duration, looks: [Duration] = []) -> [Duration] {
        var (all, passed) = ([Duration](), Duration.zero)
        while passed < end {
            passed += pace.next(after: passed, look: looks.first { $0 >= passed })
            all.append(passed)
        }
        return all
    }

    @Test("nothing that happens is passed over, and small steps surround it")
    func events() {
        let event = Duration.seconds(5000)
        let moments = Self.moments(Pace(length: .seconds(20_000), stride: .seconds(3600), events: [event]), until: .seconds(20_000))
        #expect(moments.contains(event) && moments.last == .seconds(20_000))
        #expect(moments.filter { $0 > event && $0 <= event + .seconds(600) }.count == 20)
        #expect(moments.count < 60)
    }

    @Test("patrol gets its small steps before it looks")
    func looks() {
        let look = Duration.seconds(9000)
        let moments = Self.moments(Pace(length: .seconds(20_000), stride: .seconds(3600), events: []), until: .seconds(20_000), looks: [look])
        #expect(moments.filter { $0 > look - .seconds(180) && $0 <= look }.count == 6)
    }
}
