import PulseCore

/// What a figure does over time: a level, a daily rhythm, noise, and what the scenario makes of it.
struct Signal: Sendable {
    /// Where a change leads to.
    enum Aim: Hashable, Sendable {
        case value(Double)
        /// A share of another figure of the same resource.
        case share(Double, of: Metric)
    }

    enum Bend: Hashable, Sendable {
        case level(Aim)
        case ramp(Aim, over: Duration)
        /// As shares of the level.
        case noise(Double)
        case rhythm(Double)
        case unknown(Reason)
        case stale(Reason)
        case estimated(Reason)
        case known
        /// As it was before the scenario.
        case restored
    }

    struct Turn: Sendable {
        let at: Timestamp
        let bend: Bend
    }

    var base: Double
    /// The greatest deviation of the daily rhythm, as a share of the level.
    var rhythm = 0.0
    var noise = 0.0
    var ceiling = Double.infinity
    /// What it always is: a virtual machine's memory is estimated.
    var quality = Quality.measured
    /// In the order of their moments.
    var turns: [Turn] = []
    let stream: UInt64

    init(_ key: SeriesKey, base: Double, rhythm: Double = 0, noise: Double = 0, ceiling: Double = .infinity, quality: Quality = .measured) {
        (self.base, self.rhythm, self.noise, self.ceiling, self.quality) = (base, rhythm, noise, ceiling, quality)
        stream = Noise.number(of: "\(key.resource)|\(key.metric.rawValue)|\(key.part)")
    }

    /// How trustworthy it is at a moment, and its value.
    struct Point {
        var level: Double
        var rhythm: Double
        var noise: Double
        var quality: Quality
    }

    /// - Parameter whole: the level of another figure of the same resource.
    func point(at moment: Timestamp, whole: (Metric) -> Double?) -> Point {
        var point = Point(level: base, rhythm: rhythm, noise: noise, quality: quality)
        for turn in turns where turn.at <= moment { bend(&point, turn, moment, whole) }
        return point
    }

    private func bend(_ point: inout Point, _ turn: Turn, _ moment: Timestamp, _ whole: (Metric) -> Double?) {
        switch turn.bend {
        case .level(let aim): point.level = level(aim, whole)
        case .ramp(let aim, let over):
            let share = min(1, moment.since(turn.at).asSeconds / max(1, over.asSeconds))
            point.level += (level(aim, whole) - point.level) * share
        case .noise(let share): point.noise = share
        case .rhythm(let share): point.rhythm = share
        case .unknown(let reason): point.quality = .unknown(reason)
        case .stale(let reason): point.quality = .stale(reason)
        case .estimated(let reason): point.quality = .estimated(reason)
        case .known: point.quality = .measured
        case .restored: point = Point(level: base, rhythm: rhythm, noise: noise, quality: quality)
        }
    }

    private func level(_ aim: Aim, _ whole: (Metric) -> Double?) -> Double {
        switch aim {
        case .value(let value): value
        case .share(let share, let metric): share * (whole(metric) ?? 0)
        }
    }
}
