import Foundation
import Logging
import PulseEvaluation
import PulseSimulator
import Synchronization

/// The measurements, each a small story with the real server.
struct Scenarios {
    let program: String
    let seed: UInt64
    /// How long steady state is watched.
    let watch: Duration
    let clock = ContinuousClock()

    private static let firstPort = 27_655

    // MARK: Start

    func start(_ table: inout Table) async throws {
        let empty = try await startDurations(directory: nil, times: 5)
        let baseline = try await processBaseline()
        table.add(Row("start to first 200, empty", n: "5", figure: empty, unit: "ms", below: 100, baseline: baseline, baselineIs: "pulse version"))
        let directory = NSTemporaryDirectory() + "/pulse-bench-large"
        try? FileManager.default.removeItem(atPath: directory)
        try await withServer(guests: 10_000, nodes: 20, directory: directory) { _, _, _ in }
        let large = try await startDurations(directory: directory, times: 5)
        try? FileManager.default.removeItem(atPath: directory)
        table.add(Row("start to first 200, after 10,000 guests", n: "5", figure: large, unit: "ms", below: 300, baseline: empty, baselineIs: "empty"))
    }

    /// The median of several starts, milliseconds.
    private func startDurations(directory: String?, times: Int) async throws -> Double {
        var durations: [Double] = []
        for index in 0..<times {
            let pulse = try PulseProcess(program: program, port: Self.firstPort + 50 + index, directory: directory)
            try await pulse.start(clock)
            pulse.stop()
            if directory == nil { pulse.removeData() }
            durations.append(pulse.startDuration.milliseconds)
        }
        return durations.sorted()[times / 2]
    }

    /// What it costs to start the program at all.
    private func processBaseline() async throws -> Double {
        var durations: [Double] = []
        for _ in 0..<5 {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = ["version"]
            process.standardOutput = FileHandle.nullDevice
            let begin = clock.now
            try process.run()
            process.waitUntilExit()
            durations.append((clock.now - begin).milliseconds)
        }
        return durations.sorted()[2]
    }

    // MARK: Calls

    func calls(_ table: inout Table) async throws {
        try await withServer(guests: 120, nodes: 5) { estate, _, _ in
            // Two full minutes of learning, then steady state.
            try await clock.sleep(for: .seconds(120))
            estate.forgetRequests()
            try await clock.sleep(for: watch)
            let calls = Double(estate.requests().count) / watch.seconds * 10
            let running = Double(estate.clusters[0].vmids.count)
            // One status call per guest and one per node in every interval: what a plan without a plan does.
            table.add(
                Row(
                    "PVE calls per 10 s, 5 nodes, 120 guests", n: "\(Int(watch.seconds)) s", figure: calls, unit: "", below: 25.001,
                    baseline: running + 5 + 2, baselineIs: "every guest every time"))
        }
    }

    // MARK: Memory and processor

    func load(_ table: inout Table, guests: Int, nodes: Int, memoryBudget: Double, processorBudget: Double?) async throws {
        let idle = try await idleFigures()
        let figures = Mutex(Figures())
        try await withServer(guests: guests, nodes: nodes) { _, pulse, client in
            let process = pulse.figures
            try await listening(to: client, Counter()) { _ in
                try await clock.sleep(for: .seconds(30))
                let (before, begin) = (process.processorSeconds(), clock.now)
                var peak = 0.0
                while clock.now - begin < watch {
                    try await clock.sleep(for: .milliseconds(500))
                    peak = max(peak, process.memory("RssAnon"))
                }
                let share = (process.processorSeconds() - before) / (clock.now - begin).seconds * 100
                let found = Figures(share: share, anonymous: process.memory("RssAnon"), peak: peak, resident: process.memory("VmRSS"))
                figures.withLock { $0 = found }
            }
        }
        let measured = figures.withLock { $0 }
        let name = guests.formatted()
        table.add(
            Row(
                "RssAnon, \(name) guests", n: "\(Int(watch.seconds)) s", figure: measured.anonymous, unit: "MiB", below: memoryBudget,
                baseline: idle.anonymous,
                baselineIs: "no source"))
        table.add(Row("  peak RssAnon", n: "", figure: measured.peak, unit: "MiB", below: nil, baseline: idle.anonymous, baselineIs: "no source"))
        table.add(Row("  VmRSS", n: "", figure: measured.resident, unit: "MiB", below: nil, baseline: nil, baselineIs: ""))
        if let processorBudget {
            table.add(
                Row(
                    "poll + tick, \(name) guests, one stream", n: "\(Int(watch.seconds)) s", figure: measured.share, unit: "% of a core",
                    below: processorBudget, baseline: idle.share, baselineIs: "no source"))
        }
    }

