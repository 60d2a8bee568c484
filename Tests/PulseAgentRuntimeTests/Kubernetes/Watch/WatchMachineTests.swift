import PulseTransport
import Testing

@testable import PulseAgentRuntime

@Suite("What is asked next about a kind of object", .timeLimit(.minutes(1)))
struct WatchMachineTests {
    private let broken = KubernetesFailure.transport(.truncated)

    private func watching(_ version: String = "10") -> WatchMachine {
        var machine = WatchMachine()
        _ = machine.handle(.page(version: version, next: nil), chance: 1)
        return machine
    }

    @Test("pages are read to the end before the list counts, and the stream begins at the list's version")
    func pages() {
        var machine = WatchMachine()
        #expect(WatchMachine.start == .init(effects: [.beginList], question: .list(next: nil)))
        #expect(machine.handle(.page(version: "10", next: "a"), chance: 1) == .init(question: .list(next: "a")))
        #expect(machine.condition == .reading)
        #expect(machine.handle(.page(version: "10", next: ""), chance: 1) == .init(effects: [.endList], question: .stream(version: "10")))
        #expect(machine.condition == .working)
    }

    @Test("a stream that the server ends goes on at once from the last version")
    func resumes() {
        var machine = watching()
        #expect(machine.handle(.streamEnded(version: "12", events: 2, failure: nil), chance: 1) == .init(question: .stream(version: "12")))
    }

    @Test("a broken stream goes on from the last version, after a pause")
    func brokenStream() {
        var machine = watching()
        #expect(machine.handle(.streamEnded(version: "12", events: 2, failure: broken), chance: 1) == .init(question: .wait(.seconds(1))))
        #expect(machine.handle(.waited, chance: 1) == .init(question: .stream(version: "12")))
        #expect(machine.condition == .working)
    }

    @Test("a version that is too old, and a change that could not be read, have the list read again", arguments: [KubernetesFailure.gone, .tooLarge])
    func listsAgain(failure: KubernetesFailure) {
        var machine = watching()
        #expect(machine.handle(.streamEnded(version: nil, events: 0, failure: failure), chance: 1) == .init(question: .wait(.seconds(1))))
        #expect(machine.handle(.waited, chance: 1) == .init(effects: [.beginList], question: .list(next: nil)))
    }

    @Test("a continue that the server does not know begins the list anew; a page that broke off is asked for again")
    func badContinue() {
        for failure in [KubernetesFailure.gone, .badRequest("invalid continue token")] {
            var machine = WatchMachine()
            _ = machine.handle(.page(version: "10", next: "a"), chance: 1)
            _ = machine.handle(.listFailed(failure), chance: 1)
            #expect(machine.handle(.waited, chance: 1) == .init(effects: [.beginList], question: .list(next: nil)))
        }
        var machine = WatchMachine()
        _ = machine.handle(.page(version: "10", next: "a"), chance: 1)
        _ = machine.handle(.listFailed(broken), chance: 1)
        #expect(machine.handle(.waited, chance: 1) == .init(question: .list(next: "a")))
    }

    @Test("a missing right is said, and asked for again after two minutes")
    func denied() {
        var machine = WatchMachine()
        #expect(machine.handle(.listFailed(.forbidden("no")), chance: 1) == .init(question: .wait(WatchMachine.recheck)))
        #expect(machine.condition == .denied("no"))
        #expect(machine.handle(.waited, chance: 1) == .init(effects: [.beginList], question: .list(next: nil)))
        machine = watching()
        #expect(machine.handle(.streamEnded(version: nil, events: 0, failure: .forbidden("no")), chance: 1).question == .wait(WatchMachine.recheck))
        #expect(machine.condition == .denied("no"))
        machine = WatchMachine()
        _ = machine.handle(.listFailed(.notFound), chance: 1)
        #expect(machine.condition == .absent)
    }

