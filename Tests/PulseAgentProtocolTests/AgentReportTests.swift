import Crypto
import Foundation
import PulseAgentProtocol
import PulseCore
import Testing

@Suite("Reports of agents on the wire", .timeLimit(.minutes(1)))
struct AgentReportTests {
    private static func report() -> AgentReport {
        var facts = HostFacts(hostname: "nas.lan")
        facts.isRebootDue = true
        var report = AgentReport(sequence: 7, measuredAt: Timestamp(seconds: 1000), base: nil, version: 3)
        report.upserted = [ReportedObject(ObjectKey(.host), name: "nas", status: .online, facts: .host(facts))]
        report.removed = [ObjectKey(.container, "web shop")]
        report.figures = [
            ObjectFigures(
                ObjectKey(.host), values: [.cpu: .value(0.25), .temperature: .unknown(.noSensor)], parts: [PartFigure(.cpu, part: "core 1", 0.5)])
        ]
        return report
    }

    @Test("a report comes back from JSON as it was")
    func roundTrip() throws {
        let encoded = try JSONEncoder().encode(Self.report())
        #expect(try JSONDecoder().decode(AgentReport.self, from: encoded) == Self.report())
    }

    @Test("the text of a report is the one that older servers and agents know")
    func wire() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(Self.report()), as: UTF8.self)
        let facts = #"{"filesystems":[],"hostname":"nas.lan","interfaces":[],"isRebootDue":true,"processors":{},"temperatures":[]}"#
        #expect(
            text
                == #"{"figures":[{"key":"host:","parts":{"cpu":{"core 1":0.5}},"values":{"cpu":0.25,"temperature":"no_sensor"}}],"#
                + #""measuredAt":1000000,"removed":["container:web%20shop"],"sequence":7,"#
                + #""upserted":[{"facts":\#(facts),"key":"host:","name":"nas","status":"online"}],"version":3}"#)
    }

    @Test("a metric, a status and a reason of a newer agent are passed over")
    func newerWords() throws {
        let text =
            #"{"key":"host:","name":"a","status":"glowing","reason":"too_bright","facts":{"hostname":"a","processors":{},"#
            + #""filesystems":[],"interfaces":[],"temperatures":[]}}"#
        let object = try JSONDecoder().decode(ReportedObject.self, from: Data(text.utf8))
        #expect(object.status == .unknown)
        #expect(object.reason == nil)
        let figures = try JSONDecoder().decode(ObjectFigures.self, from: Data(#"{"key":"host:","values":{"auraStrength":3,"cpu":0.5}}"#.utf8))
        #expect(figures.values == [.cpu: .value(0.5)])
    }

    @Test(
        "what is no key of a reported thing is refused",
        arguments: ["", "host", "spaceship:a", "container:a b", "container:<b>", "container:" + String(repeating: "a", count: 401)])
    func badKeys(text: String) {
        #expect(ObjectKey(text: text) == nil)
    }

    @Test("a signature holds for its path, agent and body only")
    func signature() throws {
        let key = Curve25519.Signing.PrivateKey()
        let body = Array("body".utf8)
        let signature = try RequestSignature(path: "/api/agents/report", agentID: "a1", body: body, key: key)
        let read = try #require(RequestSignature(header: signature.header))
        #expect(read == signature)
        #expect(read.isValid(path: "/api/agents/report", body: body, key: key.publicKey))
        #expect(!read.isValid(path: "/api/agents/other", body: body, key: key.publicKey))
        #expect(!read.isValid(path: "/api/agents/report", body: Array("bodY".utf8), key: key.publicKey))
        #expect(!RequestSignature(agentID: "a2", signature: read.signature).isValid(path: "/api/agents/report", body: body, key: key.publicKey))
    }

    @Test("a profile that was changed on its way is not valid")
    func profile() throws {
        let key = Curve25519.Signing.PrivateKey()
        var profile = try SignedProfile(payload: #"{"agentID":"a1"}"#, key: key)
        #expect(profile.isValid(key: key.publicKey))
        profile.payload = #"{"agentID":"a2"}"#
        #expect(!profile.isValid(key: key.publicKey))
    }

    @Test("every setting can be overridden and cleared")
    func settings() {
        var profile = AgentSettings()
        profile.interval = 60
        profile.tags = ["edge"]
        profile.containers = .podman
        var local = AgentSettings()
        local.interval = 30
        local.host = false
        var merged = local.overridden(by: profile)
        #expect(merged.interval == 60 && merged.host == false && merged.tags == ["edge"] && merged.containers == .podman)
        for key in AgentSettingKey.allCases { key.clear(in: &merged) }
        #expect(merged == AgentSettings())
    }

    @Test("values outside of their limits are named with the limit", arguments: [(1, 1), (5, 0), (3600, 0), (3601, 1)])
    func limits(interval: Int, faults: Int) {
        var settings = AgentSettings()
        settings.interval = interval
        #expect(settings.faults.count == faults)
        #expect(settings.faults.allSatisfy { $0.sentence.contains("5 to 3600 seconds") })
    }
}
