import Foundation
import PulseBackups
import PulseCore
import PulseInventory
import PulsePatrol
import Synchronization

@testable import PulseHTTP

/// Patrol over the inventory of a test server, with two checks that stay the same whatever the catalogue becomes.
enum FakePatrol {
    static func service(_ inventory: InventoryService, _ hub: EventHub, estateProblem: String? = nil) throws -> PatrolService {
        let ids = Mutex(0)
        return try PatrolService(
            .init(
                checks: [guest, node], source: Source(inventory: inventory, problem: estateProblem), findings: KeptFile(name: "ai_findings.json"),
                runs: KeptFile(name: "ai_patrol_runs.json"), now: { TestServer.start },
                newID: {
                    ids.withLock {
                        $0 += 1
                        return "run-\($0)"
                    }
                }, watcher: { hub.announce($0) }))
    }

    private struct Source: EstateSource {
        let inventory: InventoryService
        /// Why the estate cannot be read.
        let problem: String?

        struct Unreadable: SentenceError {
            let sentence: String
        }

        func estate() async throws -> Estate {
            if let problem { throw Unreadable(sentence: problem) }
            let (fleet, ledger) = inventory.estate
            return Estate(fleet: fleet, ledger: ledger, backups: BackupOutlook())
        }

        func hours(_ keys: [SeriesKey], from: Timestamp, to: Timestamp) async throws -> [SeriesKey: HourlySeries] { [:] }
    }

    private final class KeptFile: PatrolFile {
        let name: String
        private let content = Mutex<Data?>(nil)

        init(name: String) { self.name = name }

        func read() throws -> Data? { content.withLock { $0 } }
        func write(_ content: Data) throws { self.content.withLock { $0 = content } }
        func setAside() throws -> String { name }
    }

    private static let page = CheckPage(why: "It is a test.", decides: "Warning when it runs.", advice: "Nothing.")

    private static let guest = Check(
        "TEST-GUEST-RUNS", key: "guest-runs", "Guest runs", .reliability, on: [.guest], needs: [.facts, .current(.cpu), .history(.cpu, hours: 24)],
        page: page, role: CausalRole(symptoms: [.unavailable])
    ) { look in
        guard case .guest(let facts) = look.resource.facts else { return .clear }
        guard look.resource.state.status == .running else { return .hidden("\(look.name) on \(facts.node) does not say.") }
        let end = look.now
        return .raised(
            Raised(
                .warning, "Guest runs", description: "\(look.name) runs on \(facts.node).", recommendation: "Stop \(look.name).",
                evidence: "Status running.",
                items: [
                    .fact(look.id, "status", "running", at: end), .measurement(look.id, .cpu, 0.125, at: end),
                    .series(look.id, .cpu, from: end - .seconds(86_400), to: end, marks: [.init("now", 0.125, at: end)], text: "12.5 %"),
                    .record(look.id, "task", "UPID:\(facts.node):1", "vzdump"), .limit("warning", "10 %", value: 0.1),
                ]))
    }

    private static let node = Check(
        "TEST-NODE-UP", key: "node-up", "Node is up", .general, on: [.node], needs: [.facts], page: page,
        role: CausalRole(explains: [Explanation(.unavailable, .placed)])
    ) { look in
        .raised(
            Raised(.critical, "Node is up", description: "\(look.name) is up.", recommendation: "Nothing.", evidence: "It answers.", items: []))
    }
}