    private struct Figures {
        var share = 0.0
        var anonymous = 0.0
        var peak = 0.0
        var resident = 0.0
    }

    private func idleFigures() async throws -> Figures {
        let pulse = try PulseProcess(program: program, port: Self.firstPort + 1)
        try await pulse.start(clock)
        try await clock.sleep(for: .seconds(5))
        let before = pulse.figures.processorSeconds()
        try await clock.sleep(for: .seconds(15))
        let share = (pulse.figures.processorSeconds() - before) / 15 * 100
        let figures = Figures(share: share, anonymous: pulse.figures.memory("RssAnon"))
        pulse.stop()
        pulse.removeData()
        return figures
    }

    // MARK: State and stream

    /// Every browser, and curl --compressed, asks for it.
    private static let asBrowsers = [("Accept-Encoding", "gzip")]

    func state(_ table: inout Table) async throws {
        try await withServer(guests: 4_950, nodes: 20) { _, _, client in
            var (first, cached, unchanged): ([Double], [Double], [Double]) = ([], [], [])
            for _ in 0..<20 {
                let begin = clock.now
                let tag = try await client.get("/api/state", headers: Self.asBrowsers).tag ?? ""
                first.append((clock.now - begin).milliseconds)
                for _ in 0..<20 { cached.append(try await milliseconds { _ = try await client.get("/api/state", headers: Self.asBrowsers) }) }
                for _ in 0..<20 {
                    unchanged.append(try await milliseconds { _ = try await client.get("/api/state", headers: [("If-None-Match", tag)]) })
                }
                try await clock.sleep(for: .seconds(10))
            }
            let encoding = first.sorted()[first.count / 2]
            table.add(
                Row(
                    "GET /api/state, 5,000 resources, from cache, p50", n: "400", figure: cached.sorted()[cached.count / 2], unit: "ms", below: 5,
                    baseline: encoding, baselineIs: "encoded anew"))
            table.add(
                Row(
                    "  304, p50", n: "400", figure: unchanged.sorted()[unchanged.count / 2], unit: "ms", below: 1, baseline: encoding,
                    baselineIs: "encoded anew"))
        }
    }

    func stream(_ table: inout Table) async throws {
        try await withServer(guests: 500, nodes: 5) { _, _, client in
            let counter = Counter()
            let snapshot = try await client.get("/api/resources?limit=5000", headers: Self.asBrowsers).body.count
            try await listening(to: client, counter) { counter in
                try await clock.sleep(for: .seconds(60))
                counter.reset()
                try await clock.sleep(for: watch)
            }
            let rate = Double(counter.bytes) / watch.seconds / 1024
            table.add(
                Row(
                    "event stream, 500 guests, per client", n: "\(Int(watch.seconds)) s", figure: rate, unit: "KiB/s", below: 2,
                    baseline: Double(snapshot) / 10 / 1024, baselineIs: "everything every 10 s"))
        }
    }

