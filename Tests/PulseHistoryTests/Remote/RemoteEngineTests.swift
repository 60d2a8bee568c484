import Foundation
import PulseCore
import PulseEvaluation
import PulseTestPrograms
import PulseTransport
import Testing

@testable import PulseHistory

/// Against the engines that Debian has. They are in packaging/debian-packages.txt; a machine without them shows these tests as skipped.
@Suite("With real engines", .serialized, .timeLimit(.minutes(5)))
struct RemoteEngineTests {
    @Test(
        "prometheus: all arrives once over a stop of it, and reads back as the local file does",
        .enabled(if: EngineProgram.prometheus.isInstalled, "the Debian package prometheus is not installed"), .timeLimit(.minutes(3)))
    func prometheus() async throws { try await RoundTrip(.prometheus).run() }

    @Test(
        "victoria-metrics: all arrives once over a stop of it, and reads back as the local file does",
        .enabled(if: EngineProgram.victoriaMetrics.isInstalled, "the Debian package victoria-metrics is not installed"), .timeLimit(.minutes(3)))
    func victoriaMetrics() async throws { try await RoundTrip(.victoriaMetrics).run() }

    @Test(
        "prometheus without an out-of-order window refuses late samples; they are set aside, and what came with them is kept",
        .enabled(if: EngineProgram.prometheus.isInstalled, "the Debian package prometheus is not installed"), .timeLimit(.minutes(3)))
    func strict() async throws {
        try await RoundTrip(.strictPrometheus).connected { trip in
            let (key, start) = (try guest(1), trip.start)
            for tick in 0..<30 { try trip.append([sample(key, start + Int64(tick) * 10, 0.5)], at: start + Int64(tick) * 10) }
            try trip.append([sample(key, start + 5, 0.9), sample(key, start + 300, 0.6)], at: start + 300)
            try await trip.delivered()
            let health = trip.writer.health
            #expect(health.refusedSamples == 1 && health.delivered == 31, "\(health)")
            #expect(health.lastRefusal?.contains("out of order") == true, "\(health.lastRefusal ?? "")")
            let points = try await trip.reader.read(query([key], start, start + 600, step: 600))[0].points
            #expect(points.map { $0.values?.count } == [31])
        }
    }

    @Test(
        "promtool finds nothing to say about the names",
        .enabled(if: PromTool.isInstalled, "the Debian package prometheus is not installed"))
    func lint() throws {
        let page = Metric.allCases.map { metric in
            let name = RemoteNaming.name(of: metric)
            return "# HELP \(name) \(metric.rawValue)\n# TYPE \(name) gauge\n\(name){resource=\"guest:homelab/1\"} 1\n"
        }.joined()
        let (code, said) = try PromTool.check(page)
        #expect(code == 0 && said.isEmpty, "\(said)")
    }
}

/// The same samples to an engine and to a local file.
final class RoundTrip {
    let engine: RunningEngine
    let client = OutboundClient()
    let writer: RemoteWriter
    let reader: RemoteReader
    let local: TemporaryStore
    /// Three hours ago, at the beginning of an hour: engines have a mind about what lies far back.
    let start: Int64
    private let folder = NSTemporaryDirectory() + "pulse-queue-\(UUID().uuidString)"
    private var expected = 0

