import PulseAgentProtocol
import PulseCore
import PulseStorage
import Testing

@testable import PulseAgents

@Suite("Who the agents are", .timeLimit(.minutes(5)))
struct DirectoryTests {
    @Test("an agent is listed as it does: never, reporting, overdue, revoked")
    func conditions() throws {
        let stage = try Stage()
        let agent = FakeAgent("nas")
        try agent.enrol(stage)
        func condition() throws -> AgentEntry.Condition { try stage.service.directory.find(agent.id, at: stage.now).condition }
        #expect(try condition() == .never)
        try agent.tell(stage)
        #expect(try condition() == .reporting)
        stage.pass(.seconds(30))
        #expect(try condition() == .reporting)
        stage.pass(.seconds(1))
        #expect(try condition() == .overdue)
        _ = try stage.service.directory.revoke(agent.id, at: stage.now)
        #expect(try condition() == .revoked)
    }

    @Test("a revoked agent is refused, also after a restart, its things stay, and its source says why")
    func revoked() throws {
        let stage = try Stage()
        let agent = FakeAgent("nas")
        try agent.enrol(stage)
        try agent.tell(stage)
        _ = stage.drain()
        _ = try stage.service.directory.revoke(agent.id, at: stage.now)
        let said = stage.drain()
        #expect(said.removedSources.isEmpty)
        #expect(said.observations.map(\.report.condition) == [.refused])
        #expect(said.observations[0].completeKinds.isEmpty)
        #expect(throws: AgentRefusal.agentRevoked(agent.id)) { try agent.tell(stage) }
        try stage.restart()
        #expect(throws: AgentRefusal.agentRevoked(agent.id)) { try agent.tell(stage) }
        #expect(stage.drain().observations.map(\.report.condition) == [.refused])
    }

    @Test("what an agent says of itself cannot undo a revocation")
    func revokedWhileKeeping() throws {
        let stage = try Stage()
        let agent = FakeAgent("nas")
        try agent.enrol(stage)
        try agent.tell(stage)
        _ = try stage.service.directory.revoke(agent.id, at: stage.now)
        let record = try stage.service.directory.find(agent.id, at: stage.now).record
        var stale = record
        stale.revokedAt = nil
        try stage.database.write { try AgentRows.update(stale, in: $0) }
        #expect(try AgentRows.all(stage.database).map(\.revokedAt) == [stage.now])
    }

    @Test("a forgotten agent is gone with its sources, and its name is free again")
    func forgotten() throws {
        let stage = try Stage()
        let agent = FakeAgent("nas")
        try agent.enrol(stage)
        try agent.tell(stage) { report in
            report.upserted += [Things.cluster("u1", "prod")]
        }
        _ = stage.drain()
        let gone = try stage.service.directory.forget(agent.id)
        #expect(gone.sources.map(\.description) == ["nas", "prod"])
        #expect(stage.drain().removedSources == gone.sources)
        #expect(stage.drain().removedSources.isEmpty)
        #expect(throws: AgentRefusal.agentUnknown(agent.id)) { try agent.tell(stage) }
        #expect(try FakeAgent("nas").enrol(stage).reply.name == "nas")
        try stage.service.keepAll(at: stage.now)
    }

    @Test("tags that the server gives come with the host's own, and outlive a restart")
    func tags() throws {
        let stage = try Stage()
        let agent = FakeAgent("nas")
        agent.tags = ["rack-1"]
        try agent.enrol(stage)
        _ = try stage.service.directory.setTags(["edge", "edge"], of: agent.id, at: stage.now)
        try stage.restart()
        try agent.tell(stage)
        #expect(stage.drain().observations.first?.resources.first?.tags == ["edge", "rack-1"])
        #expect(throws: AgentRefusal.self) { try stage.service.directory.setTags([""], of: agent.id, at: stage.now) }
    }

    @Test("whichever write fails, an agent is neither revoked nor forgotten nor tagged")
    func fullDisk() throws {
        let stage = try Stage()
        let agent = FakeAgent("nas")
        try agent.enrol(stage)
        try stage.breakDisk("agent")
        #expect(throws: (any Error).self) { try stage.service.directory.revoke(agent.id, at: stage.now) }
        #expect(throws: (any Error).self) { try stage.service.directory.forget(agent.id) }
        #expect(throws: (any Error).self) { try stage.service.directory.setTags(["a"], of: agent.id, at: stage.now) }
        #expect(try agent.tell(stage).through == 1)
        #expect(try stage.service.directory.find(agent.id, at: stage.now).record.tags.isEmpty)
    }
}
