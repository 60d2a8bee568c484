package import PulseCore
import Synchronization

/// The last minutes of everything in memory, where there is no file beside the server that they could be read from.
///
/// 240 bytes per series of ``RecentMinutes/metrics``: 8 MiB for 5,000 guests. It is empty after a start, and fills within minutes.
package final class RecentSamples: HistoryWriter, RecentReader, Sendable {
    private let ring = Mutex(RecentRing())

    package init() {}

    package func append(_ samples: [Sample], at now: Timestamp) { ring.withLock { $0.add(samples, at: now) } }

    package func recent(_ metrics: [Metric], at now: Timestamp) -> RecentMinutes {
        let ring = ring.withLock { $0 }
        return ring.minutes(metrics, at: now)
    }
}

/// One number per step and series, the newest ``RecentMinutes/points`` steps.
struct RecentRing {
    private struct Track {
        /// In steps since 1970.
        var newest: Int64
        /// By step modulo their number.
        var values = [Float](repeating: .nan, count: RecentMinutes.points)

        mutating func put(_ value: Float, in step: Int64) {
            guard step > newest - Int64(RecentMinutes.points) else { return }
            // What was skipped is unknown, not what it was a round ago.
            for skipped in max(newest + 1, step - Int64(RecentMinutes.points) + 1)..<max(newest + 1, step) { self[skipped] = .nan }
            newest = max(newest, step)
            self[step] = value
        }

        subscript(step: Int64) -> Float {
            get { values[Int(step % Int64(RecentMinutes.points))] }
            set { values[Int(step % Int64(RecentMinutes.points))] = newValue }
        }
    }

    private var tracks: [ResourceID: [Metric: Track]] = [:]
    private var cleaned: Int64 = 0
    private static let metrics = Set(RecentMinutes.metrics)

    mutating func add(_ samples: [Sample], at now: Timestamp) {
        for sample in samples where sample.key.part.isEmpty && Self.metrics.contains(sample.key.metric) && sample.at.seconds > 0 {
            let step = sample.at.seconds / RecentMinutes.step
            guard sample.at <= now + .seconds(SampleGate.tolerance) else { continue }
            tracks[sample.key.resource, default: [:]][sample.key.metric, default: Track(newest: step)].put(Float(sample.value), in: step)
        }
        let round = now.seconds / RecentMinutes.step / Int64(RecentMinutes.points)
        if round != cleaned { forget(before: now.seconds / RecentMinutes.step - Int64(RecentMinutes.points)) }
        cleaned = round
    }

    private mutating func forget(before step: Int64) {
        tracks = tracks.mapValues { $0.filter { $0.value.newest >= step } }.filter { !$0.value.isEmpty }
    }

    func minutes(_ metrics: [Metric], at now: Timestamp) -> RecentMinutes {
        var minutes = RecentMinutes(endingAt: now)
        for (resource, byMetric) in tracks {
            for metric in metrics {
                guard let track = byMetric[metric] else { continue }
                let oldest = track.newest - Int64(RecentMinutes.points) + 1
                for step in oldest...track.newest where !track[step].isNaN {
                    minutes.note(resource, metric, at: step * RecentMinutes.step, track[step])
                }
            }
        }
        minutes.hold([.diskUsed])
        return minutes
    }
}