    init(_ program: EngineProgram) throws {
        engine = try RunningEngine(program)
        local = try TemporaryStore()
        let now = Int64(Date().timeIntervalSince1970)
        start = RollUp.floor(now, to: 3600) - 3 * 3600
        let credentials: RemoteEndpoint.Credentials = program.user.map { .basic(user: $0, password: Redacted("secret")) } ?? .none
        let labels = ["instance": "test \"quoted\" \\ ä"]
        let configuration = try RemoteConfiguration(
            write: try RemoteEndpoint(url: engine.address + "/api/v1/write", credentials: credentials),
            read: try RemoteEndpoint(url: engine.address, credentials: credentials), labels: labels, batchSize: 100)
        let client = client
        writer = try RemoteWriter(
            configuration, to: configuration.write!, folder: try DiskQueueFolder(path: folder), backoff: Backoff(longest: .milliseconds(100)),
            send: { await client.answer(to: $0) }, chance: { 0.5 })
        reader = RemoteReader(from: configuration.read!, labels: labels, send: { await client.answer(to: $0) }, now: { Timestamp(seconds: now) })
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func append(_ samples: [Sample], at second: Int64) throws {
        try writer.append(samples, at: Timestamp(seconds: second))
        try local.store.append(samples, at: Timestamp(seconds: second))
        expected = writer.health.intake.samples
    }

    /// Waits until nothing is left on the disk, and until the engine lets what it has be seen.
    func delivered() async throws {
        for _ in 0..<2000 where writer.health.queuedBatches > 0 { try await Task.sleep(for: .milliseconds(10)) }
        #expect(writer.health.queuedBatches == 0 && writer.health.delivered + writer.health.refusedSamples == expected, "\(writer.health)")
        _ = try? await client.send(OutboundRequest(url: engine.address + "/internal/force_flush", headers: reader.endpoint.headers))
    }

    func connected(_ body: (RoundTrip) async throws -> Void) async throws {
        try await engine.start(client)
        let writer = writer
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await writer.run(now: { Timestamp(seconds: Int64(Date().timeIntervalSince1970)) }) }
            do { try await body(self) } catch { Issue.record(error) }
            group.cancelAll()
        }
        engine.stop()
        await client.shutdown()
    }

    func run() async throws {
        try await connected { trip in
            let keys = try Self.keys()
            var random = SeededRandom(seed: 11)
            try trip.ticks(keys, 0..<1800, &random)
            try await trip.delivered()
            trip.engine.stop()
            // A pause of twenty minutes that is a gap in the data, then half an hour while the engine is away.
            try trip.ticks(keys, 3000..<4800, &random)
            #expect(trip.writer.health.queuedBatches > 100)
            for _ in 0..<500 where trip.writer.health.trouble == nil { try await Task.sleep(for: .milliseconds(10)) }
            #expect(trip.writer.health.trouble?.reason.contains("Nothing accepts connections") == true)
            try await trip.engine.start(trip.client)
            try await trip.delivered()
            // Late, repeated and new samples in one tick.
            try trip.append(keys.map { sample($0, trip.start + 4795, 1) }, at: trip.start + 4800)
            try trip.append(keys.map { sample($0, trip.start + 1234, 2) } + keys.map { sample($0, trip.start + 4800, 3) }, at: trip.start + 4800)
            try trip.append(keys.map { sample($0, trip.start + 4800, 3) }, at: trip.start + 4801)
            try await trip.delivered()
            #expect(trip.writer.health.refusedSamples == 0, "\(trip.writer.health.lastRefusal ?? "")")
            try await trip.compare(keys)
        }
    }

    static func keys() throws -> [SeriesKey] {
        let metrics: [Metric] = [.cpu, .memoryUsed, .diskUsed, .networkIn, .uptime, .load1]
        let parts = ["/", "/mnt/\"a\" \\ b", "ä\u{FFFD}\u{1F600}|.*+?()[]{}^$", "tab\tnewline\n"]
        return try (101...106).flatMap { vmid in try metrics.map { try guest(vmid, $0) } } + parts.map { try guest(101, .diskUsed, part: $0) }
            + [SeriesKey(.node(SourceSlug("homelab")!, "pve.1 (ä)"), .temperature, part: "Package id 0")]
    }

    /// Every ten seconds, with some samples missing here and there. The newest second of a series is never written with another value.
    private func ticks(_ keys: [SeriesKey], _ seconds: Range<Int64>, _ random: inout SeededRandom) throws {
        for second in stride(from: seconds.lowerBound, to: seconds.upperBound, by: 10) {
            let present = keys.filter { _ in Int.random(in: 0..<50, using: &random) > 0 }
            try append(present.map { sample($0, start + second, value($0.metric, &random)) }, at: start + second)
        }
    }

    private func value(_ metric: Metric, _ random: inout SeededRandom) -> Double {
        switch metric.unit {
        case .ratio: Double.random(in: 0...1, using: &random)
        case .celsius, .count: Double.random(in: 0...90, using: &random)
        case .seconds: Double(Int.random(in: 0...10_000_000, using: &random))
        case .bytes, .bytesPerSecond: Double.random(in: 1000...1e12, using: &random)
        }
    }

    private func compare(_ keys: [SeriesKey]) async throws {
        let unknown = try (1000...1400).map { try guest($0) }
        let spans: [(Int64, Int64, Int64)] = [
            (0, 4801, 10), (0, 4800, 60), (7, 4777, 60), (0, 7200, 300), (-3600, 10_800, 3600), (1795, 3005, 10), (4799, 4801, 1), (4790, 4795, 5),
        ]
        for (from, to, step) in spans {
            let query = query(keys + unknown, start + from, start + to, step: step)
            let (found, wanted) = (try await reader.read(query), try await local.store.read(query))
            #expect(found.map(\.key) == wanted.map(\.key))
            for (found, wanted) in zip(found, wanted) { compare(found, wanted, "\(found.key) from \(from) to \(to) by \(step)") }
        }
        for resource in Set(keys.map(\.resource)) {
            let (keys, extents) = (try await local.store.keys(of: resource), try await local.store.series(of: resource))
            #expect(try await reader.keys(of: resource) == keys)
            #expect(try await reader.series(of: resource) == extents)
        }
        #expect(try await reader.keys(of: unknown[0].resource).isEmpty)
        #expect(try await reader.series(of: unknown[0].resource).isEmpty)
    }

    private func compare(_ found: SeriesHistory, _ wanted: SeriesHistory, _ what: String) {
        #expect(found.points.map(\.start) == wanted.points.map(\.start), "\(what)")
        #expect(found.points.map { $0.values?.count } == wanted.points.map { $0.values?.count }, "\(what)")
        #expect(found.tiers == wanted.tiers, "\(what)")
        // Of a few points it is an estimate.
        if wanted.points.count > 10 { #expect(found.cadence == wanted.cadence, "\(what)") }
        let metric = found.key.metric
        for (found, wanted) in zip(found.points, wanted.points) {
            guard let found = found.values, let wanted = wanted.values else { continue }
            for (left, right) in [(found.least, wanted.least), (found.average, wanted.average), (found.greatest, wanted.greatest)] {
                #expect(isNear(left, right, metric), "\(left) and \(right): \(what)")
            }
        }
    }

    /// The local file keeps quanta, the engine what was measured; averages of several quanta are off by no more than one.
    private func isNear(_ found: Double, _ wanted: Double, _ metric: Metric) -> Bool {
        let allowed =
            switch metric.precision {
            case .whole: 0.5
            case .thousandth: 0.0005
            case .hundredth: 0.005
            case .half: 0.25
            case .perMille: 0.001 * abs(wanted)
            case .halfPercent: 0.005 * abs(wanted)
            case .fine: 0.00002 * abs(wanted)
            }
        return abs(found - wanted) <= allowed * 1.01 + 1e-9
    }
}
