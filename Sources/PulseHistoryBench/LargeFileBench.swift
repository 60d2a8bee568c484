import Foundation
import PulseCore
import PulseEvaluation
import PulseHistory
import PulseStorage
import Synchronization

/// What a large file costs: until the first answer after a start, and in log while it is copied.
struct LargeFileBench {
    let bench: HistoryBench

    private static let guests = 10_000

    func measure(bytes: Int64, _ table: inout Table) throws {
        try bench.inFolder { folder in
            let path = "\(folder)/metrics.db"
            let made = try MadeStore.large(bench, path: path, guests: Self.guests, bytes: bytes)
            try made.store.close()
            let size = Double(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64 ?? 0) / 1e9
            let what = "\(Row.short(size)) GB, 10,000 guests of 12 series"
            let end = "\(made.stored.upperBound)"
            forgetCached(path)
            let cold = try BenchChild.measure(.open, path, end)
            let warm = try BenchChild.measure(.open, path, end)
            table.add(Row("start to first answer, \(what)", n: "not cached", figure: cold[0], unit: "ms", below: 1000, baseline: nil, baselineIs: ""))
            table.add(Row("  the same once more", n: "cached", figure: warm[0], unit: "ms", below: nil, baseline: nil, baselineIs: ""))
            table.add(Row("  RssAnon then", n: "120,000 series", figure: warm[1], unit: "MiB", below: nil, baseline: nil, baselineIs: ""))
            try backUp(path, to: "\(folder)/copy.db", made, what, &table)
        }
    }

    /// In a process of its own.
    func opened(_ path: String, until end: Int64) async throws -> [Double] {
        let key = SyntheticSeries.estate([.cpu], guests: 1, seed: bench.seed)[0].key
        guard let query = HistoryQuery([key], from: Timestamp(seconds: end - 86_400), to: Timestamp(seconds: end), step: 120) else { return [] }
        let began = ProcessFigures.elapsed
        let store = try HistoryStore(path: path)
        let points = try await store.read(query)[0].points.count
        let (milliseconds, memory) = ((ProcessFigures.elapsed - began) * 1000, ProcessFigures.anonymous)
        try store.close()
        guard points > 0 else { throw BenchError("the first chart had no points") }
        return [milliseconds, memory]
    }

    /// Ticks are written one after the other without a pause while the file is copied.
    private func backUp(_ path: String, to copy: String, _ made: MadeStore, _ what: String, _ table: inout Table) throws {
        let store = try HistoryStore(path: path)
        // The series of 170 guests.
        let prepared = made.keys.prefix(2040)
        let isOver = Mutex(false)
        let (done, began) = (DispatchSemaphore(value: 0), ProcessFigures.elapsed)
        let failure = Mutex<(any Error)?>(nil)
        Thread.detachNewThread {
            do { try store.backUp(to: copy) } catch { failure.withLock { $0 = error } }
            isOver.withLock { $0 = true }
            done.signal()
        }
        var (ticks, largest) = (Int64(0), Int64(0))
        while !isOver.withLock({ $0 }) {
            let at = Timestamp(seconds: made.stored.upperBound + ticks * HistoryBench.interval)
            try store.append(prepared.compactMap { Sample($0, at: at, value: Double(ticks % 100) / 100) }, at: at)
            ticks += 1
            largest = max(largest, try HistoryStatistics(of: store).size.log)
        }
        done.wait()
        if let failure = failure.withLock({ $0 }) { throw failure }
        let seconds = ProcessFigures.elapsed - began
        try store.close()
        try FileManager.default.removeItem(atPath: copy)
        table.add(
            Row(
                "log while it is copied, at most", n: "\(ticks) ticks in \(Int(seconds)) s", figure: Double(largest) / 1_048_576, unit: "MiB",
                below: 64, baseline: nil, baselineIs: ""))
    }

    /// So that the next who opens the file reads it from the disk.
    private func forgetCached(_ path: String) {
        let descriptor = open(path, O_RDONLY)
        fsync(descriptor)
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
        close(descriptor)
    }
}
