import Foundation
import PulseCore
import Testing

@testable import PulseProxmox

/// `PULSE_RECORD=1 swift test --filter MailTranslationTests` writes what is expected anew; the difference is for you to read.
@Suite("Translation of a mail gateway's answers", .timeLimit(.minutes(5)))
struct MailTranslationTests {
    private static let rounds = ProcessInfo.processInfo.environment["PULSE_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 30

    @Test("a folder's answers give its observation and its ledger", arguments: MailTranslationCase.all)
    func translates(found: MailTranslationCase) throws {
        let observation = try found.observation()
        let text =
            ObservationText.of(observation, since: TranslationCase.start) + "\n"
            + MailLedgerText.of(try #require(observation.ledger), since: TranslationCase.start)
        if ProcessInfo.processInfo.environment["PULSE_RECORD"] != nil {
            try text.write(to: found.expectedFile, atomically: true, encoding: .utf8)
        }
        let expected = try String(contentsOf: found.expectedFile, encoding: .utf8)
        let (now, before) = (text.split(separator: "\n"), expected.split(separator: "\n"))
        #expect(now == before, "\(found.testDescription) \(now.difference(from: before).map(String.init(describing:)))")
    }

    @Test("there are cases")
    func thereAreCases() {
        #expect(MailTranslationCase.all.count >= 10)
    }

    @Test("whatever is spoilt, what is shown as known is possible", arguments: 0..<4)
    func spoilt(seed: UInt64) async throws {
        var spoiler = Spoiler(seed: seed)
        for round in 0..<Self.rounds {
            // Other tests wait for answers meanwhile.
            await Task.yield()
            for found in MailTranslationCase.all {
                check(try found.observation(tolerant: true) { spoiler.spoilt($0) }, "seed \(seed), round \(round), \(found.testDescription)")
            }
        }
    }

    private func check(_ observation: Observation, _ place: String) {
        if Set(observation.resources.map(\.id)).count != observation.resources.count { Issue.record("an id twice: \(place)") }
        for resource in observation.resources {
            for entry in resource.metrics.entries {
                let measurement = entry.measurement
                if case .unknown = measurement.quality {
                    if measurement.value != nil { Issue.record("unknown with a value: \(place)") }
                } else if !(0...Self.most(entry.metric)).contains(measurement.value ?? -1) || measurement.at.map({ $0 > observation.at }) ?? true {
                    Issue.record("\(resource.id) \(entry.metric) \(measurement): \(place)")
                }
            }
        }
        guard let ledger = observation.ledger else {
            Issue.record("no ledger: \(place)")
            return
        }
        for queue in ledger.mailNodes.values.flatMap({ $0.queues.value ?? [] })
        where queue.count < 0 || queue.domains.contains(where: { $0.count < 0 }) {
            Issue.record("a queue of less than nothing: \(place)")
        }
        for hour in ledger.mailHours.value ?? [] where min(hour.incoming, hour.outgoing, hour.spam, hour.virus) < 0 {
            Issue.record("an hour of less than nothing: \(place)")
        }
    }

    private static func most(_ metric: Metric) -> Double {
        switch metric.unit {
        case .ratio: 64
        case .bytes: 0x1p60
        default: 1e14
        }
    }
}
