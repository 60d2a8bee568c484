import Foundation
import PulseAgentProtocol
import PulseCore
import Testing

@testable import PulseAgentRuntime

@Suite("Answers of an engine that nobody wants", .timeLimit(.minutes(2)))
struct HostileEngineTests {
    private static let now = Timestamp(seconds: 1_795_438_790)

    private static let seeds: [String] = [
        "[" + EngineAnswers.row(EngineAnswers.web, "web", labels: EngineAnswers.compose("web", 1)) + "]",
        EngineAnswers.inspection(host: #","CpusetCpus":"0-3","NanoCpus":500000000"#),
        EngineAnswers.statistics(second: 3, nanoseconds: 5, received: 7),
        EngineAnswers.info, #"{"Type":"container","Action":"die","Actor":{"ID":"x","Attributes":{"exitCode":"3"}},"time":1,"timeNano":1000}"#,
        #"{"LayersSize":1,"Images":[{"Id":"i","Size":9,"SharedSize":-1}],"Volumes":[{"Name":"v","UsageData":{"Size":1}}]}"#,
        #"[{"ID":"s","Spec":{"Name":"n","Mode":{"Replicated":{"Replicas":2}}},"Endpoint":{"Ports":[{"TargetPort":1}]}}]"#,
    ]

    /// A seeded generator (SplitMix64, Steele, Lea and Flood, 2014).
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static func spoil(_ text: String, _ dice: inout Dice) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...6, using: &dice) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &dice)
            switch Int.random(in: 0..<5, using: &dice) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &dice)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(contentsOf: Array("99999999999999999999999".utf8), at: place)
            case 3: bytes.replaceSubrange(place..<min(place + 6, bytes.count), with: Array("null".utf8))
            default: bytes.removeLast(min(bytes.count, place / 2))
            }
        }
        return bytes
    }

    @Test("whatever comes, there is a picture or there is none, and every text in it fits", arguments: [1, 2, 3, 4] as [UInt64])
    func spoiled(seed: UInt64) {
        var dice = Dice(state: seed)
        var watch = ContainerWatch()
        for _ in 0..<1_500 {
            let bytes = Self.spoil(Self.seeds[Int.random(in: 0..<Self.seeds.count, using: &dice)], &dice)
            let data = Data(bytes)
            let decoder = JSONDecoder()
            if let event = EngineEvent(line: bytes) { watch.event(event, at: Self.now) }
            let rows = (try? decoder.decode([Lenient<ContainerRow>].self, from: data))?.compactMap(\.wrappedValue) ?? []
            if !rows.isEmpty { _ = watch.listed(rows, hasEvents: false, at: Self.now) }
            if let inspection = try? decoder.decode(ContainerInspection.self, from: data) {
                for id in watch.containers.keys { watch.inspected(id, inspection, engine: "docker", at: Self.now) }
            }
            if let sample = (try? decoder.decode(ContainerStatistics.self, from: data)).flatMap({ ContainerSample($0) }) {
                for id in watch.containers.keys { watch.sampled(id, sample, machine: MachineSize(), at: Self.now) }
            }
            var state = EngineState()
            if let info = try? decoder.decode(InfoAnswer.self, from: data) { state.take(info) }
            if let use = try? decoder.decode(DiskUseAnswer.self, from: data) { state.take(use) }
            let services = (try? decoder.decode([Lenient<ServiceRow>].self, from: data))?.compactMap(\.wrappedValue) ?? []
            Self.expectSound(SwarmTranslation(clusterID: "c").objects(services: services, tasks: []))
        }
        let identity = EngineIdentity(product: .docker, version: nil, apiVersion: .newest, isRootless: false)
        let told = ContainerTranslation(identity: identity, extras: .init()).objects(of: watch, updates: [:], at: Self.now)
        Self.expectSound(told.objects)
        for figure in told.figures.flatMap(\.values.values) {
            if case .value(let value) = figure { #expect(value.isFinite && value >= 0) }
        }
    }

    private static func expectSound(_ objects: [ReportedObject]) {
        for object in objects {
            #expect(ObjectKey(text: object.key.description) == object.key)
            #expect(object.name.utf8.count <= AgentLimits.name)
            guard case .container(let facts) = object.facts else { continue }
            #expect(facts.labels.count <= AgentLimits.labels)
            #expect([facts.image, facts.error ?? "", facts.healthOutput ?? ""].allSatisfy { $0.utf8.count <= AgentLimits.text })
        }
    }

    @Test("spoiled files of the kernel, names of images, challenges and tags", arguments: [5, 6] as [UInt64])
    func spoiledTexts(seed: UInt64) {
        var dice = Dice(state: seed)
        let texts = [
            "9:pids:/docker/\(EngineAnswers.web)\n0::/x\n", "ghcr.io/owner/web:1.2@sha256:\(String(repeating: "a", count: 64))", "v1.2.3-alpine",
            #"Bearer realm="https://a/t",service="s",scope="x""#, "Up About 5 minutes (healthy)", "usage_usec 5\n",
        ]
        for _ in 0..<3_000 {
            let bytes = Self.spoil(texts[Int.random(in: 0..<texts.count, using: &dice)], &dice)
            let text = String(decoding: bytes, as: UTF8.self)
            if case .unified(let folder)? = CgroupPlace.find(in: bytes, id: EngineAnswers.web, isUnified: true) {
                #expect(folder.hasPrefix("/sys/fs/cgroup/") && !folder.contains(".."))
            }
            if let reference = ImageReference(text) {
                #expect(!reference.path.contains("..") && !reference.path.contains("?") && !reference.registryHost.contains("/"))
            }
            _ = RegistryChallenge(header: text)
            _ = VersionTag(text).map { $0.isOlder(than: $0) }
            _ = UptimeWords.seconds(in: text)
            _ = KernelText.value(of: "usage_usec", in: bytes)
            _ = RealmRule.allows(realm: text, registry: text)
        }
    }

    @Test("a cut text is fit to be shown and fits", arguments: [1, 3, 8, 64])
    func cut(limit: Int) {
        for text in ["", "plain", String(repeating: "é", count: 100), "a\u{202E}b\u{0}", String(repeating: "👩‍👩‍👧‍👦", count: 9)] {
            #expect(text.cut(toBytes: max(limit, 3)).utf8.count <= max(limit, 3))
        }
    }
}
