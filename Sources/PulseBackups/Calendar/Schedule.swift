package import PulseCore

/// A calendar event with the zone it is reckoned in.
package struct Schedule: Hashable, Sendable {
    package let event: CalendarEvent
    /// How far the node's clock is ahead of UTC.
    package let offset: Duration

    package init(_ event: CalendarEvent, offset: Duration = .zero) {
        self.event = event
        self.offset = offset
    }

    /// The offset that makes the server's own next run one of the event's: a node does not say its zone with its jobs, and this tells it.
    ///
    /// Of several, the one nearest to UTC; UTC when none fits or nothing is known. Zones are whole quarters of an hour.
    package init(_ event: CalendarEvent, fitting nextRun: Timestamp?) {
        self.init(event, offset: nextRun.flatMap { Self.offset(of: event, at: $0) } ?? .zero)
    }

    private static func offset(of event: CalendarEvent, at run: Timestamp) -> Duration? {
        let steps = (-48...56).sorted { (abs($0), $0) < (abs($1), $1) }
        return steps.lazy.map { Duration.seconds($0 * 900) }.first { event.previous(upTo: run, offset: $0) == run }
    }

    package func next(after moment: Timestamp) -> Timestamp? { event.next(after: moment, offset: offset) }

    package func previous(upTo moment: Timestamp) -> Timestamp? { event.previous(upTo: moment, offset: offset) }

    /// How long the run before `moment` had until the one before that; a day when there were not two.
    package func period(before moment: Timestamp) -> Duration {
        guard let last = previous(upTo: moment), let before = previous(upTo: last - .seconds(1)) else { return .seconds(86_400) }
        return last.since(before)
    }

    /// How many runs there were after `start` up to `end`, at most `limit`.
    package func runs(after start: Timestamp, upTo end: Timestamp, limit: Int) -> Int {
        var (count, moment) = (0, end)
        while count < limit, let run = previous(upTo: moment), run > start {
            count += 1
            moment = run - .seconds(1)
        }
        return count
    }
}
