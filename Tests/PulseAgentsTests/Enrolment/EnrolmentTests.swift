import PulseAgentProtocol
import PulseCore
import PulseStorage
import Testing

@testable import PulseAgents

@Suite("Enrolment", .timeLimit(.minutes(5)))
struct EnrolmentTests {
    @Test("a code lets one machine in, under the nearest name that is free, and is used up then")
    func once() throws {
        let stage = try Stage(taken: [try #require(SourceSlug("nas"))])
        let code = try stage.code(CodeWish(tags: ["edge"]))
        let enrolled = try FakeAgent("nas.lan").enrol(stage, code: code)
        #expect(enrolled.change == .new)
        #expect(enrolled.reply.name == "nas-2")
        #expect(enrolled.record.tags == ["edge"])
        #expect(enrolled.reply.serverKey.count == 64)
        #expect(throws: AgentRefusal.codeUsedUp) { try FakeAgent("web").enrol(stage, code: code) }
        #expect(try stage.service.enrolment.codes(at: stage.now).isEmpty)
    }

    @Test("a code for many machines lets so many in, and one that was deleted none")
    func many() throws {
        let stage = try Stage()
        let (code, entry) = try stage.service.enrolment.makeCode(CodeWish(uses: 2, name: "edge box"), createdBy: "eva", at: stage.now)
        #expect(try FakeAgent("one").enrol(stage, code: code.reveal()).reply.name == "edge-box")
        #expect(try stage.service.enrolment.codes(at: stage.now).map(\.usesLeft) == [1])
        try stage.service.enrolment.removeCode(entry.id)
        #expect(throws: AgentRefusal.codeUnknown) { try FakeAgent("two").enrol(stage, code: code.reveal()) }
        #expect(throws: AgentRefusal.noSuchCode(entry.id)) { try stage.service.enrolment.removeCode(entry.id) }
    }

    @Test("a code that ran out says so for a day, and its text is nowhere on disk")
    func expired() throws {
        let stage = try Stage()
        let code = try stage.code(CodeWish(lifetime: .seconds(600)))
        let rows = try stage.database.read { try CodeRows.all($0) }
        #expect(rows.allSatisfy { !$0.digest.contains(code) && $0.digest.count == 64 })
        stage.pass(.seconds(600))
        #expect(throws: AgentRefusal.codeExpired) { try FakeAgent("nas").enrol(stage, code: code) }
        stage.pass(.seconds(2 * 86_400))
        _ = try stage.code()
        #expect(throws: AgentRefusal.codeUnknown) { try FakeAgent("nas").enrol(stage, code: code) }
    }

    @Test(
        "a code that goes beyond its limits is not made",
        arguments: [
            CodeWish(lifetime: .seconds(59)), CodeWish(lifetime: .seconds(604_801)), CodeWish(uses: 0), CodeWish(uses: 1001), CodeWish(tags: [""]),
            CodeWish(name: ""),
        ])
    func limits(wish: CodeWish) throws {
        let stage = try Stage()
        #expect(throws: AgentRefusal.self) { try stage.code(wish) }
    }

    @Test("when the answer was lost, the same agent gets the same answer with the same code")
    func lostAnswer() throws {
        let stage = try Stage()
        let (code, agent) = (try stage.code(), FakeAgent("nas"))
        let first = try agent.enrol(stage, code: code)
        let second = try agent.enrol(stage, code: code)
        #expect(second.change == .renewed)
        #expect(second.reply == first.reply)
    }

    @Test("a machine that was set up anew goes on under its old record once the old agent is silent; its old key is worth nothing")
    func takenOver() throws {
        let stage = try Stage()
        let old = FakeAgent("nas", machineID: Self.machine)
        let first = try old.enrol(stage)
        try old.tell(stage)
        stage.pass(.seconds(31))
        let new = FakeAgent("nas", machineID: Self.machine)
        let second = try new.enrol(stage)
        #expect(second.change == .takenOver)
        #expect(second.record.id == first.record.id && second.record.source == first.record.source)
        try new.tell(stage)
        #expect(throws: AgentRefusal.signatureWrong) { try old.tell(stage) }
    }

    @Test("a machine that comes while the agent of that name still reports becomes one of its own, also right after a restart of the server")
    func clone() throws {
        let stage = try Stage()
        let first = FakeAgent("nas", machineID: Self.machine)
        try first.enrol(stage)
        try first.tell(stage)
        #expect(try FakeAgent("nas", machineID: Self.machine).enrol(stage).change == .new)
        try stage.restart()
        #expect(try FakeAgent("nas", machineID: Self.machine).enrol(stage).reply.name == "nas-3")
        #expect(try stage.service.directory.all(at: stage.now).map(\.isMachineShared) == [true, true, true])
        try first.send([first.report(at: stage.now, anew: true)], to: stage)
        let observation = try #require(stage.drain().observations.first { $0.source.description == "nas" })
        #expect(observation.report.problems.map(\.code) == ["machine_shared"])
        #expect(observation.report.condition == .degraded)
    }

    @Test("a request that is not well formed says what is wrong", arguments: [("zz", "nas"), ("", "nas"), (String(repeating: "ab", count: 32), "")])
    func malformed(key: String, hostname: String) throws {
        let stage = try Stage()
        let request = EnrolmentRequest(
            code: try stage.code(), publicKey: key, hostname: hostname, machineID: nil, version: "1", platform: "linux", architecture: "x86_64",
            tags: [])
        #expect { try stage.service.enrolment.enrol(request, at: stage.now) } throws: { ($0 as? AgentRefusal)?.code == "request_invalid" }
        #expect(try stage.service.enrolment.codes(at: stage.now).map(\.usesLeft) == [1])
    }

    @Test("an API token lets machines in without a code")
    func token() throws {
        let stage = try Stage()
        let enrolled = try stage.service.enrolment.enrol(FakeAgent("nas").request, by: .token(id: "t1"), at: stage.now)
        #expect(enrolled.change == .new && enrolled.codeID == nil)
    }

    @Test("a name with markup is data, and one with control characters is made printable")
    func names() throws {
        let stage = try Stage()
        #expect(try FakeAgent("<b>nas</b>").enrol(stage).record.hostname == "<b>nas</b>")
        #expect(try FakeAgent("na\u{202E}s\u{0}").enrol(stage).record.hostname == "na\u{FFFD}s\u{FFFD}")
    }

    @Test("whichever write fails, nobody has enrolled, the code is as good as before, and the name is free", arguments: ["agent", "agent_code"])
    func fullDisk(table: String) throws {
        let stage = try Stage()
        let code = try stage.code()
        try stage.breakDisk(table)
        #expect(throws: (any Error).self) { try FakeAgent("nas").enrol(stage, code: code) }
        #expect(try stage.service.directory.all(at: stage.now).isEmpty)
        try stage.breakDisk(nil)
        #expect(try FakeAgent("nas").enrol(stage, code: code).reply.name == "nas")
    }

    private static let machine = "0123456789abcdef0123456789abcdef"
}
