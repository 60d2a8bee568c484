import PulseCore

/// Gathers samples and summaries of one series into the points of a chart. Least and greatest are always those of the samples.
struct Buckets {
    private struct Bucket {
        /// In quanta, whose order is that of the values.
        var least = Int64.max
        var greatest = Int64.min
        var sum = 0.0
        var count: Int64 = 0
        /// Times of the first and the last sample, seconds; of a summary the ends of its period.
        var first = Int64.max
        var last = Int64.min
        /// Of what is in it, seconds.
        var cadence: Int64 = 0

        @inline(__always)
        mutating func note(
            _ first: Int64, _ last: Int64, _ least: Int64, _ greatest: Int64, _ average: Double, _ count: Int64, _ cadence: Int64
        ) {
            self.least = min(self.least, least)
            self.greatest = max(self.greatest, greatest)
            sum += average * Double(count)
            self.count += count
            self.first = min(self.first, first)
            self.last = max(self.last, last)
            self.cadence = max(self.cadence, cadence)
        }
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
        var isUsed = false
        for (time, quanta) in zip(samples.times, samples.quanta) where time >= from && time < to {
            isUsed = true
            buckets[Int((time - from) / step)].note(time, time, quanta, quanta, quantiser.value(quanta), 1, cadence ?? 0)
        }
        if isUsed { tiers.insert(.raw) }
    }

    /// - Parameter parts: of chunks, each ascending. A period may be in several of them: late samples were condensed later.
    mutating func add(_ parts: [[SummaryRecord]], _ tier: Tier) {
        guard !parts.isEmpty else { return }
        let cadence = max(tier.span, Self.usualDistance(Self.newest(parts)) ?? 0)
        self.cadence = self.cadence ?? cadence
        var isUsed = false
        // Many records in a row are of one point: the division is made once for them.
        var (index, end) = (0, from)
        for record in parts.joined() where record.start + tier.span > from && record.start < to {
            isUsed = true
            let first = max(record.start, from)
            if first >= end || first < end - step {
                index = Int((first - from) / step)
                end = from + Int64(index + 1) * step
            }
            buckets[index].note(
                first, record.start + tier.span - 1, record.least, record.greatest, quantiser.value(record.average), record.count, cadence)
        }
        if isUsed { tiers.insert(tier) }
    }

    /// - Parameter days: hours of the minute tier, each day ascending. The steps of the chart are whole hours.
    mutating func add(_ days: [[HourDigest]]) {
        guard !days.isEmpty else { return }
        let cadence = max(Tier.minute.span, Self.usualDistance(days) ?? 0)
        self.cadence = self.cadence ?? cadence
        for hour in days.joined() where hour.record.start >= from && hour.record.start < to {
            tiers.insert(.minute)
            buckets[Int((hour.record.start - from) / step)].note(
                hour.first, hour.last + Tier.minute.span - 1, hour.record.least, hour.record.greatest, quantiser.value(hour.record.average),
                hour.record.count, cadence)
        }
    }

    /// The median of what lies between the minutes of the newest two days, seconds; nil when no hour has two of them.
    private static func usualDistance(_ days: [[HourDigest]]) -> Int64? {
        let newest = days.sorted { ($0.last?.last ?? 0) < ($1.last?.last ?? 0) }.suffix(2).joined()
        let distances = newest.filter { $0.minutes > 1 }.map { ($0.last - $0.first) / ($0.minutes - 1) }.sorted()
        return distances.isEmpty ? nil : distances[distances.count / 2]
    }

    /// When the periods of the newest chunks begin; of two, since the newest may have hardly begun.
    private static func newest(_ parts: [[SummaryRecord]]) -> [Int64] {
        let newest = parts.sorted { ($0.last?.start ?? 0) < ($1.last?.start ?? 0) }.suffix(2).joined().map(\.start).sorted()
        return newest.indices.filter { $0 == 0 || newest[$0] != newest[$0 - 1] }.map { newest[$0] }
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
        let (least, greatest) = (quantiser.value(bucket.least), quantiser.value(bucket.greatest))
        return .init(least: least, average: max(least, min(greatest, average)), greatest: greatest, count: bucket.count)
    }

    /// The median distance of up to a thousand neighbours, seconds; nil for fewer than two times.
    static func usualDistance(_ times: [Int64]) -> Int64? {
        guard times.count > 1 else { return nil }
        let sample = times.suffix(1001)
        let distances = zip(sample.dropFirst(), sample).map { $0 - $1 }.sorted()
        return distances[distances.count / 2]
    }
}