    /// Runs `body` while one client follows the event stream; a stream that ends early is a failure.
    private func listening(to client: BenchClient, _ counter: Counter, _ body: @escaping @Sendable (Counter) async throws -> Void) async throws {
        try await withThrowingTaskGroup { group in
            group.addTask { () -> Bool in
                try await client.stream { counter.add($0) }
                return false
            }
            group.addTask { () -> Bool in
                try await body(counter)
                return true
            }
            let finished = try await group.next() ?? false
            group.cancelAll()
            guard finished else { throw BenchError("the event stream ended by itself") }
        }
    }

    private func milliseconds(_ body: () async throws -> Void) async throws -> Double {
        let begin = clock.now
        try await body()
        return (clock.now - begin).milliseconds
    }

    // MARK: Faults

    /// With ten hanging agents and a dead node: how old the oldest row of the others ever gets.
    func faults(_ table: inout Table) async throws {
        let quiet = try await oldestRow(faults: false)
        let troubled = try await oldestRow(faults: true)
        table.add(
            Row(
                "age of the oldest row, 10 hanging agents, 1 dead node", n: "\(Int(watch.seconds)) s", figure: troubled, unit: "s", below: quiet + 10,
                baseline: quiet, baselineIs: "all well"))
    }

    private func oldestRow(faults: Bool) async throws -> Double {
        let worst = Mutex(0.0)
        try await withServer(guests: 120, nodes: 5) { estate, _, client in
            let dead = estate.clusters[0].nodes[4].name
            if faults {
                for vmid in estate.clusters[0].vmids.prefix(10) { try await estate.apply(.agentHanging(vmid: vmid)) }
                try await estate.apply(.nodeDown(node: dead))
            }
            try await clock.sleep(for: .seconds(40))
            let begin = clock.now
            while clock.now - begin < watch {
                let age = try await client.oldestCurrentRow(exceptNode: dead)
                worst.withLock { $0 = max($0, age) }
                try await clock.sleep(for: .seconds(1))
            }
        }
        return worst.withLock { $0 }
    }

    // MARK: Parts

    private func withServer(
        guests: Int, nodes: Int, directory: String? = nil, _ body: (SimulatedEstate, PulseProcess, BenchClient) async throws -> Void
    ) async throws {
        let now = Int(Date().timeIntervalSince1970)
        let estate = try await SimulatedEstate.start(
            EstateOptions(
                seed: seed, nodesPerCluster: nodes, guestsPerCluster: guests, certificate: .clusterAuthority, clock: .real(startingAt: now),
                delays: .asInReality),
            logger: Logger(label: "estate") { _ in SwiftLogNoOpLogHandler() })
        let pulse = try PulseProcess(program: program, port: Self.firstPort, directory: directory)
        do {
            try await pulse.start(clock)
            let client = BenchClient(pulse)
            try await client.add(estate.clusters[0])
            try await client.wait(forGuests: estate.clusters[0].vmids.count, clock)
            try await body(estate, pulse, client)
        } catch {
            pulse.stop()
            await estate.shutdown()
            throw error
        }
        pulse.stop()
        if directory == nil { pulse.removeData() }
        await estate.shutdown()
    }
}

/// Bytes of a stream.
final class Counter: Sendable {
    private let count = Mutex(0)

    func add(_ bytes: Int) { count.withLock { $0 += bytes } }
    func reset() { count.withLock { $0 = 0 } }
    var bytes: Int { count.withLock { $0 } }
}

extension BenchClient {
    /// Seconds since the source last vouched for the guest that waited longest, of those on living nodes.
    func oldestCurrentRow(exceptNode dead: String) async throws -> Double {
        struct Page: Decodable {
            struct Resource: Decodable {
                let parent: String?
                let lastSeen: String
            }
            let resources: [Resource]
        }
        let page = try JSONDecoder().decode(Page.self, from: try await get("/api/resources?kind=guest&limit=5000").body)
        let format = ISO8601DateFormatter()
        format.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        return page.resources.filter { $0.parent?.hasSuffix("/\(dead)") != true }.compactMap { format.date(from: $0.lastSeen) }
            .map { Date().timeIntervalSince($0) }.max() ?? 0
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
    var milliseconds: Double { seconds * 1000 }
}
