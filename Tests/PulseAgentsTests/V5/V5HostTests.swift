import Foundation
import PulseAgentProtocol
import PulseCore
import PulseEvaluation
import Testing

@testable import PulseAgents

/// Reports in the shape that agents of v5 were recorded with.
enum V5Bodies {
    static let machine = "3d1219c7-c4c5-404a-aa1f-6d2a48adfda4"

    static func host(
        _ name: String = "vm", machine: String = V5Bodies.machine, at moment: Timestamp, received: Int = 1000, cpu: Double = 50, uptime: Int = 4123,
        interval: Int = 30
    ) -> [UInt8] {
        Array(
            """
            {"agent":{"id":"\(machine)","version":"v5.0.11","type":"unified","intervalSeconds":\(interval),"hostname":"\(name)"},
            "host":{"id":"\(machine)","hostname":"\(name)","displayName":"\(name)","machineId":"\(machine)","platform":"debian","osName":"debian",
            "osVersion":"12.11","kernelVersion":"6.1.0-37-amd64","architecture":"x86_64","cpuCount":2,"uptimeSeconds":\(uptime),"loadAverage":[1.5,1.2,1.1]},
            "metrics":{"cpuUsagePercent":\(cpu),"memory":{"totalBytes":8000000000,"usedBytes":2000000000,"freeBytes":5000000000,"usage":25.0}},
            "disks":[{"device":"/dev/vda","mountpoint":"/","filesystem":"ext4","type":"ext4","totalBytes":1000000,"usedBytes":400000,"usage":40.0}],
            "diskIO":[{"device":"vda","readBytes":500,"writeBytes":600},{"device":"dm-0","readBytes":500,"writeBytes":600}],
            "network":[{"name":"eth0","mac":"02:fc:00:00:00:01","addresses":["192.0.2.2/24"],"rxBytes":\(received),"txBytes":990007},
            {"name":"docker0","rxBytes":1,"txBytes":1}],
            "sensors":{"temperatureCelsius":{"cpu_package":51.5,"nvme0":40},"smart":[{"device":"vda","type":"sata","temperature":0,"health":"FAILED"},
            {"device":"sda","serial":"S1","type":"sata","temperature":30,"health":"FAILED"}]},"timestamp":"\(moment)"}
            """.utf8)
    }

    static func docker(_ name: String = "vm", at moment: Timestamp, containers: String = "") -> [UInt8] {
        Array(
            """
            {"agent":{"id":"docker-agent-1","version":"v5.0.11","intervalSeconds":30},"host":{"hostname":"\(name)","machineId":"\(machine)","os":"Debian 12",
            "runtime":"docker","runtimeVersion":"20.10.24","totalCpu":4,"totalMemoryBytes":8000000000,"uptimeSeconds":100},
            "containers":[\(containers)],"timestamp":"\(moment)"}
            """.utf8)
    }

    static let web = """
        {"id":"abc","name":"/web","image":"local/web:1","state":"running","status":"Up 2 minutes","cpuPercent":40.0,"memoryUsageBytes":1000,
        "memoryLimitBytes":8000000000,"memoryPercent":0.1,"uptimeSeconds":120,"restartCount":2,"exitCode":0,"createdAt":"2026-09-01T10:00:00Z",
        "labels":{"com.docker.compose.project":"shop","com.docker.compose.service":"web"},"updateStatus":{"updateAvailable":true,"latestDigest":"sha256:2",
        "lastChecked":"2026-09-01T10:00:00Z"}}
        """
}

@Suite("Host reports of v5", .timeLimit(.minutes(5)))
struct V5HostTests {
    private static let caller = V5Caller(tokenID: "t1")

    private func send(_ body: [UInt8], _ stage: Stage, by caller: V5Caller = caller) throws -> V5HostReply {
        try stage.service.v5.host(body, from: caller, at: stage.now)
    }

