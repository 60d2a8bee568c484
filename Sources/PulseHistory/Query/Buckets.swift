import PulseCore

/// Gathers samples and summaries of one series into the points of a chart. Least and greatest are always those of the samples.
struct Buckets {
    private struct Bucket {
        var least = Double.infinity
        var greatest = -Double.infinity
        var sum = 0.0
        var count: Int64 = 0
        /// Times of the first and the last sample, seconds; of a summary the ends of its period.
        var first = Int64.max
        var last = Int64.min
        /// Of what is in it, seconds.
        var cadence: Int64 = 0
    }

    /// A pause this many times the usual distance is a gap: one missed answer is not.
    private static let patience: Int64 = 3

    private let from: Int64
    private let to: Int64
    private let step: Int64
    private let quantiser: Quantiser
    private var buckets: [Bucket]
    private(set) var tiers: Set<Tier> = []
    /// How far apart the newest kind of data usually is, seconds; nil when there is too little to say.
    private(set) var cadence: Int64?

    init(_ query: HistoryQuery, _ quantiser: Quantiser) {
        step = query.step
        from = RollUp.floor(query.from.seconds, to: query.step)
        to = query.to.seconds + (query.to.milliseconds % 1000 > 0 ? 1 : 0)
        self.quantiser = quantiser
        buckets = Array(repeating: Bucket(), count: Int(max(1, (to - from + step - 1) / step)))
    }

    /// - Parameter samples: ascending, each second once.
    mutating func add(_ samples: RawChunk) {
        guard !samples.times.isEmpty else { return }
        let cadence = Self.usualDistance(samples.times)
        self.cadence = cadence ?? self.cadence
        for (time, quanta) in zip(samples.times, samples.quanta) where time >= from && time < to {
            tiers.insert(.raw)
            let value = quantiser.value(quanta)
            note(time, time, value, value, value, 1, cadence ?? 0)
        }
    }

    /// - Parameter records: ascending, each period once.
    mutating func add(_ records: [SummaryRecord], _ tier: Tier) {
        let cadence = max(tier.span, Self.usualDistance(records.map(\.start)) ?? 0)
        self.cadence = self.cadence ?? cadence
        for record in records where record.start + tier.span > from && record.start < to {
            tiers.insert(tier)
            note(
                max(record.start, from), record.start + tier.span - 1, quantiser.value(record.least), quantiser.value(record.average),
                quantiser.value(record.greatest), record.count, cadence)
        }
    }

    private mutating func note(
        _ first: Int64, _ last: Int64, _ least: Double, _ average: Double, _ greatest: Double, _ count: Int64, _ cadence: Int64
    ) {
        let index = Int((first - from) / step)
        buckets[index].least = min(buckets[index].least, least)
        buckets[index].greatest = max(buckets[index].greatest, greatest)
        buckets[index].sum += average * Double(count)
        buckets[index].count += count
        buckets[index].first = min(buckets[index].first, first)
        buckets[index].last = max(buckets[index].last, last)
        buckets[index].cadence = max(buckets[index].cadence, cadence)
    }

    /// - Returns: the points with something in them, and a point without values behind each one that a gap follows.
    func points() -> [HistoryPoint] {
        var points: [HistoryPoint] = []
        var before: Bucket?
        for (index, bucket) in buckets.enumerated() where bucket.count > 0 {
            if let before, isGap(before, bucket) { points.append(HistoryPoint(start: gapStart(before), values: nil)) }
            points.append(HistoryPoint(start: Timestamp(seconds: from + Int64(index) * step), values: values(bucket)))
            before = bucket
        }
        return points
    }

    private func isGap(_ before: Bucket, _ after: Bucket) -> Bool {
        let usual = max(before.cadence, after.cadence)
        // Of a single sample nobody knows what is usual: the step of the chart has to do.
        return after.first - before.last > Self.patience * max(usual > 0 ? usual : step, 1) && gapStart(before).seconds < after.first
    }

    private func gapStart(_ before: Bucket) -> Timestamp {
        Timestamp(seconds: RollUp.floor(before.last, to: step) + step)
    }

    private func values(_ bucket: Bucket) -> HistoryPoint.Values {
        let average = bucket.sum / Double(bucket.count)
        return .init(
            least: bucket.least, average: max(bucket.least, min(bucket.greatest, average)), greatest: bucket.greatest, count: bucket.count)
    }

    /// The median distance of up to a thousand neighbours, seconds; nil for fewer than two times.
    static func usualDistance(_ times: [Int64]) -> Int64? {
        guard times.count > 1 else { return nil }
        let sample = times.suffix(1001)
        let distances = zip(sample.dropFirst(), sample).map { $0 - $1 }.sorted()
        return distances[distances.count / 2]
    }
}
