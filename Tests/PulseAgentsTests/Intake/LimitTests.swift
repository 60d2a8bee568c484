import Foundation
import PulseAgentProtocol
import PulseCore
import PulseEvaluation
import Testing

@testable import PulseAgents

@Suite("Limits of what agents say", .timeLimit(.minutes(5)))
struct LimitTests {
    private func checked(_ object: ReportedObject) throws -> ReportedObject {
        var report = AgentReport(sequence: 1, measuredAt: Stage.start, base: nil, version: 1)
        report.upserted = [object]
        try BatchLimits.check(&report)
        return report.upserted[0]
    }

    @Test("markup in a name is data, control characters are replaced, and what is too long is cut")
    func names() throws {
        func name(_ text: String) throws -> String {
            var object = Things.container("web")
            object.name = text
            return try checked(object).name
        }
        #expect(try name("<script>alert(1)</script>") == "<script>alert(1)</script>")
        #expect(try name("we\u{7}b\u{202E}") == "we\u{FFFD}b\u{FFFD}")
        #expect(try name(String(repeating: "ä", count: 300)).count == AgentLimits.name)
    }

    @Test("sizes that would overflow a sum are not told, and figures that no machine has are invalid")
    func numbers() throws {
        var facts = HostFacts(hostname: "nas")
        facts.filesystems = [Filesystem(mountpoint: "/", total: .max, used: -1)]
        let object = try checked(ReportedObject(ObjectKey(.host), name: "nas", status: .online, facts: .host(facts)))
        guard case .host(let kept) = object.facts else { return }
        #expect(kept.filesystems == [Filesystem(mountpoint: "/")])
        var figures = ObjectFigures(ObjectKey(.host), values: [.cpu: .value(1e300), .load1: .value(3)], parts: [PartFigure(.cpu, part: "", 1)])
        ObjectLimits.check(&figures)
        #expect(figures.values == [.cpu: .unknown(.invalidAnswer), .load1: .value(3)] && figures.parts.isEmpty)
    }

    @Test("a container has so many labels and no more")
    func labels() throws {
        var facts = ContainerFacts(engine: "docker", containerID: "1", image: "a", state: "running")
        facts.labels = Dictionary(uniqueKeysWithValues: (0..<1000).map { ("k\($0)", String(repeating: "v", count: 5000)) })
        let object = try checked(ReportedObject(ObjectKey(.container, "a"), name: "a", status: .running, facts: .container(facts)))
        guard case .container(let kept) = object.facts else { return }
        #expect(kept.labels.count == AgentLimits.labels && kept.labels.values.allSatisfy { $0.count <= AgentLimits.text })
    }

    @Test("lists are cut at their limit, and say how much was left out")
    func lists() throws {
        var engine = EngineRecords(product: "docker")
        engine.images = (0..<2500).map { ImageRecord(imageID: "\($0)") }
        var report = AgentReport(sequence: 1, measuredAt: Stage.start, base: nil, version: 1)
        report.engines = [engine]
        try BatchLimits.check(&report)
        #expect(report.engines?.first?.images.count == 2000 && report.engines?.first?.leftOut == 500)
    }

    @Test("bytes that are changed, cut or made up never stop the server", arguments: 0..<8)
    func fuzz(seed: Int) throws {
        let stage = try Stage()
        let agent = FakeAgent("nas")
        try agent.enrol(stage)
        let sound = try agent.body(
            [agent.report(at: stage.now) { $0.upserted += [Things.container("web"), Things.cluster("u", "prod"), Things.pod("a")] }],
            sentAt: stage.now)
        var random = SeededRandom(seed: 4711, stream: seed)
        for _ in 0..<300 {
            let body = Spoiled.bytes(sound, &random)
            do { _ = try agent.send(body, to: stage) } catch let refusal as AgentRefusal {
                #expect(refusal.status >= 400 && !refusal.sentence.isEmpty)
            }
            _ = stage.drain()
        }
    }
}

/// Bytes that somebody else would send.
enum Spoiled {
    private static let words = [
        "null", "-1", "9223372036854775807", "1e308", "[]", "{}", "\"\"", "true", "\"\\u0000\"", "-9223372036854775808", "0.5",
    ]

    static func bytes(_ sound: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = sound
        for _ in 0...Int.random(in: 0...2, using: &random) {
            guard !bytes.isEmpty else { return bytes }
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0...4, using: &random) {
            case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
            case 1: bytes.removeSubrange(place...)
            case 2: bytes.remove(at: place)
            default: replaceValue(from: place, in: &bytes, &random)
            }
        }
        return bytes
    }

    /// Another value after the next colon: JSON that is well formed, and says something else.
    private static func replaceValue(from place: Int, in bytes: inout [UInt8], _ random: inout SeededRandom) {
        guard let colon = bytes[place...].firstIndex(of: UInt8(ascii: ":")) else { return }
        let end = bytes[(colon + 1)...].firstIndex { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "}") } ?? bytes.count
        bytes.replaceSubrange((colon + 1)..<end, with: words[Int.random(in: 0..<words.count, using: &random)].utf8)
    }
}
