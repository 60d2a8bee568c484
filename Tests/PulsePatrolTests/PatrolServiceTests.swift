import Foundation
import PulseCore
import PulsePatrol
import Synchronization
import Testing

@Suite("Patrol as a whole", .timeLimit(.minutes(1)))
struct PatrolServiceTests {
    private struct Broken: Error {}

    private static let guestDown = Check.status("GUEST-DOWN", .guest, [.stopped: .warning])
    private static let failing = Check(
        "FAILS", key: "fails", "Fails", .general, on: [.node], needs: [.facts], page: CheckPage(why: "A test.", decides: "Never.", advice: "None.")
    ) { _ in throw Broken() }

    private final class Bench: Sendable {
        let (findings, runs): (MemoryFile, MemoryFile)
        let source: StandingSource
        private let clock = Mutex(SmallEstate.start)
        private let ids = Mutex(0)

        init(_ estate: SmallEstate, findings: Data? = nil) {
            (self.findings, runs) = (MemoryFile("ai_findings.json", findings), MemoryFile("ai_patrol_runs.json"))
            source = StandingSource(estate.value)
        }

        var now: Timestamp { clock.withLock { $0 } }

        func newID() -> String {
            ids.withLock { number in
                number += 1
                return "run-\(number)"
            }
        }

        func service(_ checks: [Check], watcher: @escaping @Sendable (PatrolProgress) -> Void = { _ in }) throws -> PatrolService {
            try PatrolService(
                .init(
                    checks: checks, source: source, findings: findings, runs: runs, now: { self.now }, newID: { self.newID() }, watcher: watcher))
        }
    }

    @Test("a run on demand finds, is recorded, and a restart knows both")
    func runAndRestart() async throws {
        let bench = Bench(SmallEstate(guestStatus: .stopped))
        let steps = Mutex<[PatrolProgress]>([])
        let patrol = try bench.service([Self.guestDown]) { progress in steps.withLock { $0.append(progress) } }
        #expect(patrol.ask(by: "ann"))
        await patrol.runIfDue()
        #expect(steps.withLock { $0.map(\.phase.name) } == ["looking", "comparing", "ended"])
        #expect(
            steps.withLock { $0.map(\.step) } == [
                RunStep(done: 0, total: 1), RunStep(done: 1, total: 1, kinds: [.guest], conditions: 1), RunStep(done: 1, total: 1),
            ])
        #expect(patrol.book.active(at: SmallEstate.start).map(\.check) == ["GUEST-DOWN"])
        let record = try #require(patrol.runs.last)
        #expect(record.status == .issues && record.new.count == 1 && record.by == "ann" && record.coverage == ["guest": 1])
        let again = try bench.service([Self.guestDown])
        #expect(again.book == patrol.book && again.runs == patrol.runs && again.troubles.isEmpty)
    }

    @Test("twice in a row gives the same findings")
    func twice() async throws {
        let bench = Bench(SmallEstate(guestStatus: .stopped))
        let patrol = try bench.service([Self.guestDown])
        for _ in 1...2 {
            #expect(patrol.ask(by: nil))
            await patrol.runIfDue()
        }
        #expect(patrol.runs.map(\.new.count) == [1, 0] && patrol.runs.last?.existing == 1)
    }

    @Test("a check that throws is named, and the others go on")
    func failingCheck() async throws {
        let patrol = try Bench(SmallEstate(guestStatus: .stopped)).service([Self.failing, Self.guestDown])
        #expect(patrol.ask(by: nil))
        await patrol.runIfDue()
        #expect(patrol.runs.last?.failures.keys.sorted() == ["FAILS"] && patrol.runs.last?.status == .error)
        #expect(patrol.book.findings.count == 1)
    }

    @Test("a damaged file is set aside and told of", arguments: ["{", "[]", #"{"version": 9, "findings": [], "rules": [], "interval": 60}"#])
    func damagedFile(text: String) throws {
        let bench = Bench(SmallEstate(), findings: Data(text.utf8))
        let patrol = try bench.service([Self.guestDown])
        #expect(patrol.troubles.count == 1)
        for said in ["kept in the data directory as ai_findings.json.aside", "Suppression rules, dismissals, snoozes, acknowledgements, notes"] {
            #expect(patrol.troubles[0].contains(said))
        }
        #expect(bench.findings.aside == Data(text.utf8) && patrol.schedule == .usual)
    }

    @Test("what cannot be written did not happen, and is said")
    func fullDisk() async throws {
        let bench = Bench(SmallEstate(guestStatus: .stopped))
        let patrol = try bench.service([Self.guestDown])
        #expect(patrol.ask(by: nil))
        await patrol.runIfDue()
        bench.findings.fill(true)
        bench.runs.fill(true)
        let id = try #require(patrol.book.findings.keys.first)
        #expect(throws: MemoryFile.Full.self) { try patrol.change { try $0.acknowledge(id, Standing.Word(at: SmallEstate.start)) } }
        #expect(patrol.book.findings[id]?.standing == .open)
        #expect(patrol.ask(by: nil))
        await patrol.runIfDue()
        let problem = try #require(patrol.runs.last?.problem)
        #expect(problem.hasPrefix("What it saw could not be kept. ") && problem.contains("Check that Pulse may write its data directory"))
        #expect(patrol.runs.last?.status == .error && patrol.troubles.count == 1)
        bench.findings.fill(false)
        #expect(patrol.ask(by: nil))
        await patrol.runIfDue()
        #expect(patrol.runs.last?.problem == nil)
    }

    @Test(
        "a run that was to look at a part and saw all of it is no run of a part",
        arguments: [(SmallEstate.node, false), (SmallEstate.storage, true)])
    func wholeAfterAll(scope: ResourceID, isScoped: Bool) async throws {
        let patrol = try Bench(SmallEstate()).service([Self.guestDown, Self.failing])
        #expect(patrol.ask(by: nil, .resources([scope])))
        await patrol.runIfDue()
        #expect(patrol.runs.last?.isScoped == isScoped)
    }

    /// Never answers.
    private struct StuckSource: EstateSource {
        func estate() async throws -> Estate {
            try await Task.sleep(for: .seconds(3600))
            return SmallEstate().value
        }
        func hours(_ keys: [SeriesKey], from: Timestamp, to: Timestamp) async throws -> [SeriesKey: HourlySeries] { [:] }
    }

    @Test("a run can be cancelled, and changes nothing then")
    func cancelled() async throws {
        let patrol = try PatrolService(
            .init(
                checks: [Self.guestDown], source: StuckSource(), findings: MemoryFile("ai_findings.json"), runs: MemoryFile("ai_patrol_runs.json"),
                now: { SmallEstate.start }, newID: { "run" }))
        #expect(!patrol.cancel() && patrol.ask(by: nil))
        async let run: Void = patrol.runIfDue()
        while !patrol.cancel() { await Task.yield() }
        await run
        #expect(patrol.runs.last?.status == .cancelled && patrol.book.findings.isEmpty && !patrol.isRunning)
    }
}
