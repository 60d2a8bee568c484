import PulseAgentProtocol
import PulseCore
import Testing

@testable import PulseAgentRuntime

@Suite("What is reported of containers", .timeLimit(.minutes(1)))
struct ContainerTranslationTests {
    private static let now = Timestamp(rfc3339: "2026-11-23T13:00:00Z") ?? Timestamp(seconds: 0)

    private static func identity(_ product: EngineIdentity.Product) -> EngineIdentity {
        EngineIdentity(product: product, version: "1", apiVersion: .oneShot, isRootless: false)
    }

    /// One container through list, events and inspection.
    private static func object(
        _ product: EngineIdentity.Product = .docker, row: String, inspection: String?, events: [EngineEvent] = [],
        extras: ContainerTranslation.Extras = .init()
    ) throws -> ReportedObject {
        var watch = ContainerWatch()
        for event in events { watch.event(event, at: now) }
        let rows = [try EngineAnswers.decode(ContainerRow.self, row)]
        for id in watch.listed(rows, hasEvents: true, at: now) {
            guard let inspection else { continue }
            watch.inspected(id, try EngineAnswers.decode(ContainerInspection.self, inspection), engine: product.rawValue, at: now)
        }
        let told = ContainerTranslation(identity: identity(product), extras: extras).objects(of: watch, updates: [:], at: now)
        return try #require(told.objects.first)
    }

    private static func facts(_ object: ReportedObject) throws -> ContainerFacts {
        guard case .container(let facts) = object.facts else { throw WrongFacts() }
        return facts
    }

    private struct WrongFacts: Error {}

    private static func event(_ action: String, exitCode: Int? = nil, signal: String? = nil) -> EngineEvent {
        EngineEvent(.container, action, id: EngineAnswers.web, at: now, exitCode: exitCode, signal: signal)
    }

