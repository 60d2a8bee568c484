import PulseCore
import PulseDelivery
import Testing

@Suite("What becomes of a message and its endpoint", .timeLimit(.minutes(5)))
struct DecisionTests {
    private let now = Timestamp(seconds: 1_790_000_000)

    @Test("ten attempts over more than three days, at the times of the specification")
    func schedule() {
        var (waits, attempt) = ([Duration](), 1)
        while let wait = RetrySchedule.standard.wait(after: attempt, status: 500, retryAfter: nil, chance: 0) {
            waits.append(wait)
            attempt += 1
        }
        #expect(attempt == 10)
        #expect(waits.map(\.components.seconds) == [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400])
        #expect(waits.map(\.components.seconds).reduce(0, +) == 272_105)
    }

    @Test("jitter only makes a wait longer, by a tenth at most", arguments: [0, 0.25, 0.999])
    func jitter(chance: Double) {
        let wait = RetrySchedule.standard.wait(after: 2, status: nil, retryAfter: nil, chance: chance)!
        #expect(wait >= .seconds(300) && wait <= .seconds(330))
        #expect(wait == .milliseconds(Int64(300_000 + 30_000 * chance)))
    }

    @Test("a receiver may ask for more patience, up to a day, and not for less")
    func retryAfter() {
        func wait(_ status: Int, _ asked: Duration?) -> Duration? {
            RetrySchedule.standard.wait(after: 1, status: status, retryAfter: asked, chance: 0)
        }
        #expect(wait(500, .seconds(120)) == .seconds(120))
        #expect(wait(500, .seconds(1)) == .seconds(5))
        #expect(wait(500, .seconds(10_000_000)) == .seconds(86_400))
        for status in [429, 502, 503, 504] { #expect(wait(status, nil) == .seconds(60)) }
        #expect(wait(429, .seconds(90)) == .seconds(90))
    }

    @Test(
        "Retry-After is understood as seconds and as a date",
        arguments: [
            ("120", 120 as Int64?), (" 7 ", 7), ("0", 0), ("Mon, 21 Sep 2026 14:14:20 GMT", 60), ("Mon, 21 Sep 2026 14:12:20 GMT", 0), ("soon", nil),
            ("-5", nil), ("1.5", nil), ("99999999999999999999999", 999_999_999), ("", nil), ("Mon, 31 Feb 2026 14:14:20 GMT", nil),
        ])
    func retryAfterHeader(text: String, seconds: Int64?) {
        #expect(RetryAfter.parse(text, at: now) == seconds.map { .seconds($0) })
    }

    @Test("one message at a time: while one is on its way nothing else is sent")
    func oneAtATime() {
        var state = EndpointState()
        #expect(state.look(hasWaiting: false, isOpen: true, at: now) == .rest)
        #expect(state.look(hasWaiting: true, isOpen: true, at: now) == .send)
        #expect(state.look(hasWaiting: true, isOpen: true, at: now) == .rest)
        #expect(state.finished(.delivered(status: 204), attempt: 1, at: now, chance: 0) == .delivered)
        #expect(state.look(hasWaiting: true, isOpen: true, at: now) == .send)
    }

    @Test("a refused message is waited for, and given up after the tenth time")
    func refusals() {
        var (state, at) = (EndpointState(), now)
        for attempt in 1...9 {
            #expect(state.look(hasWaiting: true, isOpen: true, at: at) == .send)
            guard case .again(let next) = state.finished(refused(), attempt: attempt, at: at, chance: 0.5) else {
                Issue.record("attempt \(attempt) was the last")
                return
            }
            #expect(state.look(hasWaiting: true, isOpen: true, at: next - .milliseconds(1)) == .wake(at: next))
            at = next
        }
        #expect(state.look(hasWaiting: true, isOpen: true, at: at) == .send)
        #expect(state.finished(refused(), attempt: 10, at: at, chance: 0) == .dead)
        #expect(state.look(hasWaiting: true, isOpen: true, at: at) == .send)
    }

    @Test("410 switches the endpoint off, and nothing is sent until it is switched on")
    func gone() {
        var state = EndpointState()
        _ = state.look(hasWaiting: true, isOpen: true, at: now)
        #expect(state.finished(.gone(reason: "410"), attempt: 1, at: now, chance: 0) == .disabled)
        #expect(state.look(hasWaiting: true, isOpen: true, at: now + .seconds(1_000_000)) == .rest)
    }

    @Test("paused, disabled or held as a whole: nothing is sent", arguments: [EndpointState.Phase.paused, .disabled])
    func held(phase: EndpointState.Phase) {
        var state = EndpointState(phase)
        #expect(state.look(hasWaiting: true, isOpen: true, at: now) == .rest)
        var open = EndpointState()
        #expect(open.look(hasWaiting: true, isOpen: false, at: now) == .rest)
        #expect(open.look(hasWaiting: true, isOpen: true, at: now) == .send)
    }

    @Test(
        "statuses: 2xx is taken, 3xx not followed, 410 the end",
        arguments: [
            (200, DeliveryOutcome.delivered(status: 200)), (204, .delivered(status: 204)), (299, .delivered(status: 299)),
            (410, .gone(reason: "The receiver answered 410: it wants no more messages.")), (500, refused(500)), (400, refused(400)),
            (199, refused(199)),
        ])
    func statuses(status: Int, outcome: DeliveryOutcome) {
        #expect(HTTPVerdict.outcome(status: status, retryAfter: nil, at: now) == outcome)
    }

    @Test("a redirect is a failure", arguments: [301, 302, 303, 307, 308])
    func redirects(status: Int) {
        guard case .failed(status, _, nil) = HTTPVerdict.outcome(status: status, retryAfter: nil, at: now) else {
            Issue.record("\(status) passed")
            return
        }
    }
}