    @Test("a recorded report becomes a host with figures, and is answered in v5's shape")
    func report() throws {
        let stage = try Stage()
        let reply = try send(V5Bodies.host(at: stage.now), stage)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        #expect(
            String(decoding: try encoder.encode(reply), as: UTF8.self)
                == #"{"config":{},"hostId":"\#(V5Bodies.machine)","lastSeen":"\#(stage.now)","osName":"debian","osVersion":"12.11","platform":"debian","success":true}"#
        )
        let observation = try #require(stage.drain().observations.first)
        #expect(observation.source.description == "vm" && observation.report.condition == .reachable && observation.completeKinds.contains(.host))
        let host = try #require(observation.resources.first)
        #expect(host.id.description == "host:vm" && host.metrics[.cpu]?.value == 0.5 && host.metrics[.load1]?.value == 1.5)
        #expect(host.metrics[.diskUsed]?.value == 400_000 && host.metrics[.temperature]?.value == 51.5)
        #expect(host.metrics[.networkIn] == .unknown(.firstSample) && host.metrics[.swapUsed] == .unknown(.notReported))
        guard case .host(let facts) = host.facts else { return }
        #expect(facts.osName == "debian 12.11" && facts.machineID == V5Bodies.machine && facts.processors.threads == 2)
        // A virtual disk has no verdict; one that tells something else has.
        #expect(facts.disks?.map(\.passed) == [nil, false] && facts.disks?.first?.answer == .unsupported)
        let entry = try #require(try stage.service.directory.all(at: stage.now).first)
        #expect(entry.record.version == "v5.0.11" && entry.record.platform == "debian" && entry.condition == .reporting)
    }

    @Test("two reports make a rate, of the interfaces that carry their own bytes, and the start stays the same")
    func rates() throws {
        let stage = try Stage()
        _ = try send(V5Bodies.host(at: stage.now, received: 1000, uptime: 100), stage)
        let first = try #require(stage.drain().observations.first?.resources.first)
        stage.pass(.seconds(30))
        _ = try send(V5Bodies.host(at: stage.now, received: 4000, uptime: 131), stage)
        let host = try #require(stage.drain().observations.first?.resources.first)
        #expect(host.metrics[.networkIn]?.value == 100)
        #expect(host.parts.contains(PartFigure(.networkIn, part: "eth0", 100)) && !host.parts.contains { $0.part == "docker0" || $0.part == "dm-0" })
        #expect(first.facts == host.facts)
    }

    @Test("a report that was kept back becomes history of its own time; the current state does not go back")
    func late() throws {
        let stage = try Stage()
        let before = stage.now
        stage.pass(.seconds(600))
        _ = try send(V5Bodies.host(at: stage.now, cpu: 80), stage)
        _ = stage.drain()
        _ = try send(V5Bodies.host(at: before, cpu: 20), stage)
        let harvest = stage.drain()
        #expect(harvest.observations.isEmpty)
        let cpu = try #require(harvest.samples.first { $0.key.metric == .cpu })
        #expect(cpu.at == before && cpu.value == 0.2)
        #expect(!harvest.samples.contains { $0.key.metric == .networkIn })
        _ = try send(V5Bodies.host(at: stage.now, cpu: 80), stage)
        #expect(stage.drain().observations.isEmpty)
    }

    @Test("machines that were cloned are told apart by their names, each with an id of its own")
    func clones() throws {
        let stage = try Stage()
        #expect(try send(V5Bodies.host("vm", at: stage.now), stage).hostId == V5Bodies.machine)
        #expect(try send(V5Bodies.host("copy", at: stage.now), stage).hostId == V5Bodies.machine + "-copy")
        stage.pass(.seconds(30))
        #expect(try send(V5Bodies.host("copy", at: stage.now), stage).hostId == V5Bodies.machine + "-copy")
        #expect(try stage.service.directory.all(at: stage.now).map(\.isMachineShared) == [false, false])
        try stage.service.keepAll(at: stage.now)
        #expect(try stage.service.directory.all(at: stage.now).map(\.isMachineShared) == [true, true])
    }

    @Test("another token cannot speak for a host that reports, and may when that is silent")
    func tokens() throws {
        let stage = try Stage()
        _ = try send(V5Bodies.host(at: stage.now), stage)
        let other = V5Caller(tokenID: "t2")
        #expect(throws: AgentRefusal.otherToken("vm")) { try send(V5Bodies.host(at: stage.now), stage, by: other) }
        stage.pass(.seconds(91))
        #expect(try send(V5Bodies.host(at: stage.now), stage, by: other).hostId == V5Bodies.machine)
        #expect(throws: AgentRefusal.otherToken("vm")) { try send(V5Bodies.host(at: stage.now), stage) }
        try stage.restart()
        #expect(throws: AgentRefusal.otherToken("vm")) { try send(V5Bodies.host(at: stage.now), stage) }
    }

    @Test("a host is looked up by id, name or short name, by the token that it reports with")
    func lookup() throws {
        let stage = try Stage()
        #expect(throws: AgentRefusal.hostNotFound) { try stage.service.v5.lookup(id: nil, hostname: "vm", from: Self.caller, at: stage.now) }
        _ = try send(V5Bodies.host("vm.lan", at: stage.now), stage)
        for name in ["vm.lan", "VM", "vm.other"] {
            let host = try stage.service.v5.lookup(id: nil, hostname: name, from: Self.caller, at: stage.now).host
            #expect(host.id == V5Bodies.machine && host.connected && host.status == "online" && host.agentVersion == "v5.0.11")
        }
        #expect(throws: AgentRefusal.hostForbidden) {
            try stage.service.v5.lookup(id: V5Bodies.machine, hostname: nil, from: V5Caller(tokenID: "t2"), at: stage.now)
        }
        #expect(
            try stage.service.v5.lookup(id: V5Bodies.machine, hostname: nil, from: V5Caller(tokenID: "t2", managesAll: true), at: stage.now).host
                .hostname == "vm.lan")
    }

    @Test("the configuration of a host is empty without a profile, and has what v5 knows of one; never a command")
    func configuration() throws {
        let stage = try Stage()
        _ = try send(V5Bodies.host(at: stage.now), stage)
        func configuration() throws -> String {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            return String(
                decoding: try encoder.encode(try stage.service.v5.configuration(of: V5Bodies.machine, from: Self.caller, at: stage.now)),
                as: UTF8.self)
        }
        #expect(try configuration() == #"{"config":{},"hostId":"\#(V5Bodies.machine)","success":true}"#)
        var settings = AgentSettings()
        (settings.interval, settings.containers, settings.logLevel) = (60, .off, .warning)
        let profile = try stage.service.profiles.create(ProfileDraft(name: "quiet", settings: settings), by: "eva", at: stage.now)
        _ = try stage.service.profiles.assign(V5Bodies.machine, profile.id, at: stage.now)
        #expect(
            try configuration()
                == #"{"config":{"settings":{"enable_docker":false,"interval":60,"log_level":"warn"}},"hostId":"\#(V5Bodies.machine)","success":true}"#
        )
        #expect(throws: AgentRefusal.hostForbidden) {
            try stage.service.v5.configuration(of: V5Bodies.machine, from: V5Caller(tokenID: "t2"), at: stage.now)
        }
        #expect(throws: AgentRefusal.hostNotFound) { try stage.service.v5.configuration(of: "nobody", from: Self.caller, at: stage.now) }
    }

    @Test("a report with nothing in it is taken, and one that is no JSON is not", arguments: ["{}", #"{"host":null,"metrics":{}}"#])
    func empty(text: String) throws {
        let stage = try Stage()
        #expect(try send(Array(text.utf8), stage).success)
        #expect(throws: AgentRefusal.self) { try send(Array("[".utf8), stage) }
    }

    @Test("a revoked host is refused")
    func revoked() throws {
        let stage = try Stage()
        _ = try send(V5Bodies.host(at: stage.now), stage)
        _ = try stage.service.directory.revoke(V5Bodies.machine, at: stage.now)
        #expect(throws: AgentRefusal.agentRevoked(V5Bodies.machine)) { try send(V5Bodies.host(at: stage.now), stage) }
    }

    @Test("an agent of ours that is installed in the place of one of v5 keeps the name and the history once that is silent")
    func replaced() throws {
        let stage = try Stage()
        _ = try send(V5Bodies.host(at: stage.now), stage)
        stage.pass(.seconds(91))
        let agent = FakeAgent("vm", machineID: V5Bodies.machine)
        let enrolled = try agent.enrol(stage)
        #expect(enrolled.change == .takenOver && enrolled.reply.name == "vm")
        #expect(try agent.tell(stage).wantsEverything == false)
        #expect(try send(V5Bodies.host(at: stage.now), stage).hostId == V5Bodies.machine + "-vm")
    }

    @Test("bytes that are changed, cut or made up never stop the server", arguments: 0..<6)
    func fuzz(seed: Int) throws {
        let stage = try Stage()
        let bodies = [
            V5Bodies.host(at: stage.now), V5Bodies.docker(at: stage.now, containers: V5Bodies.web), V5KubernetesTests.body(at: stage.now),
        ]
        var random = SeededRandom(seed: 815, stream: seed)
        for round in 0..<200 {
            let body = Spoiled.bytes(bodies[round % 3], &random)
            do {
                switch round % 3 {
                case 0: _ = try stage.service.v5.host(body, from: Self.caller, at: stage.now)
                case 1: _ = try stage.service.v5.docker(body, from: Self.caller, at: stage.now)
                default: _ = try stage.service.v5.kubernetes(body, from: Self.caller, at: stage.now)
                }
            } catch let refusal as AgentRefusal { #expect(!refusal.sentence.isEmpty) }
            stage.pass(.seconds(1))
            _ = stage.drain()
        }
    }
}