    @Test("Docker 20.10: limits, ports, networks, mounts, labels, a service of Compose; nothing of its environment")
    func docker20() throws {
        let object = try Self.object(
            row: EngineAnswers.row(EngineAnswers.web, "shop-web-1", status: "Up 47 seconds (healthy)", labels: EngineAnswers.compose("web", 1)),
            inspection: #"""
                {"Created":"2026-11-23T12:58:50.021Z","Name":"/shop-web-1","Image":"sha256:4f56","RestartCount":2,
                 "State":{"Status":"running","Pid":18254,"OOMKilled":false,"ExitCode":0,"Error":"","StartedAt":"2026-11-23T12:58:50.873188391Z",
                  "FinishedAt":"0001-01-01T00:00:00Z","Health":{"Status":"healthy","FailingStreak":0,"Log":[{"ExitCode":1,"Output":"early"}]}},
                 "HostConfig":{"NetworkMode":"shop_default","RestartPolicy":{"Name":"unless-stopped"},"Privileged":false,"Memory":67108864,
                  "NanoCpus":500000000,"CpuPeriod":0,"CpuQuota":0,"CpusetCpus":""},
                 "Mounts":[{"Type":"volume","Name":"shop_dbdata","Source":"/srv/v/_data","Destination":"/data","RW":true},
                  {"Type":"bind","Source":"/srv/etc","Destination":"/host-etc","RW":false}],
                 "Config":{"Image":"local/web:1.2","Env":["DB_PASSWORD=hunter2"],"Labels":{"com.docker.compose.project":"shop"}},
                 "NetworkSettings":{"IPAddress":"","Networks":{"shop_default":{"IPAddress":"172.18.0.2","GlobalIPv6Address":""}},
                  "Ports":{"8081/udp":[{"HostIp":"0.0.0.0","HostPort":"18081"},{"HostIp":"::","HostPort":"18081"}],
                   "8080/tcp":[{"HostIp":"127.0.0.1","HostPort":"18080"}],"9000/tcp":null}}}
                """#)
        #expect(object.key.description == "container:shop/web/1")
        #expect((object.name, object.parent?.description, object.status) == ("shop-web-1", "host:", .running))
        var expected = ContainerFacts(engine: "docker", containerID: EngineAnswers.web, image: "local/web:1.2", state: "running")
        expected.imageID = "sha256:4f56"
        expected.health = "healthy"
        expected.createdAt = Timestamp(rfc3339: "2026-11-23T12:58:50.021Z")
        expected.startedAt = Timestamp(rfc3339: "2026-11-23T12:58:50.873Z")
        expected.restartCount = 2
        expected.restartPolicy = "unless-stopped"
        (expected.project, expected.service, expected.replica) = ("shop", "web", 1)
        expected.processorLimit = 0.5
        expected.memoryLimit = 67_108_864
        expected.ports = [
            .init(container: 8080, host: 18080, transport: "tcp", address: "127.0.0.1"),
            .init(container: 8081, host: 18081, transport: "udp", address: "0.0.0.0"),
            .init(container: 8081, host: 18081, transport: "udp", address: "::"), .init(container: 9000, transport: "tcp"),
        ]
        expected.networks = [.init(name: "shop_default", addresses: ["172.18.0.2"])]
        expected.mounts = [
            .init(type: "volume", source: "shop_dbdata", destination: "/data", isReadOnly: false),
            .init(type: "bind", source: "/srv/etc", destination: "/host-etc", isReadOnly: true),
        ]
        expected.labels = ["com.docker.compose.project": "shop"]
        expected.isPrivileged = false
        #expect(try Self.facts(object) == expected)
        #expect(!"\(object)".contains("hunter2"))
    }

    @Test("Docker 29: health in the list, addresses only under the networks")
    func docker29() throws {
        let row =
            #"{"Id":"\#(EngineAnswers.web)","Names":["/web"],"Image":"web:1","State":"running","Status":"Up 1 second","Health":{"Status":"unhealthy"}}"#
        let object = try Self.object(
            row: row,
            inspection: #"""
                {"State":{"Status":"running","Health":{"Status":"unhealthy","Log":[{"ExitCode":0,"Output":"fine"},{"ExitCode":1,"Output":"no \n\u001b[31mdb"}]}},
                 "HostConfig":{"RestartPolicy":{"Name":"always"}},"Config":{"Image":"web:1"},
                 "NetworkSettings":{"Networks":{"n":{"IPAddress":"10.0.0.2","GlobalIPv6Address":"fd00::2"}}}}
                """#)
        let facts = try Self.facts(object)
        #expect(object.status == .degraded)
        #expect((facts.health, facts.healthOutput) == ("unhealthy", "no \u{FFFD}[31mdb"))
        #expect(facts.networks == [.init(name: "n", addresses: ["10.0.0.2", "fd00::2"])])
    }

    @Test("Podman: no check is no health, and a kill that nobody asked for may have been for want of memory")
    func podman() throws {
        var extras = ContainerTranslation.Extras()
        extras.pods = [EngineAnswers.web: "mypod"]
        let object = try Self.object(
            .podman, row: EngineAnswers.row(EngineAnswers.web, "web", state: "exited", status: "Exited (137) 34 seconds ago"),
            inspection: #"""
                {"State":{"Status":"exited","OOMKilled":false,"ExitCode":137,"StartedAt":"2026-11-23T12:58:50Z","FinishedAt":"2026-11-23T12:58:51Z",
                 "Health":{"Status":"","FailingStreak":0,"Log":null}},"HostConfig":{"RestartPolicy":{"Name":""}},"Config":{"Image":"localhost/bb:1"},
                 "NetworkSettings":{"Networks":null}}
                """#, extras: extras)
        let facts = try Self.facts(object)
        #expect((object.key.description, object.status) == ("container:podman/web", .stopped))
        #expect((facts.health, facts.exitCode, facts.wasOutOfMemory, facts.wasStoppedByHand, facts.pod) == (nil, 137, nil, nil, "mypod"))
        #expect(facts.finishedAt == Timestamp(rfc3339: "2026-11-23T12:58:51Z"))
    }

    @Test("events tell why it ended")
    func ends() throws {
        let row = EngineAnswers.row(EngineAnswers.web, "web", state: "exited", status: "Exited (137) 1 second ago")
        let state = #","OOMKilled":false,"ExitCode":137"#
        let oom = try Self.facts(
            try Self.object(
                row: row, inspection: EngineAnswers.inspection(status: "exited", state: state),
                events: [Self.event("oom"), Self.event("die", exitCode: 137)]))
        #expect((oom.exitCode, oom.wasOutOfMemory, oom.wasStoppedByHand) == (137, true, false))
        let stopped = try Self.facts(
            try Self.object(
                .podman, row: row, inspection: EngineAnswers.inspection(status: "exited", state: state),
                events: [Self.event("kill", signal: "9"), Self.event("die", exitCode: 137)]))
        #expect((stopped.wasOutOfMemory, stopped.wasStoppedByHand) == (false, true))
    }

    @Test("one that would have been started again and was not, was stopped by hand", arguments: [("always", true), ("no", nil), ("on-failure", nil)])
    func policy(policy: String, byHand: Bool?) throws {
        let facts = try Self.facts(
            try Self.object(
                row: EngineAnswers.row(EngineAnswers.web, "web", state: "exited", status: "Exited (0) 1 hour ago"),
                inspection: #"{"State":{"Status":"exited","ExitCode":0},"HostConfig":{"RestartPolicy":{"Name":"\#(policy)"}}}"#))
        #expect(facts.wasStoppedByHand == byHand)
    }

    @Test("a container that could not be inspected is still told of")
    func uninspected() throws {
        let object = try Self.object(row: EngineAnswers.row(EngineAnswers.web, "web"), inspection: nil)
        #expect((object.status, try Self.facts(object).image) == (.running, "local/web:1.2"))
    }

    @Test("the name of an image whose tag moved on is the one that was asked for")
    func movedTag() throws {
        let row = #"{"Id":"\#(EngineAnswers.web)","Names":["/web"],"Image":"sha256:4f56","State":"running","Status":"Up 1 second"}"#
        #expect(try Self.facts(try Self.object(row: row, inspection: EngineAnswers.inspection())).image == "local/web:1.2")
    }

    @Test("text of others is cut and made fit to be shown")
    func untrusted() throws {
        let long = String(repeating: "x", count: 5_000)
        let labels = (0..<100).map { #""l\#($0)":"\#(long)""# }.joined(separator: ",")
        let object = try Self.object(
            row: EngineAnswers.row(EngineAnswers.web, "<b>\\u202eweb"),
            inspection: #"{"State":{"Status":"running","Error":"\#(long)"},"Config":{"Image":"i:1","Labels":{\#(labels)}}}"#)
        let facts = try Self.facts(object)
        #expect(object.name == "<b>\u{FFFD}web")
        #expect(facts.labels.count == AgentLimits.labels)
        #expect(facts.labels.values.allSatisfy { $0.utf8.count <= AgentLimits.text })
        #expect((facts.error?.utf8.count ?? 0) <= AgentLimits.text)
    }

    @Test("the digest is that of the image's own repository")
    func digest() throws {
        var extras = ContainerTranslation.Extras()
        let digest = "sha256:" + String(repeating: "a", count: 64)
        extras.digests = ["sha256:4f56": ["other/x@sha256:" + String(repeating: "b", count: 64), "docker.io/local/web@\(digest)"]]
        let object = try Self.object(row: EngineAnswers.row(EngineAnswers.web, "web"), inspection: EngineAnswers.inspection(), extras: extras)
        #expect(try Self.facts(object).imageDigest == digest)
    }
}

@Suite("What is reported of engines", .timeLimit(.minutes(1)))
struct EngineTranslationTests {
    @Test("services of a swarm with what runs, what is wanted and what failed last")
    func swarm() throws {
        let services = try EngineAnswers.decode(
            [ServiceRow].self,
            #"""
            [{"ID":"s1","CreatedAt":"2026-11-23T13:01:06.7Z","Spec":{"Name":"shop_api","Labels":{"com.docker.stack.namespace":"shop"},
               "TaskTemplate":{"ContainerSpec":{"Image":"local/web:1.2@sha256:abc"}},"Mode":{"Replicated":{"Replicas":2}}},
              "Endpoint":{"Ports":[{"Protocol":"tcp","TargetPort":80,"PublishedPort":8080}]},"UpdateStatus":{"State":"paused","Message":"task failed"}},
             {"ID":"s2","Spec":{"Name":"gl","TaskTemplate":{"ContainerSpec":{"Image":"a"}},"Mode":{"Global":{}}}},
             {"ID":"s3","Spec":{"Name":"crash","Mode":{"Replicated":{"Replicas":1}}}},
             {"ID":"s4","Spec":{"Name":"off","Mode":{"Replicated":{"Replicas":0}}}}]
            """#)
        let tasks = try EngineAnswers.decode(
            [TaskRow].self,
            #"""
            [{"ServiceID":"s1","Slot":1,"Status":{"State":"running","Timestamp":"2026-11-23T13:01:09Z"},"DesiredState":"running"},
             {"ServiceID":"s1","Slot":2,"Status":{"State":"pending","Timestamp":"2026-11-23T13:01:10Z","Err":"no suitable node"},"DesiredState":"running"},
             {"ServiceID":"s2","NodeID":"n1","Status":{"State":"running"},"DesiredState":"running"},
             {"ServiceID":"s3","Slot":1,"Status":{"State":"failed","Timestamp":"2026-11-23T13:01:01Z","Err":"old"},"DesiredState":"shutdown"},
             {"ServiceID":"s3","Slot":1,"Status":{"State":"failed","Timestamp":"2026-11-23T13:01:22Z","Err":"task: non-zero exit (9)"},"DesiredState":"shutdown"}]
            """#)
        let objects = SwarmTranslation(clusterID: "c").objects(services: services, tasks: tasks)
        #expect(objects.map(\.key.description) == ["swarm-service:crash", "swarm-service:gl", "swarm-service:off", "swarm-service:shop_api"])
        #expect(objects.map(\.status) == [.failing, .running, .stopped, .degraded])
        guard case .swarmService(let api)? = objects.last?.facts, case .swarmService(let crash)? = objects.first?.facts else {
            Issue.record("no facts of services")
            return
        }
        #expect((api.image, api.stack, api.mode, api.desired, api.running) == ("local/web:1.2", "shop", "replicated", 2, 1))
        #expect((api.updateState, api.updateMessage, api.ports.first?.host) == ("paused", "task failed", 8080))
        #expect(crash.failures == ["task 1: task: non-zero exit (9)", "task 1: old"])
    }

    @Test("disk use: what is shared is counted once, and what nothing uses can be given back")
    func diskUse() throws {
        let old = DiskUse(
            try EngineAnswers.decode(
                DiskUseAnswer.self,
                #"""
                {"LayersSize":1000,"Images":[{"Id":"i","Containers":1,"Size":900,"SharedSize":100},{"Id":"j","Containers":0,"Size":200,"SharedSize":100}],
                 "Containers":[{"Id":"c","SizeRw":50,"State":"running"},{"Id":"d","SizeRw":7,"State":"exited"}],
                 "Volumes":[{"Name":"v","UsageData":{"RefCount":0,"Size":30}},{"Name":"w","UsageData":{"RefCount":1,"Size":-1}}],
                 "BuildCache":[{"ID":"b","InUse":false,"Shared":false,"Size":11}],"BuilderSize":11}
                """#))
        #expect((old.images, old.containers, old.volumes, old.cache) == (1000, 57, 30, 11))
        #expect(old.reclaimable == 148, "an image of 100 that is not shared, 7 of what has ended, a volume of 30, 11 of the cache")
        #expect(old.written == ["c": 50, "d": 7])
        let new = DiskUse(
            try EngineAnswers.decode(
                DiskUseAnswer.self,
                #"{"ImageUsage":{"TotalSize":5,"Reclaimable":1},"ContainerUsage":{"TotalSize":6,"Reclaimable":2},"VolumeUsage":{"TotalSize":7}}"#))
        #expect((new.images, new.containers, new.volumes, new.cache, new.reclaimable) == (5, 6, 7, nil, 3))
        let podman = DiskUse(
            try EngineAnswers.decode(DiskUseAnswer.self, #"{"LayersSize":0,"Images":[{"Containers":0,"Size":20,"SharedSize":5}],"BuildCache":[]}"#))
        #expect((podman.images, podman.containers) == (15, nil))
    }

    @Test("lists are kept to their limit, and what is left out is counted")
    func limits() throws {
        let rows = try (0..<2_100).map { try EngineAnswers.decode(VolumeRow.self, #"{"Name":"v\#($0)","Driver":"local"}"#) }
        var lists = EngineLists(product: "docker")
        lists.take(volumes: rows)
        #expect((lists.records.volumes.count, lists.records.leftOut) == (AgentLimits.records, 100))
        lists.take(use: [try EngineAnswers.decode(VolumeRow.self, #"{"Name":"v0","UsageData":{"Size":12,"RefCount":-1}}"#)])
        #expect(lists.records.volumes.first { $0.name == "v0" }?.size == 12)
        #expect(lists.records.volumes.first { $0.name == "v0" }?.containers == nil)
    }

    @Test("images without a name keep their id, and counts that were not made stay unknown")
    func images() throws {
        var lists = EngineLists(product: "docker")
        lists.take(
            images: try EngineAnswers.decode(
                [ImageRow].self,
                #"[{"Id":"sha256:a","RepoTags":["<none>:<none>"],"RepoDigests":["<none>@<none>"],"Containers":-1,"Created":1795438729,"Size":5},{"Id":"sha256:b","RepoTags":null}]"#
            ))
        var first = ImageRecord(imageID: "sha256:a")
        first.size = 5
        first.createdAt = Timestamp(seconds: 1_795_438_729)
        #expect(lists.records.images == [first, ImageRecord(imageID: "sha256:b")])
    }
}
