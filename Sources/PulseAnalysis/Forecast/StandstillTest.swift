/// Asks whether a growth that looks alive may have ended some days ago.
///
/// A date is only worth an alarm if growth still goes on, so the doubt is the forecast's and not the operator's: where "it stood still for the last
/// days" explains the days nearly as well as "it goes on" does, or where only a drop that nobody can see would make both fit, it has stopped.
struct StandstillTest {
    typealias Group = (x: [Double], y: [Double])

    /// By so many squared deviations going on has to be the better explanation: two standard deviations.
    static let doubt = 4.0
    /// Two days are too few to tell.
    private static let shortest = 3

    /// For so many days it may have stood still; nil where growth goes on.
    let days: Int?

    /// Groups are stretches of one slope at levels of their own, in order.
    init(_ groups: [Group], deviation: Double) {
        let inside = Self.trimmed(groups)
        days =
            Self.standing(inside, deviation, isPruned: Self.isPruned(groups, deviation)) ?? Self.jump(inside, deviation)
            ?? Self.unseenDrop(groups, deviation)
    }

    /// Days since a jump that explains the days nearly as well as growth does, with levels that stand still before and behind it.
    private static func jump(_ groups: [Group], _ deviation: Double) -> Int? {
        let going = squares(groups, until: 0)
        let flat = groups.reduce(0) { $0 + squares($1.y[...]) }
        let jumps = groups.compactMap { group in
            Self.jump(in: group.y).map { (days: Int(-group.x[$0.index]) + 1, squares: flat - squares(group.y[...]) + $0.squares) }
        }
        let best = jumps.min { $0.squares < $1.squares }
        return best.flatMap { going - $0.squares > -doubt * deviation * deviation ? $0.days : nil }
    }

    /// The best two levels with a jump between them: the day of the jump, which may be half of one and half of the other and does not count, and the
    /// squared distances of the other days. Nil for fewer than three days.
    static func jump(in values: [Double]) -> (index: Int, squares: Double)? {
        let cuts = stride(from: 1, to: values.count - 1, by: 1)
        return cuts.map { (index: $0, squares: squares(values[..<$0]) + squares(values[($0 + 1)...])) }.min { $0.squares < $1.squares }
    }

    /// Squared distances from the mean.
    private static func squares(_ values: ArraySlice<Double>) -> Double {
        let mean = values.reduce(0, +) / Double(max(1, values.count))
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }

    /// Use visibly fell within the last six days.
    private static func isPruned(_ groups: [Group], _ deviation: Double) -> Bool {
        zip(groups, groups.dropFirst()).contains { before, after in
            let fall = level(before.x.suffix(2), before.y.suffix(2), 0) - level(after.x.prefix(2), after.y.prefix(2), 0)
            return (after.x.first ?? -.infinity) > -6 && fall > max(0.03, 4 * deviation)
        }
    }

    /// Without the days beside jumps, which may be half of one level and half of the other.
    private static func trimmed(_ groups: [Group]) -> [Group] {
        groups.indices.map { index in
            let inside = (index > 0 ? 1 : 0)..<max(index > 0 ? 1 : 0, groups[index].x.count - (index < groups.count - 1 ? 1 : 0))
            return groups[index].x.isEmpty ? groups[index] : (Array(groups[index].x[inside]), Array(groups[index].y[inside]))
        }.filter { !$0.x.isEmpty }
    }

    private static func standing(_ groups: [Group], _ deviation: Double, isPruned: Bool) -> Int? {
        guard let oldest = groups.first?.x.first else { return nil }
        let going = squares(groups, until: 0)
        let longest = min(21, max(shortest, Int(-oldest / 2)))
        // Few days are left beside a fresh prune. There, only ends of growth count that two days of one level bear witness to; elsewhere the lack of a
        // witness is a doubt too.
        let ends = (shortest...longest).filter { days in !isPruned || groups.contains { $0.x.count { $0 > -Double(days) } >= 2 } }
        let best = ends.map { (days: $0, squares: squares(groups, until: -Double($0))) }.min { $0.squares < $1.squares }
        guard let best, going - best.squares > -doubt * deviation * deviation else { return nil }
        return best.days
    }

    /// Squared distances from lines of one slope that end at a day and stand still behind it.
    private static func squares(_ groups: [Group], until end: Double) -> Double {
        var (xx, xy, yy) = (0.0, 0.0, 0.0)
        for group in groups {
            let x = group.x.map { min($0, end) }
            let (middleX, middleY) = (Statistics.mean(x) ?? 0, Statistics.mean(group.y) ?? 0)
            for (place, value) in zip(x, group.y) {
                xx += (place - middleX) * (place - middleX)
                xy += (place - middleX) * (value - middleY)
                yy += (value - middleY) * (value - middleY)
            }
        }
        return xx > 0 ? max(0, yy - xy * xy / xx) : yy
    }

    /// Days since the newest days, too few for a slope of their own, lie below the line of the stretch before without being below its last days: that
    /// is growth that stopped, and not a prune.
    private static func unseenDrop(_ groups: [Group], _ deviation: Double) -> Int? {
        guard let sloped = groups.lastIndex(where: { $0.x.count >= PiecewiseLines.shortestWithSlope }), sloped < groups.count - 1,
            groups[(sloped + 1)...].reduce(0, { $0 + $1.x.count }) >= 2,
            let slope = TheilSenLine(groups: groups)?.slope
        else { return nil }
        let (before, tail) = (groups[sloped], groups[(sloped + 1)...])
        let step = level(tail.flatMap(\.x), tail.flatMap(\.y), slope) - level(before.x, before.y, slope)
        let seen = level(before.x.suffix(2), before.y.suffix(2), 0) - level(tail.flatMap(\.x), tail.flatMap(\.y), 0)
        return step < 0 && seen < 2 * deviation ? tail.first?.x.first.map { Int(-$0) + 1 } : nil
    }

    private static func level(_ x: some Sequence<Double>, _ y: some Sequence<Double>, _ slope: Double) -> Double {
        Statistics.median(zip(x, y).map { $1 - slope * $0 }) ?? 0
    }
}
