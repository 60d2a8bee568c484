import Foundation
import PulseAgentProtocol
import PulseCore
import Testing

@testable import PulseAgents

/// How many reports of a host with 50 containers one core takes; only when asked for (`PULSE_MEASURE=1`), because it judges nothing.
@Suite("Pace of the intake", .timeLimit(.minutes(5)), .enabled(if: ProcessInfo.processInfo.environment["PULSE_MEASURE"] == "1"))
struct PaceTests {
    @Test("reports a second")
    func pace() throws {
        let stage = try Stage()
        let agents = try (0..<100).map { number in
            let agent = FakeAgent("host-\(number)")
            try agent.enrol(stage)
            return agent
        }
        let containers = (0..<50).map { "container-\($0)" }
        for agent in agents { try agent.tell(stage) { $0.upserted += containers.map { Things.container($0) } } }
        _ = stage.drain()
        var bodies: [(FakeAgent, [UInt8])] = []
        for _ in 0..<10 {
            stage.pass(.seconds(10))
            for agent in agents { bodies.append((agent, try Self.body(agent, containers, at: stage.now))) }
        }
        let signed = try bodies.map { agent, body in
            (try RequestSignature(path: FakeAgent.path, agentID: agent.id, body: body, key: agent.key).header, body)
        }
        let clock = ContinuousClock()
        var harvested = 0
        let (taking, draining) = (
            try clock.measure {
                for (header, body) in signed {
                    let verified = try stage.service.intake.verify(authorization: header, path: FakeAgent.path, body: body)
                    _ = try stage.service.intake.accept(body, from: verified, at: stage.now)
                }
            }, clock.measure { harvested = stage.drain().observations.count }
        )
        #expect(harvested == 100)
        let decoding = try clock.measure { for (_, body) in signed { _ = try JSONDecoder().decode(AgentBatch.self, from: Data(body)) } }
        print(
            "bytes \(bodies[0].1.count), reports/s \(Double(signed.count) / (taking / .seconds(1))), of \(taking); decoding \(decoding); drain of 100 \(draining)"
        )
    }

    private static func body(_ agent: FakeAgent, _ containers: [String], at moment: Timestamp) throws -> [UInt8] {
        let report = agent.report(at: moment) { report in
            var host = HostFacts(hostname: agent.hostname)
            host.temperatures = (0..<8).map { TemperatureReading(label: "core \($0)", celsius: 50.5) }
            host.filesystems = (0..<4).map { Filesystem(mountpoint: "/\($0)", type: "ext4", total: 1_000_000, used: 1000) }
            report.upserted = [ReportedObject(ObjectKey(.host), name: agent.hostname, status: .online, facts: .host(host))]
            let values: [Metric: Figure] = [
                .cpu: .value(0.123), .memoryUsed: .value(123_456_789), .memoryTotal: .value(1e9), .diskRead: .value(1234.5), .diskWrite: .value(99.5),
                .networkIn: .value(1), .networkOut: .value(2), .restarts: .value(0),
            ]
            report.figures = containers.map { ObjectFigures(ObjectKey(.container, $0), values: values) }
            let cores = (0..<16).map { PartFigure(.cpu, part: "core \($0)", 0.25) }
            report.figures.append(ObjectFigures(ObjectKey(.host), values: values, parts: cores))
        }
        return try agent.body([report], sentAt: moment)
    }
}
