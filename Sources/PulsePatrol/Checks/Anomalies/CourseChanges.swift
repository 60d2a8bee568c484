import PulseAnalysis
import PulseCore

/// Series whose course changed for good. Finding the moment takes the square of the points, so a cheap look at a few hours comes first.
struct CourseChange {
    static let window = 10 * 24
    static let width = Duration.seconds(3 * 3600)
    /// A change has to have lasted so long, and the course before it to be known for as long again.
    static let lasting = Duration.seconds(2 * 86_400)
    /// Growth from the change on, as a share of the size a day, and as a multiple of the growth before.
    static let growth = 0.02
    static let factor = 4.0
    static let fullWithin = 30.0
    static let floor = 0.5

    /// When growth changed, and bytes a day before and since.
    struct Turn {
        let at: Timestamp
        let before: Double
        let after: Double
    }

    let look: Look
    let total: Double
    let used: Double
    let series: HourlySeries

    init?(_ look: Look) throws {
        guard [.online, .running, .available].contains(look.resource.state.status) else { return nil }
        if case .storage(let facts) = look.resource.facts, facts.enabled == false || facts.type == "pbs" { return nil }
        if case .guest(let facts) = look.resource.facts, facts.template { return nil }
        let (used, total) = (try look.current(.diskUsed), try look.current(.diskTotal))
        guard total > 0, used / total >= Self.floor else { return nil }
        (self.look, self.used, self.total) = (look, used, total)
        series = try look.history(.diskUsed, hours: Self.window, atLeast: 5 * 24)
        _ = try look.history(.diskUsed, hours: 2 * 24, atLeast: 24)
    }

    /// Growth of late, from few hours alone.
    private var mayHaveChanged: Bool {
        let recent = series.since(look.now - Self.lasting).hours
        guard let first = recent.first, let last = recent.last else { return false }
        return last.average - first.average >= 1.5 * Self.growth * total
    }

    /// The newest change that tells; one found since may be noise, and growth of late was looked at already.
    var turn: Turn? {
        guard mayHaveChanged, let begin = series.hours.first?.start else { return nil }
        let changes = ChangePoints.find(in: series.timed, every: Self.width, endingAt: look.now)
        return changes.reversed().lazy.compactMap { turn($0, begin) }.first
    }

    private func turn(_ change: ChangePoint, _ begin: Timestamp) -> Turn? {
        guard look.now.since(change.at) >= Self.lasting, change.at.since(begin) >= Self.lasting else { return nil }
        guard let stretch = change.slopeAfter, let all = growth(since: change.at) else { return nil }
        // A later step makes all of it steep, and a night that prunes what the day wrote only the stretch.
        let after = min(stretch, all)
        let turn = Turn(at: change.at, before: max(0, change.slopeBefore ?? 0), after: after)
        guard after >= Self.growth * total, after >= turn.before * Self.factor else { return nil }
        return (total - used) / after <= Self.fullWithin ? turn : nil
    }

    /// Bytes a day over all that followed.
    private func growth(since moment: Timestamp) -> Double? {
        let bins = series.since(moment).timed.medians(every: Self.width, endingAt: look.now)
        return TheilSenLine(x: bins.map { -Double($0.age) * Self.width.asSeconds / 86_400 }, y: bins.map(\.median))?.slope
    }

    func raised(_ turn: Turn) -> Raised {
        let words = "\(Words.bytes(turn.after)) a day since \(Words.minute(turn.at)), \(Words.bytes(turn.before)) before"
        return Raised(
            .watch, "Growth is several times what it was",
            description: "\(look.name) grows by \(words). At this pace it is full in \(Words.short((total - used) / turn.after, places: 0)) days.",
            recommendation: "See what began to write there around \(Words.minute(turn.at)): a new backup, a log, a guest.",
            evidence: "Growth \(words); \(Words.bytes(used)) of \(Words.bytes(total)) in use.",
            items: [
                .series(
                    look.id, .diskUsed, from: series.hours.first?.start ?? look.now, to: look.now,
                    marks: [.init("change", used, at: turn.at), .init("now", used, at: look.now), .init("capacity", total)], text: words)
            ])
    }
}

extension Check {
    static let anomalyGrowth = Check(
        "ANOMALY-DISK-GROWTH", key: "disk-growth-change", "Growth is several times what it was", .capacity, on: [.storage, .datastore, .guest],
        needs: [.current(.diskUsed), .current(.diskTotal), .history(.diskUsed, hours: CourseChange.window)],
        page: CheckPage(
            why: "Something began to write much more than before; a forecast from the whole past does not see it yet.",
            decides:
                "Watch when growth changed at least \(Words.duration(CourseChange.lasting)) ago to \(Words.short(CourseChange.factor, places: 0)) times "
                + "what it was, at least \(Words.percent(CourseChange.growth)) of the size a day, with \(Words.percent(CourseChange.floor)) in use, and it would be "
                + "full within \(Int(CourseChange.fullWithin)) days. It needs five days of history.",
            advice: "Find what began to write at the moment that is told.")
    ) { look in
        guard let course = try CourseChange(look), let turn = course.turn else { return .clear }
        return .raised(course.raised(turn))
    }
}
