import Foundation
import PulseEvaluation

/// 100,000 deliveries by a process that is killed again and again, to a receiver that fails at random.
struct DeliveryScenario {
    let seed: UInt64

    private static let total = 100_000
    /// Of all deliveries.
    private static let failures = 0.02
    /// Kills are so far apart, milliseconds.
    private static let pause = 300...4000
    /// Deliveries a second, below which a SIEM would fall behind a busy estate.
    private static let leastRate = 300.0

    func run(_ table: inout Table) async throws {
        let clock = ContinuousClock()
        let calm = try await measure(clock, failures: 0, kills: false)
        let wild = try await measure(clock, failures: Self.failures, kills: true)
        let n = "\(Self.total), \(wild.kills) kills"
        table.add(
            Row(
                "webhook deliveries, failures and kill -9", n: n, figure: wild.rate, unit: "/s", above: Self.leastRate, baseline: calm.rate,
                baselineIs: "without"))
        table.add(
            Row(
                "webhook deliveries lost", n: n, figure: Double(Self.total - wild.verdict.last), unit: "", below: 1, baseline: nil, baselineIs: ""))
        table.add(
            Row("webhook deliveries out of order", n: n, figure: Double(wild.verdict.outOfOrder), unit: "", below: 1, baseline: nil, baselineIs: ""))
        table.add(
            Row(
                "webhook deliveries repeated", n: n, figure: Double(wild.verdict.repeats), unit: "", below: nil,
                baseline: Double(calm.verdict.repeats), baselineIs: "without"))
    }

    private struct Measured {
        let rate: Double
        let kills: Int
        let verdict: DeliveryReceiver.Verdict
    }

    private func measure(_ clock: ContinuousClock, failures: Double, kills: Bool) async throws -> Measured {
        let path = NSTemporaryDirectory() + "/pulse-bench-outbox-\(ProcessInfo.processInfo.processIdentifier)-\(kills).db"
        defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
        let receiver = DeliveryReceiver(seed: seed, failures: failures)
        let port = try await receiver.start()
        var (random, killed) = (SeededRandom(seed: seed), 0)
        let begin = clock.now
        while receiver.verdict.last < Self.total {
            let child = try Self.child(path, port, seed: random.next())
            if kills { try await clock.sleep(for: .milliseconds(random.whole(Self.pause))) }
            if kills, child.isRunning, receiver.verdict.last < Self.total {
                kill(child.processIdentifier, SIGKILL)
                killed += 1
            }
            child.waitUntilExit()
            guard clock.now - begin < .seconds(1800) else { throw BenchError("deliveries did not end within half an hour") }
        }
        let seconds = (clock.now - begin).milliseconds / 1000
        await receiver.stop()
        return Measured(rate: Double(Self.total) / seconds, kills: killed, verdict: receiver.verdict)
    }

    /// This program once more.
    private static func child(_ path: String, _ port: Int, seed: UInt64) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        process.arguments = ["--deliverer", path, "\(port)", "\(total)", "\(seed)"]
        try process.run()
        return process
    }

    /// - Parameter arguments: as `child` gives them.
    static func deliver(_ arguments: [String]) async throws {
        guard arguments.count == 4, let port = Int(arguments[1]), let total = Int(arguments[2]), let seed = UInt64(arguments[3]) else {
            throw BenchError("what is \(arguments)?")
        }
        let deliverer = try Deliverer(path: arguments[0], total: total)
        try await deliverer.run(port: port, seed: seed)
        try deliverer.close()
    }
}
