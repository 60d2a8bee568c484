package import PulseCore

/// How often patrol looks by itself. Minutes, as v5 counts them: 0 is never.
package struct PatrolSchedule: Hashable, Sendable {
    package static let usual = PatrolSchedule(uncheckedMinutes: 360)
    package static let range = 10...7 * 24 * 60

    package let minutes: Int

    /// Nil for what is neither 0 nor within ten minutes and seven days.
    package init?(minutes: Int) {
        guard minutes == 0 || Self.range.contains(minutes) else { return nil }
        self.minutes = minutes
    }

    private init(uncheckedMinutes minutes: Int) { self.minutes = minutes }

    package var interval: Duration? { minutes == 0 ? nil : .seconds(minutes * 60) }
}

/// Decides when a run begins: by schedule, at a person's wish, or because something happened. One at a time. Pure.
package struct RunPlanner: Sendable {
    /// After a start, sources need this long to tell what they see.
    static let settling = Duration.seconds(120)
    /// Events that come together are one reason, and such runs keep this distance.
    static let gathering = Duration.seconds(60)
    static let distance = Duration.seconds(600)

    package struct Order: Hashable, Sendable {
        package let trigger: RunRecord.Trigger
        package let by: String?
        package let scope: RunScope
    }

    package var schedule: PatrolSchedule
    package private(set) var isRunning = false
    /// Since then sources tell what they see: the start, and the end of every pause in which nobody asked what is due.
    private var started: Timestamp
    private var looked: Timestamp?
    private var last: Timestamp?
    private var lastEventRun: Timestamp?
    private var waiting: Set<ResourceID> = []
    private var waitingSince: Timestamp?
    private var reason: String?
    private var asked: Order?

    /// - Parameter last: when the newest whole run of the history began.
    package init(schedule: PatrolSchedule, last: Timestamp?, started: Timestamp) {
        (self.schedule, self.last, self.started) = (schedule, last, started)
    }

    /// When the next run by schedule is due; nil when there is none.
    package var next: Timestamp? {
        guard let interval = schedule.interval else { return nil }
        return max(last.map { $0 + interval } ?? started, started + Self.settling)
    }

    /// Something happened that is worth a look at some resources.
    package mutating func happened(_ what: String, to resources: Set<ResourceID>, at now: Timestamp) {
        guard schedule.interval != nil else { return }
        waiting.formUnion(resources)
        waitingSince = waitingSince ?? now
        reason = reason ?? what
    }

    /// The run that begins now, if one is due.
    package mutating func due(at now: Timestamp) -> Order? {
        follow(now)
        guard !isRunning else { return nil }
        if let asked { return begin(asked, at: now) }
        if let next, now >= next { return begin(Order(trigger: .schedule, by: nil, scope: .everything), at: now) }
        guard let waitingSince, now.since(waitingSince) >= Self.gathering, now.since(started) >= Self.settling else { return nil }
        if let lastEventRun, now.since(lastEventRun) < Self.distance { return nil }
        return begin(Order(trigger: .event, by: reason, scope: .resources(waiting)), at: now)
    }

    /// A person asks; the run is the next one due. False while one is under way, or asked for already: it sees the same.
    package mutating func ask(by person: String?, _ scope: RunScope = .everything) -> Bool {
        guard !isRunning, asked == nil else { return false }
        asked = Order(trigger: .person, by: person, scope: scope)
        return true
    }

    /// A run that was asked for and has not begun counts as running for a reader.
    package var isBusy: Bool { isRunning || asked != nil }

    package mutating func ended() { isRunning = false }

    /// A clock that was set back must not make anything wait for moments that lie ahead again. One that leapt, or a machine that slept, leaves
    /// nothing but old figures: a run now would judge none of them, and the next one would be an interval away.
    private mutating func follow(_ now: Timestamp) {
        if let looked, now < looked || now.since(looked) > Self.settling { started = now }
        looked = now
        (last, lastEventRun) = (last.map { min($0, now) }, lastEventRun.map { min($0, now) })
        (waitingSince, started) = (waitingSince.map { min($0, now) }, min(started, now))
    }

    private mutating func begin(_ order: Order, at now: Timestamp) -> Order {
        (isRunning, asked) = (true, nil)
        if order.scope == .everything { last = now }
        if order.trigger == .event { lastEventRun = now }
        if order.scope == .everything || order.trigger == .event { (waiting, waitingSince, reason) = ([], nil, nil) }
        return order
    }
}
