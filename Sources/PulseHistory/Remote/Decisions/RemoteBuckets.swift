import PulseCore

/// Makes the points of a chart of what an engine says about each step: least, average, greatest and count, as four series.
///
/// Unlike `Buckets` it does not see the samples, only how many there were in each step. So it knows of a pause when it leaves steps empty, and
/// the usual distance from the counts.
struct RemoteBuckets {
    /// The four numbers of a point, by the name of the label that tells them apart in an answer.
    enum Fold: String, CaseIterable {
        case least, average, greatest, count

        /// How it is asked for. Series that differ in labels which are none of ours become one.
        var expression: (outer: String, inner: String) {
            switch self {
            case .least: ("min", "min_over_time")
            case .average: ("avg", "avg_over_time")
            case .greatest: ("max", "max_over_time")
            case .count: ("max", "count_over_time")
            }
        }
    }

    private struct Bucket {
        var folds: [Double?] = [nil, nil, nil, nil]

        /// Nil unless all of it is there and can be true.
        var values: HistoryPoint.Values? {
            guard let least = folds[0], let average = folds[1], let greatest = folds[2], let count = folds[3], least <= greatest,
                let whole = Int64(exactly: count.rounded()), whole > 0
            else { return nil }
            // Sums of floating-point numbers may carry the average a little out of what was measured.
            return .init(least: least, average: max(least, min(greatest, average)), greatest: greatest, count: whole)
        }
    }

    /// As in `Buckets`.
    private static let patience: Int64 = 3

    private let step: Int64
    private var buckets: [Int64: Bucket] = [:]

    init(step: Int64) { self.step = step }

    /// - Parameter start: of the step, seconds.
    mutating func add(_ fold: Fold, _ value: Double, start: Int64) {
        guard let index = Fold.allCases.firstIndex(of: fold) else { return }
        buckets[start, default: Bucket()].folds[index] = value
    }

    func history(of key: SeriesKey) -> SeriesHistory {
        let filled = buckets.compactMap { start, bucket in bucket.values.map { (start: start, values: $0) } }.sorted { $0.start < $1.start }
        let cadence = cadence(filled.map { ($0.start, $0.values.count) })
        var points: [HistoryPoint] = []
        var before: Int64?
        for (start, values) in filled {
            if let before, start - before - step >= Self.patience * (cadence ?? step), start - before > step {
                points.append(HistoryPoint(start: Timestamp(seconds: before + step), values: nil))
            }
            points.append(HistoryPoint(start: Timestamp(seconds: start), values: values))
            before = start
        }
        return SeriesHistory(key: key, cadence: cadence, tiers: points.isEmpty ? [] : [.raw], points: points)
    }

    /// An estimate: from one filled step to the next so many samples went by in so much time. The densest quarter says what is usual when nothing
    /// is missing, those like it how much exactly; steps with a pause in them, or begun or left in the middle, are not like it.
    private func cadence(_ steps: [(start: Int64, count: Int64)]) -> Int64? {
        let spans = zip(steps.dropFirst(), steps).map { (seconds: Double($0.start - $1.start), count: Double($1.count)) }
        let distances = spans.map { $0.seconds / $0.count }.sorted()
        guard !distances.isEmpty else { return nil }
        let usual = distances[(distances.count - 1) / 4]
        if distances.count(where: { $0 == usual }) * 4 >= distances.count * 3 { return max(1, Int64(usual.rounded())) }
        // With few samples in a step, one more or less is much.
        let spread = Double(step) / usual >= 3 ? 1.25 : 2
        let alike = spans.filter { $0.seconds / $0.count >= usual / spread && $0.seconds / $0.count <= usual * spread }
        let exact = alike.reduce(0) { $0 + $1.seconds } / alike.reduce(0) { $0 + $1.count }
        return max(1, Int64(exact.rounded()))
    }
}
