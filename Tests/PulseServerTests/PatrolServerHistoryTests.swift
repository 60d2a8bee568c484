import PulseCore
import PulseSimulator
import Testing

@testable import PulseServer

@Suite("Patrol and gaps in history", .timeLimit(.minutes(5)))
struct PatrolServerHistoryTests {
    private static let leaking = "guest:lab/106"
    private static let talking = "guest:lab/102"

    /// Fills the history of a series up to now, an hour at a time.
    private func fill(_ live: LiveEstate, _ id: String, _ metric: Metric, days: Int, _ value: (_ daysAgo: Double) -> Double) throws {
        let resource = try #require(ResourceID(id))
        let samples = (1...days * 24).reversed().compactMap { hour in
            Sample(SeriesKey(resource, metric), at: live.now - .seconds(hour * 3600), value: value(Double(hour) / 24))
        }
        live.server.history.append(samples, at: live.now)
    }

    @Test("a day without figures is no silence, and ends no leak")
    func gap() async throws {
        try await withEstate(EstateOptions(nodesPerCluster: 1, guestsPerCluster: 10, standalone: true)) { live in
            await live.step(4, of: .seconds(30))
            let guest = try #require(ResourceID(Self.leaking).flatMap { live.fleet.resources[$0] })
            let (used, total) = (try #require(guest.metrics[.memoryUsed]?.value), try #require(guest.metrics[.memoryTotal]?.value))
            try fill(live, Self.leaking, .memoryUsed, days: 6) { used - total * 0.03 * $0 }
            for metric in [Metric.networkIn, .networkOut] { try fill(live, Self.talking, metric, days: 10) { _ in 1_000_000 } }
            _ = try await live.patrol()
            let leak = try #require(try await live.findings("&check=ANOMALY-MEMORY-LEAK").first)
            #expect(leak.resourceId == Self.leaking)
            await live.step(1, of: .seconds(86_400))
            await live.step(4, of: .seconds(30))
            let run = try await live.patrol()
            #expect(try await live.findings("&check=ANOMALY-NETWORK-SILENT").isEmpty)
            #expect(run.reasons(of: "ANOMALY-NETWORK-SILENT").contains("The last hours of its incoming network traffic are not all in history."))
            let after = try await live.finding(leak.id)
            #expect(after.state == "open" && after.unjudged == "History has only 0 of the 4 whole days of its used memory up to now that this needs.")
        }
    }
}
