import PulseCore
import Testing

@testable import PulseProxmox

/// The politeness of a search, in virtual time.
@Suite("The plan of a search", .timeLimit(.minutes(5)))
struct ScanPlanTests {
    /// What happened when, with every contact taking as long as `lasts` says.
    private struct Run {
        var starts: [(at: Duration, target: ScanTarget)] = []
        var mostOpen = 0
        var end: ScanPlan.End?
        var endedAt = Duration.zero

        init(_ plan: ScanPlan, lasts: (ScanTarget) -> Duration, cancelAt: Duration? = nil) {
            var (plan, now, open) = (plan, Duration.zero, [(end: Duration, target: ScanTarget)]())
            while end == nil {
                for one in open where one.end <= now { plan.ended(one.target) }
                open.removeAll { $0.end <= now }
                if let cancelAt, now >= cancelAt { plan.cancel() }
                switch plan.next(at: now) {
                case .contact(let target):
                    starts.append((now, target))
                    open.append((now + lasts(target), target))
                    mostOpen = max(mostOpen, open.count)
                case .wait(let pause): now += pause
                case .waitForAnswer: now = open.map(\.end).min() ?? now
                case .finished(let end): (self.end, endedAt) = (end, now)
                }
            }
        }
    }

    private static func addresses(_ count: Int) -> [IPAddress] {
        (0..<count).compactMap { IPAddress(bytes: [10, 0, UInt8($0 >> 8), UInt8($0 & 255)]) }
    }

    @Test("everybody is asked once at every port, and then it is over")
    func complete() {
        let run = Run(ScanPlan(Self.addresses(30), ports: [8006, 8007]), lasts: { _ in .milliseconds(5) })
        #expect(run.end == .complete)
        #expect(run.starts.count == 60)
        #expect(Set(run.starts.map(\.target)).count == 60)
    }

    @Test("in no second begin more than fifty connections, and never are more than sixteen open", arguments: [1, 30, 400, 1000, 3000])
    func polite(milliseconds: Int) {
        let run = Run(
            ScanPlan(Self.addresses(200), ports: [8006, 8007]), lasts: { target in .milliseconds(milliseconds + Int(target.address.bytes[3]) % 7) })
        #expect(run.mostOpen <= 16)
        for (index, start) in run.starts.enumerated() {
            let within = run.starts[index...].prefix { $0.at < start.at + .seconds(1) }.count
            #expect(within <= 50)
        }
        if milliseconds == 1 { #expect(run.endedAt >= .seconds(7)) }
        if milliseconds >= 400 { #expect(run.mostOpen == 16) }
    }

    @Test("no address has two connections at a time, however few there are")
    func oneEach() {
        let run = Run(ScanPlan(Self.addresses(3), ports: [1, 2, 3, 4]), lasts: { _ in .seconds(1) })
        #expect(run.starts.count == 12)
        for (index, start) in run.starts.enumerated() {
            let beside = run.starts[(index + 1)...].prefix { $0.at < start.at + .seconds(1) }
            #expect(!beside.contains { $0.target.address == start.target.address })
        }
    }

    @Test("1,024 addresses that swallow everything take minutes, and the search stays within its limit")
    func longest() {
        let silent = Run(ScanPlan(Self.addresses(1024), ports: [8006, 8007]), lasts: { _ in .seconds(1) })
        #expect(silent.end == .complete)
        #expect(silent.endedAt < .seconds(150))
        let worst = Run(ScanPlan(Self.addresses(1024), ports: [1, 2, 3, 4]), lasts: { _ in .seconds(3) })
        #expect(worst.end == .timeUp)
        #expect(worst.endedAt <= .seconds(603))
    }

    @Test("what is known already is not asked")
    func skipping() {
        let known = ScanTarget(Self.addresses(2)[1], 8006)
        let run = Run(ScanPlan(Self.addresses(2), ports: [8006, 8007], skipping: [known]), lasts: { _ in .milliseconds(1) })
        #expect(run.starts.map(\.target).contains(known) == false)
        #expect(run.starts.count == 3)
    }

    @Test("after it was stopped nothing begins any more, and it is over when the last contact is")
    func cancelled() {
        let run = Run(ScanPlan(Self.addresses(100), ports: [8006]), lasts: { _ in .seconds(1) }, cancelAt: .milliseconds(100))
        #expect(run.end == .cancelled)
        #expect(run.starts.count == 5)
        #expect(run.endedAt >= .seconds(1))
    }

    @Test("nothing to ask is over at once")
    func empty() {
        #expect(Run(ScanPlan([], ports: [8006]), lasts: { _ in .zero }).end == .complete)
    }
}
