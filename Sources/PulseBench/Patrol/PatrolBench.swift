import Foundation
import Logging
import PulseCore
import PulseEvaluation
import PulseSimulator

/// A run of patrol by the real server over 5,000 resources with seven days of history: how long it takes, what memory it needs, and whether a second one
/// says the same.
struct PatrolBench: Sendable {
    let program: String
    let seed: UInt64
    private let clock = ContinuousClock()

    private static let port = 27_855
    private static let guests = 4_900
    private static let nodes = 20
    /// Guests are asked for their file systems one after the other.
    private static let learning = Duration.seconds(60)
    private static let resting = Duration.seconds(30)
    private static let longest = 5.0
    private static let memory = 100.0

    func measure(_ table: inout Table) async throws {
        let directory = NSTemporaryDirectory() + "/pulse-bench-patrol-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let estate = try await SimulatedEstate.start(options, logger: Logger(label: "estate") { _ in SwiftLogNoOpLogHandler() })
        do {
            let ids = try await learn(estate, directory)
            let series = try await PatrolPast.make(directory + "/metrics.db", of: ids, at: Int64(Date().timeIntervalSince1970), seed: seed)
            try await patrol(estate, directory, series: series, &table)
        } catch {
            await estate.shutdown()
            throw error
        }
        await estate.shutdown()
    }

    private var options: EstateOptions {
        EstateOptions(
            seed: seed, nodesPerCluster: Self.nodes, guestsPerCluster: Self.guests, certificate: .clusterAuthority,
            clock: .real(startingAt: Int(Date().timeIntervalSince1970)), delays: .asInReality)
    }

    /// Runs a server until it knows the estate.
    private func learn(_ estate: SimulatedEstate, _ directory: String) async throws -> [ResourceID] {
        try await serving(directory, port: Self.port) { _, client in
            try await client.add(estate.clusters[0])
            try await client.wait(forGuests: estate.clusters[0].vmids.count, clock)
            try await clock.sleep(for: Self.learning)
            return try await client.resourceIDs()
        }
    }

    private func patrol(_ estate: SimulatedEstate, _ directory: String, series: Int, _ table: inout Table) async throws {
        try await serving(directory, port: Self.port + 1) { pulse, client in
            try await client.wait(forGuests: estate.clusters[0].vmids.count, clock)
            try await clock.sleep(for: Self.resting)
            let idle = pulse.figures.memory("RssAnon")
            let watch = TickWatch(client, pulse)
            let first = try await watch.during { try await client.patrol(clock) }
            let one = try await client.lastRun()
            try await client.patrol(clock)
            let two = try await client.lastRun()
            Self.tell(&table, one, two, first, idle: idle, series: series)
        }
    }

    private static func tell(
        _ table: inout Table, _ one: PatrolRunAnswer, _ two: PatrolRunAnswer, _ first: TickWatch.Figures, idle: Double, series: Int
    ) {
        let n = "\(one.resourcesChecked) resources, \(series) series"
        table.add(
            Row(
                "a run of patrol", n: n, figure: Double(one.durationMs) / 1000, unit: "s", below: longest,
                baseline: Double(two.durationMs) / 1000, baselineIs: "again"))
        table.add(
            Row(
                "  RssAnon above idle, peak", n: "\(first.count) looks", figure: first.memory - idle, unit: "MiB", below: memory,
                baseline: idle, baselineIs: "idle"))
        table.add(
            Row(
                "  lateness of the tick meanwhile", n: "\(first.count) looks", figure: first.lateness, unit: "s", below: 1, baseline: nil,
                baselineIs: ""))
        table.add(
            Row(
                "  findings that the second run has and the first had not, or the other way round",
                n: "\(one.newFindings) findings", figure: Double(two.newFindings + two.resolvedFindings), unit: "", below: 0.5, baseline: nil,
                baselineIs: ""))
    }

    private func serving<Result>(_ directory: String, port: Int, _ body: (PulseProcess, BenchClient) async throws -> Result) async throws -> Result {
        let pulse = try PulseProcess(program: program, port: port, directory: directory)
        defer { pulse.stop() }
        try await pulse.start(clock)
        return try await body(pulse, BenchClient(pulse))
    }
}

/// Of `GET /api/ai/patrol/runs`.
struct PatrolRunAnswer: Decodable, Sendable {
    let durationMs: Int
    let resourcesChecked: Int
    let newFindings: Int
    let resolvedFindings: Int
}

extension BenchClient {
    func resourceIDs() async throws -> [ResourceID] {
        struct Page: Decodable {
            struct Resource: Decodable { let id: String }
            let resources: [Resource]
            let next: String?
        }
        var (ids, after): ([ResourceID], String?) = ([], nil)
        repeat {
            let place = after.flatMap { $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) }.map { "&after=\($0)" } ?? ""
            let page = try JSONDecoder().decode(Page.self, from: try await get("/api/resources?limit=5000\(place)").body)
            ids += page.resources.compactMap { ResourceID($0.id) }
            after = page.next
        } while after != nil
        return ids
    }

    /// Asks for a run and waits for its end.
    func patrol(_ clock: ContinuousClock) async throws {
        struct Status: Decodable { let running: Bool }
        guard try await post("/api/ai/patrol/run") == 202 else { throw BenchError("the server refused a run of patrol") }
        for _ in 0..<1200 {
            try await clock.sleep(for: .milliseconds(100))
            if !(try JSONDecoder().decode(Status.self, from: try await get("/api/ai/patrol/status").body).running) { return }
        }
        throw BenchError("the run of patrol did not end")
    }

    func lastRun() async throws -> PatrolRunAnswer {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let runs = try decoder.decode([PatrolRunAnswer].self, from: try await get("/api/ai/patrol/runs?limit=1").body)
        guard let run = runs.first else { throw BenchError("there is no run of patrol") }
        return run
    }
}
