/// Asks whether a growth that looks alive may have ended some days ago.
///
/// A date is only worth an alarm if growth still goes on, so the doubt is the forecast's and not the operator's: where "it stood still for the last
/// days" explains the days as well as "it goes on" does, or where only a drop that nobody can see would make both fit, it has stopped.
struct StandstillTest {
    typealias Group = (x: [Double], y: [Double])

    /// By so many squared deviations going on has to be the better explanation.
    private static let doubt = 1.0
    /// Two days are too few to tell.
    private static let shortest = 3

    /// For so many days it may have stood still; nil where growth goes on.
    let days: Int?

    /// Groups are stretches of one slope at levels of their own, in order.
    init(_ groups: [Group], deviation: Double) {
        days = Self.standing(groups, deviation) ?? Self.unseenDrop(groups, deviation)
    }

    private static func standing(_ groups: [Group], _ deviation: Double) -> Int? {
        guard let oldest = groups.first?.x.first else { return nil }
        let going = squares(groups, until: 0)
        let longest = min(21, max(shortest, Int(-oldest / 2)))
        let best = (shortest...longest).map { (days: $0, squares: squares(groups, until: -Double($0))) }.min { $0.squares < $1.squares }
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

    /// Days since a stretch began below the line of the one before it without being below the last days of that: growth that stopped, not a prune.
    private static func unseenDrop(_ groups: [Group], _ deviation: Double) -> Int? {
        guard groups.count > 1, let last = groups.last, let begin = last.x.first, let line = TheilSenLine(groups: groups) else { return nil }
        let before = groups[groups.count - 2]
        let expected = Statistics.median(zip(before.x, before.y).map { $1 - line.slope * $0 }) ?? 0
        let step = (Statistics.median(zip(last.x, last.y).map { $1 - line.slope * $0 }) ?? 0) - expected
        let seen = (Statistics.median(Array(before.y.suffix(2))) ?? 0) - (Statistics.median(Array(last.y.prefix(2))) ?? 0)
        return step < 0 && seen < 2 * deviation ? Int(-begin) + 1 : nil
    }
}
