import Foundation
import PulseCore
import PulseEvaluation
import PulseHistory
import PulseTestPrograms

extension HistoryBench {
    /// The day of noisy series that `size` measures in the engines that are installed, each after it has written everything into its files. They
    /// keep every digit of what was measured, where the store keeps what the errors of the design allow.
    ///
    /// - Parameter ours: bytes a sample.
    func engines(_ ours: Double, guests: Int, hours: Int64, _ table: inout Table) async throws {
        for engine in MeasuredEngine.all {
            let name = "  the same beside \(engine.name)"
            guard engine.program.isInstalled else {
                table.add(Row(name, n: "-", "\(Row.short(ours)) B/sample", baseline: "\(engine.name) is not installed"))
                continue
            }
            let samples = Double(guests * SyntheticSeries.noisy.count) * Double(hours * 3600 / Self.interval)
            let bytes = try await engine.size { try await feed($0, guests: guests, hours: hours) }
            table.add(
                Row(
                    name, n: "\(Int(samples))", figure: ours, unit: "B/sample", below: nil, baseline: Double(bytes) / samples,
                    baselineIs: "\(engine.name), every digit"))
        }
    }

    /// The same values, with times that end now: engines do not take every time.
    private func feed(_ writer: RemoteWriter, guests: Int, hours: Int64) async throws {
        var estate = SyntheticSeries.estate(SyntheticSeries.noisy, guests: guests, seed: seed)
        let shift = (Int64(time(nil)) - hours * 3600) / 60 * 60 - Self.midnight
        for minute in stride(from: Self.midnight, to: Self.midnight + hours * 3600, by: 60) {
            var batch: [Sample] = []
            for second in stride(from: minute, to: minute + 60, by: Int(Self.interval)) {
                let at = Timestamp(seconds: second + shift)
                batch += estate.indices.compactMap { Sample(estate[$0].key, at: at, value: estate[$0].next(at: second)) }
            }
            try writer.append(batch, at: Timestamp(seconds: minute + shift + 60))
            while writer.health.queuedBatches > 100 { try await Task.sleep(for: .milliseconds(5)) }
        }
        for _ in 0..<6000 where writer.health.queuedBatches > 0 { try await Task.sleep(for: .milliseconds(10)) }
        let health = writer.health
        guard health.queuedBatches == 0, health.refusedSamples == 0 else {
            throw BenchError("not all samples arrived: \(health.refusedSamples) refused, \(health.queuedBatches) batches wait")
        }
    }
}
