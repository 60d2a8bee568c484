/// A prune of the last hours, which the median of the day does not know yet.
///
/// Rises are not looked for: until they have lasted for half a day they may be a burst.
enum RecentDrop {
    /// Standard deviations below the course that are no chance.
    private static let certainty = 4.0
    /// Smaller drops are not worth a correction.
    private static let smallest = 0.02

    /// How far the newest hours lie below what the course expects of them, as a positive share of the capacity; 0 where they do not.
    static func size(_ history: DailyHistory, expected: (Double) -> Double) -> Double {
        let distances = history.recent.map { $0.share - expected(-(Double($0.age) + 0.5) / 24) }
        let deviation = max(history.hourDeviation, 1e-4)
        var best = (certainty: certainty, size: 0.0)
        for count in stride(from: 1, through: distances.count, by: 1) {
            let mean = Statistics.mean(Array(distances.prefix(count))) ?? 0
            let size = -(Statistics.median(Array(distances.prefix(count))) ?? 0)
            let certainty = -mean / deviation * Double(count).squareRoot()
            if certainty >= best.certainty, size >= smallest { best = (certainty, size) }
        }
        return best.size
    }
}
