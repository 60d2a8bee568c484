/// The ways in which disks are used that forecasts have to tell apart.
package enum DiskFamily: String, CaseIterable, Sendable {
    case flat
    case linear
    case sawDaily = "saw daily"
    case sawWeekly = "saw weekly"
    case step
    case prune
    case plateau
    case burst
    case accelerating

    /// Families of which no case may be called filling within 30 days without truth.
    package static let strict: Set<DiskFamily> = [.step, .prune, .plateau]

    /// Draws a curve for so many days of history.
    package func curve(days: Double, _ random: inout SeededRandom) -> DiskCurve {
        switch self {
        case .flat: DiskCurve(level: random.uniform(0.1...0.97))
        case .linear: Self.growing(days, &random)
        case .sawDaily: Self.saw(1, random.uniform(0.05...0.2), days, &random)
        case .sawWeekly: Self.saw(7, random.uniform(0.05...0.3), days, &random)
        case .step: Self.stepped(days, &random)
        case .prune: Self.pruned(days, &random)
        case .plateau: Self.levelledOff(days, &random)
        case .burst: Self.bursting(days, &random)
        case .accelerating: Self.accelerating(days, &random)
        }
    }

    /// Full in 3 to 200 days, if the history did not begin below nothing for that.
    private static func growing(_ days: Double, room: Double = 0, _ random: inout SeededRandom) -> DiskCurve {
        let level = random.uniform(0.3...0.95)
        let wanted = (1 - level) / random.logUniform(3...200)
        return DiskCurve(level: level, slope: min(wanted, max(0, level - room - 0.02) / days))
    }

    /// Half of the saws stand on a level, half on growth.
    private static func saw(_ period: Double, _ height: Double, _ days: Double, _ random: inout SeededRandom) -> DiskCurve {
        var curve = DiskCurve(level: random.uniform(0.15...(0.97 - height)))
        if random.chance(0.5) {
            curve.slope = min((1 - height - curve.level) / random.logUniform(5...200), (curve.level - 0.02) / days)
        }
        curve.saw = .init(height: height, period: period, phase: random.unit())
        return curve
    }

    private static func stepped(_ days: Double, _ random: inout SeededRandom) -> DiskCurve {
        let size = random.uniform(0.05...0.4)
        var curve = DiskCurve(level: random.uniform((size + 0.05)...0.97))
        curve.steps = [.init(day: -random.uniform(0.05...(days - 0.5)), size: size)]
        return curve
    }

    /// Growth with one or two prunes; the growth goes on behind them.
    private static func pruned(_ days: Double, _ random: inout SeededRandom) -> DiskCurve {
        let sizes = (0..<random.whole(1...2)).map { _ in random.uniform(0.05...0.4) }
        var curve = growing(days, &random)
        curve.steps = sizes.map { .init(day: -random.uniform(0.05...(days - 0.5)), size: -$0) }
        // Before a prune it cannot have been fuller than full: the sizes shrink until it was not.
        while curve.peak(days) > 0.99 { for index in curve.steps.indices { curve.steps[index].size *= 0.9 } }
        for index in curve.steps.indices where curve.steps[index].size > -0.05 { curve.level -= 0.05; curve.steps[index].size = -0.05 }
        return curve
    }

    private static func levelledOff(_ days: Double, _ random: inout SeededRandom) -> DiskCurve {
        let level = random.uniform(0.4...0.97)
        let flat = random.uniform(3...(days - 4))
        var curve = DiskCurve(level: level, slope: min(level - 0.02, random.uniform(0.05...0.4)) / (days - flat))
        curve.plateauFrom = -flat
        return curve
    }

    private static func bursting(_ days: Double, _ random: inout SeededRandom) -> DiskCurve {
        var curve = DiskCurve(level: random.uniform(0.1...0.9))
        curve.bursts = (0..<random.whole(1...3)).map { _ in
            let begin = -random.uniform(0.05...(days - 0.5))
            return .init(days: begin...(begin + random.uniform(1...36) / 24), size: random.uniform(0.05...0.4))
        }
        return curve
    }

    private static func accelerating(_ days: Double, _ random: inout SeededRandom) -> DiskCurve {
        let level = random.uniform(0.4...0.95)
        let start = random.uniform(0.02...(level - 0.1))
        // From `start` along c (day + days)²: today's slope is 2 c days.
        let curvature = (level - start) / (days * days)
        return DiskCurve(level: level, slope: 2 * curvature * days, curvature: curvature)
    }
}

extension DiskCurve {
    /// The highest share of the days before today.
    fileprivate func peak(_ days: Double) -> Double {
        (0...Int(days * 24)).map { share(at: -Double($0) / 24) }.max() ?? 0
    }
}
