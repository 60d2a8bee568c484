import Crypto
import PulseAgentProtocol
import PulseCore
import PulseStorage
import Testing

@testable import PulseAgents

@Suite("Writing down how far agents have come", .timeLimit(.minutes(5)))
struct KeepingTests {
    @Test("nothing is written for a report; all of it is written together, every half minute")
    func pace() throws {
        let stage = try Stage()
        let agent = FakeAgent("nas")
        try agent.enrol(stage)
        try agent.tell(stage)
        try stage.service.keep(at: stage.now + .seconds(29))
        #expect(try ProgressRows.all(stage.database)[agent.id] == nil)
        stage.pass(.seconds(30))
        try stage.service.keep(at: stage.now)
        let progress = try #require(try ProgressRows.all(stage.database)[agent.id])
        #expect(progress.runs == [RunLedger.Run(name: "run-1", through: 1)])
        #expect(progress.host?.name == "nas" && progress.interval == .seconds(10))
    }

    @Test("a host that changes all the time is written every ten minutes")
    func hosts() throws {
        let stage = try Stage()
        let agent = FakeAgent("nas")
        try agent.enrol(stage)
        func keep(_ name: String, after pause: Duration) throws -> String? {
            stage.pass(pause)
            try agent.tell(stage) { $0.upserted = [Things.host(name)] }
            try stage.service.keep(at: stage.now)
            return try ProgressRows.all(stage.database)[agent.id]?.host?.name
        }
        #expect(try keep("one", after: .seconds(30)) == "one")
        #expect(try keep("two", after: .seconds(30)) == "one")
        #expect(try keep("three", after: .seconds(570)) == "three")
    }

    @Test("whichever write fails, it is written the next time", arguments: ["agent_run", "agent_presence", "agent_host"])
    func fullDisk(table: String) throws {
        let stage = try Stage()
        let agent = FakeAgent("nas")
        try agent.enrol(stage)
        try agent.tell(stage)
        try stage.breakDisk(table)
        #expect(throws: (any Error).self) { try stage.service.keep(at: stage.now + .seconds(30)) }
        #expect(try ProgressRows.all(stage.database)[agent.id] == nil)
        try stage.breakDisk(nil)
        try stage.service.keep(at: stage.now + .seconds(60))
        let progress = try #require(try ProgressRows.all(stage.database)[agent.id])
        #expect(progress.runs.count == 1 && progress.seenAt != nil && progress.host != nil)
    }

    @Test("the server's key is made once and sealed")
    func serverKey() throws {
        let stage = try Stage()
        let key = try FakeAgent("a").enrol(stage).reply.serverKey
        try stage.restart()
        #expect(try FakeAgent("b").enrol(stage).reply.serverKey == key)
        #expect(throws: (any Error).self) {
            try ServerKeyRow.key(stage.database, .init(key: .init(size: .bits256)), .cryptographic)
        }
    }
}
