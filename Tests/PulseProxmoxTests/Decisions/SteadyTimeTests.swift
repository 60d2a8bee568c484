import PulseCore
import Testing

@testable import PulseProxmox

@Suite("Time of plans", .timeLimit(.minutes(5)))
struct SteadyTimeTests {
    private let start = Timestamp(seconds: 1_000_000)

    @Test("is the clock's, also a little back and far ahead")
    func follows() {
        var time = SteadyTime()
        for offset: Int64 in [0, 10, 5, 7200, 7100, 7210] { #expect(time(start + .seconds(offset)) == start + .seconds(offset)) }
    }

    @Test("goes on where the clock is set back, at the same pace, and again where it is set back once more")
    func setBack() {
        var time = SteadyTime()
        _ = time(start)
        #expect(time(start + .seconds(-3600)) == start)
        #expect(time(start + .seconds(-3590)) == start + .seconds(10))
        #expect(time(start + .seconds(-7200)) == start + .seconds(10))
        #expect(time(start + .seconds(-7170)) == start + .seconds(40))
    }
}
