import PulseCore
import Testing

@testable import PulseProxmox

@Suite("Rates from counters", .timeLimit(.minutes(5)))
struct CounterRatesTests {
    private let start = Timestamp(seconds: 1_000_000)

    private func counters(_ value: Int64?) -> GuestCounters {
        GuestCounters(networkIn: value, networkOut: value, diskRead: value, diskWrite: value)
    }

    @Test("the first sample gives no rate")
    func first() {
        var rates = CounterRates()
        rates.observe(counters(1000), uptime: 100, node: "a", at: start)
        #expect(rates.rates == Array(repeating: .unknown(.firstSample), count: 4))
    }

    @Test("the difference over the time between two looks")
    func second() {
        var rates = CounterRates()
        rates.observe(counters(1000), uptime: 100, node: "a", at: start)
        rates.observe(counters(2000), uptime: 110, node: "a", at: start + .seconds(10))
        #expect(rates.rates.first == .measured(100, at: start + .seconds(10)))
    }

    @Test("a row that was not renewed keeps the last rate instead of falling to 0")
    func notRenewed() {
        var rates = CounterRates()
        rates.observe(counters(1000), uptime: 100, node: "a", at: start)
        rates.observe(counters(2000), uptime: 110, node: "a", at: start + .seconds(10))
        rates.observe(counters(2000), uptime: 110, node: "a", at: start + .seconds(20))
        #expect(rates.rates.first == .measured(100, at: start + .seconds(10)))
        // The row that follows is two renewals further on.
        rates.observe(counters(4000), uptime: 130, node: "a", at: start + .seconds(30))
        #expect(rates.rates.first == .measured(100, at: start + .seconds(30)))
    }

    @Test("counters that stand still in a renewed row are a rate of 0")
    func idle() {
        var rates = CounterRates()
        rates.observe(counters(1000), uptime: 100, node: "a", at: start)
        rates.observe(counters(1000), uptime: 110, node: "a", at: start + .seconds(10))
        #expect(rates.rates.first == .measured(0, at: start + .seconds(10)))
    }

    @Test(
        "a restart, a smaller counter or another node begin anew, never with a negative rate",
        arguments: [
            (500, 10, "a"), (500, 120, "a"), (5000, 120, "b"),
        ])
    func restart(value: Int64, uptime: Int64, node: String) {
        var rates = CounterRates()
        rates.observe(counters(1000), uptime: 100, node: "a", at: start)
        rates.observe(counters(2000), uptime: 110, node: "a", at: start + .seconds(10))
        rates.observe(counters(value), uptime: uptime, node: node, at: start + .seconds(20))
        #expect(rates.rates.first == .unknown(.firstSample))
    }

    @Test("a counter that is missing is not reported, the others count on")
    func missing() {
        var rates = CounterRates()
        rates.observe(GuestCounters(networkIn: 0, networkOut: 0), uptime: 100, node: "a", at: start)
        rates.observe(GuestCounters(networkIn: 100, networkOut: 0), uptime: 110, node: "a", at: start + .seconds(10))
        #expect(
            rates.rates == [
                .measured(10, at: start + .seconds(10)), .measured(0, at: start + .seconds(10)), .unknown(.notReported), .unknown(.notReported),
            ])
    }

    @Test("without an uptime a row counts as renewed after two periods")
    func withoutUptime() {
        var rates = CounterRates()
        rates.observe(counters(1000), uptime: nil, node: "a", at: start)
        rates.observe(counters(1000), uptime: nil, node: "a", at: start + .seconds(10))
        #expect(rates.rates.first == .unknown(.firstSample))
        rates.observe(counters(1000), uptime: nil, node: "a", at: start + .seconds(20))
        #expect(rates.rates.first == .measured(0, at: start + .seconds(20)))
    }

    @Test("the start stays where it is while the uptime is rounded, late or repeated")
    func steadyStart() {
        var steady = SteadyStart()
        steady.observe(uptime: 100, at: start)
        let first = steady.moment
        for (uptime, second) in [(109, 10), (109, 20), (131, 30), (120, 40)] {
            steady.observe(uptime: Int64(uptime), at: start + .seconds(second))
            #expect(steady.moment == first)
        }
        steady.observe(uptime: 5, at: start + .seconds(200))
        #expect(steady.moment == start + .seconds(195))
        steady.observe(uptime: nil, at: start + .seconds(210))
        #expect(steady.moment == nil)
    }
}
