import Foundation
import PulseAgentProtocol
import PulseAgentRuntime
import PulseCore
import PulseEvaluation

/// What a day without a server costs the disk of a machine with 50 containers, and how fast it is read again.
struct SpoolBench: Sendable {
    private static let reports = 8_640
    private static let containers = 50
    private let clock = ContinuousClock()

    func measure(_ table: inout Table) throws {
        let path = NSTemporaryDirectory() + "/pulse-bench-spool-\(ProcessInfo.processInfo.processIdentifier)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        var spool = try Spool(folder: StateFolder(path), newRun: "bench")
        try spool.spill()
        var bytes = 0
        var figures = MovingFigures()
        for sequence in 1...UInt64(Self.reports) {
            let report = try EncodedReport(figures.report(sequence, containers: Self.containers))
            bytes += report.json.count
            try spool.append(report)
        }
        let onDisk = spool.bytesOnDisk
        let began = clock.now
        var read = 0
        while !spool.isEmpty {
            let batch = try spool.oldest(bytes: 4 << 20)
            read += batch.count
            try spool.forget(through: batch.last?.sequence ?? 0)
        }
        let seconds = (clock.now - began).seconds
        let n = "\(read) of \(Self.reports) reports"
        table.add(
            Row(
                "agent: a day without the server, host and \(Self.containers) containers at 10 s, on disk", n: n, figure: Double(onDisk) / 1e6,
                unit: "MB",
                below: 20, baseline: Double(bytes) / 1e6, baselineIs: "not packed"))
        table.add(
            Row(
                "  reports lost", n: n, figure: Double(Self.reports - read) + Double(spool.lostReports), unit: "", below: 1, baseline: nil,
                baselineIs: ""))
        table.add(Row("  reading it all", n: n, figure: seconds, unit: "s", below: 60, baseline: nil, baselineIs: ""))
    }
}

/// Figures that move as those of a machine do: most a little, some not at all.
private struct MovingFigures {
    private var state: UInt64 = 7
    private var levels: [Double] = []

    private mutating func next() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 40) / Double(1 << 24)
    }

    mutating func report(_ sequence: UInt64, containers: Int) -> AgentReport {
        var report = AgentReport(sequence: sequence, measuredAt: Timestamp(seconds: 1_700_000_000 + Int64(sequence) * 10), base: 1, version: 1)
        var host = ObjectFigures(ObjectKey(.host))
        for metric in [Metric.cpu, .ioWait, .load1, .memoryPressure, .ioPressure] {
            host.values[metric] = .value((next() * 10_000).rounded() / 10_000)
        }
        for metric in [Metric.memoryUsed, .networkIn, .networkOut, .diskRead, .diskWrite] { host.values[metric] = .value((next() * 1e8).rounded()) }
        host.parts = (0..<8).map { PartFigure(.cpu, part: "core \($0)", (next() * 10_000).rounded() / 10_000) }
        report.figures = [host]
        if levels.isEmpty { levels = (0..<containers).map { _ in (next() * 1e9).rounded() } }
        for number in 0..<containers {
            // Half of them do nothing most of the time.
            let isBusy = number % 2 == 0 || next() < 0.1
            if isBusy { levels[number] = (levels[number] * (0.99 + next() / 50)).rounded() }
            var figures = ObjectFigures(ObjectKey(.container, "project-\(number / 5)", "service-\(number)"))
            figures.values = [
                .cpu: .value(isBusy ? (next() * 1_000).rounded() / 10_000 : 0), .memoryUsed: .value(levels[number]),
                .memoryTotal: .value(17_179_869_184),
                .networkIn: .value(isBusy ? (next() * 1e5).rounded() : 0), .networkOut: .value(isBusy ? (next() * 1e5).rounded() : 0),
                .diskRead: .value(0), .diskWrite: .value(isBusy ? (next() * 1e4).rounded() : 0), .processes: .value(12), .restarts: .value(0),
            ]
            report.figures.append(figures)
        }
        return report
    }
}
