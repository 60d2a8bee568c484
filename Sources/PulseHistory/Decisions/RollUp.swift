import PulseCore

/// From samples to minutes, and from minutes to hours: least, average, greatest, count.
enum RollUp {
    /// - Parameter chunk: times ascending, each once.
    static func records(of chunk: RawChunk, tier: Tier, _ precision: Precision) -> [SummaryRecord] {
        let quantiser = Quantiser(precision)
        var records: [SummaryRecord] = []
        var sum = 0.0
        for (time, quanta) in zip(chunk.times, chunk.quanta) {
            let start = period(time, tier)
            if records.last?.start != start {
                close(&records, sum, quantiser)
                sum = 0
                records.append(SummaryRecord(start: start, least: quanta, average: quanta, greatest: quanta, count: 0))
            }
            let last = records.count - 1
            records[last].least = min(records[last].least, quanta)
            records[last].greatest = max(records[last].greatest, quanta)
            records[last].count += 1
            sum += quantiser.value(quanta)
        }
        close(&records, sum, quantiser)
        return records
    }

    /// - Parameter finer: in any order; several of the same period count together.
    static func records(of finer: [SummaryRecord], tier: Tier, _ precision: Precision) -> [SummaryRecord] {
        let quantiser = Quantiser(precision)
        var records: [SummaryRecord] = []
        var sum = 0.0
        for record in finer.sorted(by: { $0.start < $1.start }) {
            let start = period(record.start, tier)
            if records.last?.start != start {
                close(&records, sum, quantiser)
                sum = 0
                records.append(SummaryRecord(start: start, least: record.least, average: 0, greatest: record.greatest, count: 0))
            }
            let last = records.count - 1
            records[last].least = min(records[last].least, record.least)
            records[last].greatest = max(records[last].greatest, record.greatest)
            records[last].count += record.count
            sum += quantiser.value(record.average) * Double(record.count)
        }
        close(&records, sum, quantiser)
        return records
    }

    private static func close(_ records: inout [SummaryRecord], _ sum: Double, _ quantiser: Quantiser) {
        guard let record = records.last else { return }
        // Rounding must not carry the average out of what was measured.
        let average = quantiser.quanta(sum / Double(record.count))
        records[records.count - 1].average = max(record.least, min(record.greatest, average))
    }

    private static func period(_ time: Int64, _ tier: Tier) -> Int64 { floor(time, to: tier.span) }

    static func floor(_ time: Int64, to span: Int64) -> Int64 {
        let rest = time % span
        return time - (rest < 0 ? rest + span : rest)
    }
}
