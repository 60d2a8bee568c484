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
    var point: ChangePoint? {
        guard mayHaveChanged, let begin = series.hours.first?.start else { return nil }
        let changes = ChangePoints.find(in: series.timed, every: Self.width, endingAt: look.now)
        return changes.last { tells($0, begin) }
    }

    private func tells(_ change: ChangePoint, _ begin: Timestamp) -> Bool {
        guard look.now.since(change.at) >= Self.lasting, change.at.since(begin) >= Self.lasting, let after = change.slopeAfter else { return false }
        guard after >= Self.growth * total, after >= max(0, change.slopeBefore ?? 0) * Self.factor else { return false }
        return (total - used) / after <= Self.fullWithin
    }

    func raised(_ change: ChangePoint) -> Raised {
        let (before, after) = (max(0, change.slopeBefore ?? 0), change.slopeAfter ?? 0)
        let words = "\(Words.bytes(after)) a day since \(Words.minute(change.at)), \(Words.bytes(before)) before"
        return Raised(
            .watch, "Growth is several times what it was",
            description: "\(look.name) grows by \(words). At this pace it is full in \(Words.short((total - used) / after, places: 0)) days.",
            recommendation: "See what began to write there around \(Words.minute(change.at)): a new backup, a log, a guest.",
            evidence: "Growth \(words); \(Words.bytes(used)) of \(Words.bytes(total)) in use.",
            items: [
                .series(
                    look.id, .diskUsed, from: series.hours.first?.start ?? look.now, to: look.now,
                    marks: [.init("change", used, at: change.at), .init("now", used, at: look.now), .init("capacity", total)], text: words)
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
        guard let course = try CourseChange(look), let change = course.point else { return .clear }
        return .raised(course.raised(change))
    }
}