    @Test("it fails only after several attempts in a row, waits longer each time, and recovers")
    func patience() {
        var machine = watching()
        var waits: [WatchMachine.Question] = []
        for attempt in 1...4 {
            waits.append(machine.handle(.streamEnded(version: nil, events: 0, failure: broken), chance: 1).question)
            #expect((machine.condition == .working) == (attempt < 3))
            // In the end the list is read again.
            #expect(machine.handle(.waited, chance: 1).question == (attempt < 3 ? .stream(version: "10") : .list(next: nil)))
        }
        #expect(waits == [1, 2, 4, 8].map { WatchMachine.Question.wait(.seconds($0)) })
        #expect(machine.condition == .failing(broken))
        _ = machine.handle(.page(version: "20", next: nil), chance: 1)
        #expect(machine.condition == .working)
        _ = machine.handle(.streamEnded(version: "21", events: 1, failure: nil), chance: 1)
        #expect(machine.handle(.streamEnded(version: nil, events: 0, failure: broken), chance: 1).question == .wait(.seconds(1)))
    }

    @Test("a server that ends each stream at once is not asked without a pause")
    func emptyStreams() {
        var machine = watching()
        #expect(machine.handle(.streamEnded(version: nil, events: 0, failure: nil), chance: 1).question == .wait(.seconds(1)))
        #expect(machine.handle(.waited, chance: 1).question == .stream(version: "10"))
        #expect(machine.handle(.streamEnded(version: nil, events: 0, failure: nil), chance: 1).question == .wait(.seconds(2)))
    }

    @Test("a server that is too busy is left alone for as long as it asks")
    func busy() {
        var machine = watching()
        #expect(machine.handle(.streamEnded(version: nil, events: 0, failure: .busy(.seconds(30))), chance: 0).question == .wait(.seconds(30)))
        #expect(KubernetesFailure(code: 429, message: "", retryAfter: 99_999) == .busy(.seconds(300)))
    }

    @Test("pauses double up to their limit, and chance takes off at most a half")
    func backoff() {
        var backoff = Backoff(base: .seconds(1), longest: .seconds(60))
        let longest = (0..<20).map { _ in backoff.failed(chance: 1) }
        #expect(Array(longest.prefix(7)) == [1, 2, 4, 8, 16, 32, 60].map { Duration.seconds($0) })
        #expect(longest.dropFirst(6).allSatisfy { $0 == .seconds(60) })
        #expect(backoff.failed(chance: 0) == .seconds(30))
        #expect(backoff.failed(chance: 7) == .seconds(60) && backoff.failed(chance: -7) == .seconds(30))
        backoff.succeeded()
        #expect(backoff.failed(chance: 0.5) == .milliseconds(750))
    }

    /// Whatever happens, in whatever order: a list that ended was begun, and no failure is followed by a question without a pause.
    @Test("any order of events", arguments: [1, 2, 3, 4] as [UInt64])
    func anyOrder(seed: UInt64) {
        var dice = Dice(seed: seed)
        var machine = WatchMachine()
        var (isListing, last) = (true, WatchMachine.start.question)
        for _ in 0..<5_000 {
            let event = Self.event(after: last, &dice)
            let step = machine.handle(event, chance: Double(dice.next(100)) / 100)
            if step.effects.contains(.beginList) { isListing = true }
            if step.effects.contains(.endList) {
                #expect(isListing)
                isListing = false
            }
            if case .listFailed = event { #expect(step.question.isWait) }
            if case .streamEnded(_, _, .some) = event { #expect(step.question.isWait) }
            if case .wait(let length) = step.question { #expect(length > .zero && length <= .seconds(300)) }
            if case .stream = step.question { #expect(!isListing) }
            last = step.question
        }
    }

    private static func event(after question: WatchMachine.Question, _ dice: inout Dice) -> WatchMachine.Event {
        let failures: [KubernetesFailure] = [
            .transport(.truncated), .unauthorized, .forbidden("x"), .notFound, .gone, .badRequest("x"), .busy(nil), .status(500, "x"), .invalidAnswer,
            .tooLarge,
        ]
        switch question {
        case .wait: return .waited
        case .list:
            if dice.next(3) == 0 { return .listFailed(failures[dice.next(failures.count)]) }
            return .page(version: "\(dice.next(100))", next: dice.next(2) == 0 ? "next" : nil)
        case .stream:
            let failure = dice.next(3) == 0 ? nil : failures[dice.next(failures.count)]
            return .streamEnded(version: dice.next(2) == 0 ? nil : "7", events: dice.next(3), failure: failure)
        }
    }
}

extension WatchMachine.Question {
    fileprivate var isWait: Bool { if case .wait = self { true } else { false } }
}

/// Numbers that are the same for the same seed (SplitMix64).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func next(_ count: Int) -> Int { Int(next() % UInt64(count)) }
}
