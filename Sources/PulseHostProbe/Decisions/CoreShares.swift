import PulseCore

/// How busy each processor was between two samples.
enum CoreShares {
    static func parts(from last: [CoreTimes], to next: [CoreTimes], at now: Timestamp) -> [PartFigure] {
        let before = Dictionary(last.map { ($0.number, $0.times) }) { first, _ in first }
        return next.prefix(PartLimits.cores).compactMap { core in
            guard let last = before[core.number], let share = ProcessorShares(from: last, to: core.times, at: now).busy.value else { return nil }
            return PartFigure(.cpu, part: "core \(core.number)", share)
        }
    }
}
