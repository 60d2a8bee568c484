import PulseCore
import Testing

@testable import PulseProxmox

@Suite("Breaker", .timeLimit(.minutes(5)))
struct BreakerTests {
    private let start = Timestamp(seconds: 1_000_000)

    @Test("opens at a failure and lets nothing through until its pause is over")
    func opens() {
        var breaker = Breaker()
        #expect(outcome { breaker.admits(at: start) })
        breaker.failed(at: start, jitter: 0)
        #expect(breaker.state == .open(until: start + .seconds(5)))
        #expect(!outcome { breaker.admits(at: start + .milliseconds(4999)) })
        #expect(outcome { breaker.admits(at: start + .seconds(5)) })
    }

    @Test("a pause that lies further ahead than any was begun before the clock was set back, and is over")
    func clockSetBack() {
        var breaker = Breaker()
        for _ in 0..<9 { breaker.failed(at: start, jitter: 1) }
        #expect(!outcome { breaker.admits(at: start) })
        #expect(outcome { breaker.admits(at: start + .seconds(-3600)) })
    }

    @Test("half-open lets exactly one call through")
    func halfOpen() {
        var breaker = Breaker()
        breaker.failed(at: start, jitter: 0)
        #expect(outcome { breaker.admits(at: start + .seconds(6)) })
        #expect(breaker.state == .halfOpen)
        #expect(!outcome { breaker.admits(at: start + .seconds(60)) })
    }

    @Test("each failure doubles the pause, up to five minutes")
    func doubles() {
        var breaker = Breaker()
        var now = start
        var pauses: [Int64] = []
        for _ in 0..<9 {
            breaker.failed(at: now, jitter: 0)
            guard case .open(let until) = breaker.state else { return #expect(Bool(false)) }
            pauses.append(until.since(now).components.seconds)
            now = until
            #expect(outcome { breaker.admits(at: now) })
        }
        #expect(pauses == [5, 10, 20, 40, 80, 160, 300, 300, 300])
    }

    @Test("jitter moves the pause by a fifth at most", arguments: [(-1.0, 4000), (1.0, 6000), (0.5, 5500), (-7.0, 4000)])
    func jitter(share: Double, milliseconds: Int64) {
        var breaker = Breaker()
        breaker.failed(at: start, jitter: share)
        #expect(breaker.state == .open(until: start + .milliseconds(milliseconds)))
    }

    @Test("a success makes it as new: the next pause is the first one again")
    func recovers() {
        var breaker = Breaker()
        for _ in 0..<5 { breaker.failed(at: start, jitter: 0) }
        breaker.succeeded()
        #expect(breaker == Breaker())
        breaker.failed(at: start, jitter: 0)
        #expect(breaker.state == .open(until: start + .seconds(5)))
    }

    @Test("a call that never ended does not keep it half-open")
    func abandoned() {
        var breaker = Breaker()
        breaker.failed(at: start, jitter: 0)
        #expect(outcome { breaker.admits(at: start + .seconds(5)) })
        breaker.abandoned(at: start + .seconds(7))
        #expect(outcome { breaker.admits(at: start + .seconds(7)) })
    }
}
