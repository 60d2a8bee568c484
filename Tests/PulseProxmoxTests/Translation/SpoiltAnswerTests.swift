import Foundation
import PulseCore
import Testing

@testable import PulseProxmox

/// Answers of servers that have gone mad: nothing crashes, and nothing absurd passes for measured. `PULSE_FUZZ_ROUNDS=1000` for a long run.
@Suite("Spoilt answers", .timeLimit(.minutes(5)))
struct SpoiltAnswerTests {
    private static let rounds = ProcessInfo.processInfo.environment["PULSE_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 8

    @Test("whatever is spoilt, what is shown as known is possible", arguments: 0..<8)
    func possible(seed: UInt64) async throws {
        var spoiler = Spoiler(seed: seed)
        for round in 0..<Self.rounds {
            // Other tests wait for answers meanwhile.
            await Task.yield()
            for found in TranslationCase.all {
                let observation = try found.observation(tolerant: true) { bytes in spoiler.spoilt(bytes) }
                check(observation, "seed \(seed), round \(round), \(found.testDescription)")
            }
        }
    }

    private func check(_ observation: Observation, _ place: String) {
        if Set(observation.resources.map(\.id)).count != observation.resources.count { Issue.record("an id twice: \(place)") }
        for resource in observation.resources {
            for entry in resource.metrics.entries where !isPossible(entry, at: observation.at) {
                Issue.record("\(resource.id) \(entry.metric) \(entry.measurement): \(place)")
            }
            if let start = resource.guest?.startedAt ?? resource.node?.startedAt, start > observation.at { Issue.record("starts later: \(place)") }
        }
        for problem in observation.report.problems where problem.sentence != problem.sentence.printable(limit: 1000) {
            Issue.record("not printable: \(problem.sentence.debugDescription): \(place)")
        }
    }

    private func isPossible(_ entry: MetricTable.Entry, at now: Timestamp) -> Bool {
        let measurement = entry.measurement
        if case .unknown = measurement.quality { return measurement.value == nil }
        guard let value = measurement.value, let at = measurement.at, at <= now else { return false }
        return (0...Self.most(entry.metric.unit)).contains(value)
    }

    private static func most(_ unit: MetricUnit) -> Double {
        switch unit {
        case .ratio: 64
        case .bytes: 0x1p60
        case .bytesPerSecond: 1e13
        case .celsius, .count: 100_000
        case .seconds: 1e10
        }
    }

    @Test("the details about nodes and guests, each on its own", arguments: 0..<4)
    func details(seed: UInt64) async throws {
        var spoiler = Spoiler(seed: seed)
        let found = try #require(TranslationCase.all.first { $0.testDescription == "agent-answers" })
        let wires: [(JSON) -> Void] = [
            { _ = PVENodeStatus($0) }, { _ = PVEGuestStatus($0) }, { _ = PVEGuestWire.filesystems($0) }, { _ = PVEGuestWire.agentInterfaces($0) },
            { _ = PVEGuestWire.containerInterfaces($0) }, { _ = PVEGuestWire.osName($0) }, { _ = ProxmoxPermissions($0) }, { _ = PVEVersion($0) },
            { _ = ProxmoxTicket($0) },
        ]
        for _ in 0..<Self.rounds * 10 {
            await Task.yield()
            for body in try found.bodies() {
                guard let value = try? Envelope.value(spoiler.spoilt(body)).content else { continue }
                for wire in wires { wire(value) }
            }
        }
    }

    @Test("every topic beside the figures, each with every body", arguments: 0..<4)
    func depth(seed: UInt64) async throws {
        var spoiler = Spoiler(seed: seed)
        let bodies = try ["backups-told", "node-chores", "hardware"].flatMap { name in
            try TranslationCase.all.first { $0.testDescription == name }?.bodies() ?? []
        }
        #expect(bodies.count > 30)
        let now = TranslationCase.start
        for _ in 0..<Self.rounds {
            await Task.yield()
            var depth = PVEDepth(slug: SourceSlug("lab")!)
            for topic in DepthTopic.all {
                let key = DepthKey(topic, place: "pve1", topic == .snapshots ? .guest(vmid: 100, isContainer: false) : .named("x"))
                let call = DepthCall(key, node: "pve1")
                for body in bodies {
                    guard let answer = try? DepthAnswer(of: call, spoiler.spoilt(body), at: now) else { continue }
                    try? topic.take(&depth, call, answer)
                }
            }
        }
    }
}
