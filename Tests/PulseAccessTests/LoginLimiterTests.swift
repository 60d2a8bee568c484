import PulseCore
import Testing

@testable import PulseAccess

@Suite("Slowing down guesses", .timeLimit(.minutes(5)))
struct LoginLimiterTests {
    private let now = Timestamp(seconds: 0)

    @Test("waits begin at the fifth failure and double up to a quarter of an hour")
    func waits() {
        var limiter = LoginLimiter()
        var waits: [Duration?] = []
        for _ in 0..<14 {
            limiter.failed("a", at: now)
            waits.append(limiter.wait(for: "a", at: now))
        }
        #expect(waits.prefix(4).allSatisfy { $0 == nil })
        #expect(waits[4] == .seconds(15))
        #expect(waits[5] == .seconds(30))
        #expect(waits[13] == LoginLimiter.longestWait)
    }

    @Test("success clears the key, other keys are not touched")
    func success() {
        var limiter = LoginLimiter()
        for _ in 0..<5 { limiter.failed("a", at: now); limiter.failed("b", at: now) }
        limiter.succeeded("a")
        #expect(limiter.wait(for: "a", at: now) == nil)
        #expect(limiter.wait(for: "b", at: now) != nil)
    }

    @Test("a flood of addresses does not grow without end")
    func bounded() {
        var limiter = LoginLimiter()
        for key in 0..<(LoginLimiter.mostKeys + 50) { limiter.failed("\(key)", at: now + .milliseconds(key)) }
        #expect(limiter.wait(for: "0", at: now) == nil)
    }
}
