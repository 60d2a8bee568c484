import Crypto
import Foundation
import PulseAgentProtocol
import PulseCore
import Testing

@testable import PulseAgents

@Suite("Reports of agents", .timeLimit(.minutes(5)))
struct IntakeTests {
    private func enrolled(_ stage: Stage, _ name: String = "nas") throws -> FakeAgent {
        let agent = FakeAgent(name)
        try agent.enrol(stage)
        return agent
    }

    @Test("a report becomes an observation with host, containers, figures and what is complete")
    func observation() throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        let reply = try agent.tell(stage) { report in
            report.upserted.append(Things.container("web"))
            report.figures = [
                ObjectFigures(
                    ObjectKey(.host), values: [.cpu: .value(0.5), .temperature: .unknown(.noSensor)], parts: [PartFigure(.cpu, part: "core 0", 0.7)]),
                ObjectFigures(ObjectKey(.container, "web"), values: [.memoryUsed: .value(1000)]),
            ]
        }
        #expect(reply.through == 1 && !reply.wantsEverything && reply.serverTime == stage.now && reply.profile == nil)
        let observation = try #require(stage.drain().observations.first)
        #expect(observation.source.description == "nas" && observation.at == stage.now)
        #expect(observation.report.kind == .agent && observation.report.condition == .reachable && observation.report.interval == .seconds(10))
        #expect(observation.completeKinds == [.host, .container, .swarmService])
        let host = try #require(observation.resources.first { $0.id.description == "host:nas" })
        #expect(host.metrics[.cpu] == .measured(0.5, at: stage.now) && host.metrics[.temperature] == .unknown(.noSensor))
        #expect(host.parts == [PartFigure(.cpu, part: "core 0", 0.7)])
        let container = try #require(observation.resources.first { $0.id.description == "container:nas/web" })
        #expect(container.parent == host.id && container.isFresh)
        #expect(stage.drain().observations.isEmpty)
    }

    @Test("who does not prove who speaks is refused before anything is read")
    func proof() throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        let (other, body) = (try enrolled(stage, "web"), try agent.body([agent.report(at: stage.now)], sentAt: stage.now))
        let intake = stage.service.intake
        #expect(throws: AgentRefusal.signatureMissing) { try intake.verify(authorization: nil, path: FakeAgent.path, body: body) }
        #expect(throws: AgentRefusal.signatureMissing) { try intake.verify(authorization: "Bearer x", path: FakeAgent.path, body: body) }
        let foreign = try RequestSignature(path: FakeAgent.path, agentID: agent.id, body: body, key: other.key)
        #expect(throws: AgentRefusal.signatureWrong) { try intake.verify(authorization: foreign.header, path: FakeAgent.path, body: body) }
        let own = try RequestSignature(path: FakeAgent.path, agentID: agent.id, body: body, key: agent.key)
        #expect(throws: AgentRefusal.signatureWrong) { try intake.verify(authorization: own.header, path: "/elsewhere", body: body) }
        let nobody = try RequestSignature(path: FakeAgent.path, agentID: "nobody", body: body, key: agent.key)
        #expect(throws: AgentRefusal.agentUnknown("nobody")) { try intake.verify(authorization: nobody.header, path: FakeAgent.path, body: body) }
        #expect(throws: AgentRefusal.otherAgent(other.id)) { try agent.send([agent.report(at: stage.now)], to: stage, as: other.id) }
    }

    @Test("an agent hears for ten minutes that somebody wants to know of images now; who cannot hear it is named")
    func imageCheck() throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        let nas = SourceSlug(naming: "nas", avoiding: [])
        #expect(try agent.tell(stage).imageCheck == nil)
        let asked = stage.now
        #expect(try stage.service.directory.checkImages(of: nas, at: asked) == .seconds(10))
        stage.pass(.seconds(10))
        #expect(try agent.tell(stage).imageCheck == asked)
        stage.pass(.seconds(580))
        #expect(try agent.tell(stage).imageCheck == asked)
        stage.pass(.seconds(10))
        #expect(try agent.tell(stage).imageCheck == nil)
        stage.pass(.seconds(300))
        #expect(throws: AgentRefusal.cannotCheckImages(nas, "does not report at the moment")) {
            try stage.service.directory.checkImages(of: nas, at: stage.now)
        }
        #expect(throws: AgentRefusal.noSuchAgent("attic")) {
            try stage.service.directory.checkImages(of: SourceSlug(naming: "attic", avoiding: []), at: stage.now)
        }
    }

    @Test("what cannot be read says where", arguments: ["", "[]", "{", #"{"format":1}"#, #"{"format":2}"#])
    func unreadable(text: String) throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        #expect { try agent.send(Array(text.utf8), to: stage) } throws: { ($0 as? AgentRefusal)?.status == 400 }
        #expect(try agent.tell(stage).through == 1)
    }

    @Test("a report that is sent again counts once, also after the server has started anew")
    func duplicates() throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        let body = try agent.body([agent.report(at: stage.now)], sentAt: stage.now)
        #expect(try agent.send(body, to: stage).through == 1)
        _ = stage.drain()
        #expect(try agent.send(body, to: stage).through == 1)
        #expect(stage.drain().observations.isEmpty)
        try stage.restart()
        let reply = try agent.send(body, to: stage)
        #expect(reply.through == 1 && reply.wantsEverything)
        #expect(stage.drain().samples.isEmpty)
    }

    @Test("an old request that somebody sends again does not make a silent agent seem to report")
    func replayed() throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        let body = try agent.body([agent.report(at: stage.now)], sentAt: stage.now)
        try agent.send(body, to: stage)
        #expect(stage.drain().observations.map(\.report.condition) == [.reachable])
        stage.pass(.seconds(31))
        try agent.send(body, to: stage)
        let entry = try stage.service.directory.find(agent.id, at: stage.now)
        #expect(entry.condition == .overdue && entry.clockOffset == .zero)
        #expect(stage.drain().observations.map(\.report.condition) == [.unreachable])
    }

    @Test("figures of things that the agent does not tell of, or of things of others, are nobody's")
    func strangeFigures() throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        try agent.tell(stage) {
            $0.figures = [
                ObjectFigures(ObjectKey(.guest, "100"), values: [.cpu: .value(1)]),
                ObjectFigures(ObjectKey(.container, "none"), values: [.cpu: .value(1)]),
            ]
        }
        try agent.tell(stage)
        #expect(stage.drain().samples.isEmpty)
        try stage.restart()
        try agent.tell(stage) { $0.figures = [ObjectFigures(ObjectKey(.guest, "100"), values: [.cpu: .value(1)])] }
        #expect(stage.drain().samples.isEmpty)
    }

    @Test("a server that lost its last half minute takes a report twice with the same times and values")
    func crash() throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        try agent.tell(stage)
        let late = agent.report(at: stage.now)
        let body = try agent.body([late, agent.report(at: stage.now + .seconds(10))], sentAt: stage.now + .seconds(10))
        stage.pass(.seconds(10))
        try agent.send(body, to: stage)
        let before = stage.drain().samples
        #expect(!before.isEmpty)
        try stage.restart(orderly: false)
        try agent.send(body, to: stage)
        let after = stage.drain().samples
        #expect(Set(before).isSubset(of: Set(after)))
    }

    @Test("only the last report of a batch is the current state; those before are samples of their own time")
    func late() throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        let start = stage.now
        stage.pass(.seconds(20))
        let reports = (0...2).map { step in
            agent.report(at: start + .seconds(10 * step)) {
                $0.figures = [
                    ObjectFigures(ObjectKey(.host), values: [.cpu: .value(Double(step) / 10)], parts: [PartFigure(.cpu, part: "core 0", 0.5)])
                ]
            }
        }
        try agent.send(reports, to: stage)
        let harvest = stage.drain()
        #expect(harvest.observations.map(\.at) == [start + .seconds(20)])
        #expect(harvest.observations[0].resources[0].metrics[.cpu]?.value == 0.2)
        let samples = harvest.samples.filter { $0.key.part.isEmpty }
        #expect(samples.map(\.at) == [start, start + .seconds(10)] && samples.map(\.value) == [0, 0.1])
        #expect(harvest.samples.count == 4)
        #expect(samples[0].key == SeriesKey(.host("nas"), .cpu))
    }

    @Test("a report from long ago is history and never the current state")
    func old() throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        let old = agent.report(at: stage.now)
        stage.pass(.seconds(3600))
        try agent.send([old], to: stage)
        let harvest = stage.drain()
        #expect(harvest.observations.isEmpty)
        #expect(harvest.samples.map(\.at) == [stage.now - .seconds(3600)])
        #expect(try stage.service.directory.find(agent.id, at: stage.now).condition == .reporting)
    }

    @Test("a report that comes before the tick took the one before loses nothing of it")
    func overtaken() throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        try agent.tell(stage)
        let first = stage.now
        stage.pass(.seconds(1))
        try agent.tell(stage)
        let harvest = stage.drain()
        #expect(harvest.observations.map(\.at) == [stage.now])
        #expect(harvest.samples.map(\.at) == [first])
    }

    @Test("reports that build on what the server forgot are asked for anew, and their figures are kept")
    func unknownBase() throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        try agent.tell(stage)
        try stage.restart()
        #expect(try agent.tell(stage).wantsEverything)
        let harvest = stage.drain()
        #expect(harvest.observations.map(\.report.condition) == [.connecting])
        #expect(harvest.samples.map(\.at) == [stage.now])
        #expect(try agent.send([agent.report(at: stage.now, anew: true)], to: stage).wantsEverything == false)
        #expect(stage.drain().observations.map(\.report.condition) == [.reachable])
    }

    @Test("reports come in the order of their numbers, whatever their order in the batch")
    func order() throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        let reports = [agent.report(at: stage.now), agent.report(at: stage.now), agent.report(at: stage.now)]
        let reply = try agent.send(reports.reversed(), to: stage)
        #expect(reply.through == 3 && !reply.wantsEverything)
    }

    @Test("an agent whose clock is a day ahead is shown in the present, with a sentence about its clock")
    func clock() throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        agent.ahead = .seconds(86_400)
        try agent.tell(stage)
        let observation = try #require(stage.drain().observations.first)
        #expect(observation.at == stage.now)
        #expect(observation.report.problems.map(\.code) == ["clock_wrong"])
        #expect(try stage.service.directory.find(agent.id, at: stage.now).clockOffset == .seconds(-86_400))
    }

    @Test("times that no clock shows are refused", arguments: [Int64.min, -1, 8_000_000_000_000, .max])
    func absurdTime(milliseconds: Int64) throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        let body = try agent.body([agent.report(at: stage.now)], sentAt: stage.now)
        let text = String(decoding: body, as: UTF8.self).replacingOccurrences(of: "\(stage.now.milliseconds)", with: "\(milliseconds)")
        #expect { try agent.send(Array(text.utf8), to: stage) } throws: { ($0 as? AgentRefusal)?.code == "report_unreadable" }
    }

    @Test("a failing module makes its things old and nothing gone")
    func failing() throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        try agent.tell(stage) { $0.upserted.append(Things.container("web")) }
        _ = stage.drain()
        stage.pass(.seconds(10))
        try agent.tell(stage) { $0.status = Things.status(docker: .failing) }
        let observation = try #require(stage.drain().observations.first)
        #expect(observation.report.condition == .degraded && observation.report.problems.map(\.sentence) == ["The socket hangs."])
        #expect(observation.completeKinds == [.host])
        let container = try #require(observation.resources.first { $0.id.kind == .container })
        #expect(container.status == .unknown && container.statusReason == .runtimeUnreachable && !container.isFresh)
        #expect(observation.resources.first { $0.id.kind == .host }?.isFresh == true)
    }

    @Test("of two engines only the things of the failing one grow old")
    func engines() throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        var status = Things.status(docker: .failing)
        status.modules.append(AgentStatus.Module("podman", .working, kinds: [.container]))
        try agent.tell(stage) { report in
            report.upserted += [Things.container("a"), Things.container("b", engine: "podman")]
            report.status = status
        }
        let containers = try #require(stage.drain().observations.first).resources.filter { $0.id.kind == .container }
        #expect(Dictionary(uniqueKeysWithValues: containers.map { ($0.name ?? "", $0.isFresh) }) == ["a": false, "b": true])
    }

    @Test("an agent that is silent is said to be so once, and heard again when it comes back")
    func silent() throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        try agent.tell(stage)
        _ = stage.drain()
        stage.pass(.seconds(30))
        #expect(stage.drain().observations.isEmpty)
        stage.pass(.seconds(1))
        let said = stage.drain().observations
        #expect(said.map(\.report.condition) == [.unreachable] && said[0].resources.isEmpty && said[0].completeKinds.isEmpty)
        #expect(stage.drain().observations.isEmpty)
        try agent.tell(stage)
        #expect(stage.drain().observations.map(\.report.condition) == [.reachable])
    }

    @Test("a host that died while the server was away is listed as unknown with when it was seen")
    func deadAcrossRestart() throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        try agent.tell(stage)
        _ = stage.drain()
        let seen = stage.now
        try stage.restart(after: .seconds(3600))
        let known = stage.drain().observations
        #expect(known.map(\.report.condition) == [.connecting] && known[0].at == seen)
        #expect(known[0].resources.map(\.status) == [.unknown] && known[0].resources.map(\.isFresh) == [false])
        stage.pass(.seconds(31))
        let dead = stage.drain().observations
        #expect(dead.map(\.report.condition) == [.unreachable])
        #expect(dead[0].resources.map(\.statusReason) == [.sourceUnreachable] && dead[0].report.lastAnswerAt == seen)
        #expect(dead[0].resources.map(\.name) == ["nas"])
    }

    @Test("many waiting late samples make agents wait, and nothing is lost by that")
    func busy() throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        let sample = try #require(Sample(SeriesKey(.host("x"), .cpu), at: stage.now, value: 0))
        stage.service.intake.queue.add(Array(repeating: sample, count: SampleQueue.limit + 1))
        let body = try agent.body([agent.report(at: stage.now)], sentAt: stage.now)
        #expect { try agent.send(body, to: stage) } throws: { ($0 as? AgentRefusal)?.retryAfter == .seconds(5) }
        #expect(stage.drain().samples.count == SampleQueue.limit)
        #expect(stage.drain().samples.count == 1)
        #expect(try agent.send(body, to: stage).through == 1)
    }

    @Test("10,000 containers are taken, and more things than an agent may tell of are refused with a sentence; others are not disturbed")
    func many() throws {
        let stage = try Stage()
        let (agent, other) = (try enrolled(stage), try enrolled(stage, "web"))
        try agent.tell(stage) { $0.upserted += (0..<10_000).map { Things.container("c\($0)") } }
        #expect(stage.drain().observations.first?.resources.count == 10_001)
        #expect { try agent.tell(stage) { $0.upserted = (0..<10_001).map { Things.container("d\($0)") } } } throws: {
            ($0 as? AgentRefusal)?.status == 413
        }
        #expect(try other.tell(stage).through == 1)
    }

    @Test("more reports than a request may carry are refused")
    func reports() throws {
        let stage = try Stage()
        let agent = try enrolled(stage)
        let reports = (0...AgentLimits.reportsInBatch).map { _ in AgentReport(sequence: 1, measuredAt: stage.now, base: nil, version: 1) }
        #expect { try agent.send(reports, to: stage) } throws: { ($0 as? AgentRefusal)?.code == "too_much" }
    }
}
