/// Brings samples of one series from several places into one order.
enum SampleMerge {
    /// - Parameter parts: in the order of writing. Where a second occurs twice, the later written sample counts.
    static func merged(_ parts: [RawChunk]) -> RawChunk {
        guard parts.count > 1 || !isOrdered(parts.first?.times ?? []) else { return parts.first ?? RawChunk(times: [], quanta: []) }
        let times = parts.flatMap(\.times)
        let quanta = parts.flatMap(\.quanta)
        guard !isOrdered(times) else { return RawChunk(times: times, quanta: quanta) }
        return sorted(times, quanta)
    }

    private static func sorted(_ times: [Int64], _ quanta: [Int64]) -> RawChunk {
        // Later ones last among equals, so that they overwrite.
        let order = times.indices.sorted { times[$0] == times[$1] ? $0 < $1 : times[$0] < times[$1] }
        var merged = RawChunk(times: [], quanta: [])
        merged.times.reserveCapacity(times.count)
        merged.quanta.reserveCapacity(times.count)
        for index in order {
            if merged.times.last == times[index] {
                merged.quanta[merged.quanta.count - 1] = quanta[index]
            } else {
                merged.times.append(times[index])
                merged.quanta.append(quanta[index])
            }
        }
        return merged
    }

    private static func isOrdered(_ times: [Int64]) -> Bool {
        for index in times.indices.dropFirst() where times[index] <= times[index - 1] { return false }
        return true
    }

    /// Cuts at the boundaries of raw chunks.
    static func cut(_ samples: RawChunk) -> [RawChunk] {
        var parts: [RawChunk] = []
        var period: Int64?
        for (time, quanta) in zip(samples.times, samples.quanta) {
            let own = RollUp.floor(time, to: Tier.raw.chunkSpan)
            if own != period {
                period = own
                parts.append(RawChunk(times: [], quanta: []))
            }
            parts[parts.count - 1].times.append(time)
            parts[parts.count - 1].quanta.append(quanta)
        }
        return parts
    }
}
