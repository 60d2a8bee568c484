package import PulseCore

/// Which events are wanted.
package struct AuditFilter: Sendable, Equatable {
    package var event: String?
    package var user: String?
    /// Empty: all.
    package var outcomes: Set<AuditEvent.Outcome>
    package var from: Timestamp?
    package var to: Timestamp?
    /// Words of the event, or parts of them; with a star at its end, the beginning of words.
    package var text: String?

    package init(
        event: String? = nil, user: String? = nil, outcomes: Set<AuditEvent.Outcome> = [], from: Timestamp? = nil, to: Timestamp? = nil,
        text: String? = nil
    ) {
        (self.event, self.user, self.outcomes) = (event, user, outcomes)
        (self.from, self.to, self.text) = (from, to, text)
    }
}

/// Which part of them.
package struct AuditPageRequest: Sendable, Equatable {
    package enum Place: Sendable, Equatable {
        /// The newest, without so many.
        case offset(Int)
        /// The newest of those before a number.
        case before(Int64)
        /// The oldest of those after a number.
        case after(Int64)
    }

    package var place: Place
    package var limit: Int

    package init(_ place: Place = .offset(0), limit: Int = 100) { (self.place, self.limit) = (place, limit) }
}

/// Events, newest first.
package struct AuditPage: Sendable {
    package let records: [AuditRecord]
    /// Of all that the filter lets through.
    package let total: Int64
    /// There are at least `total`: counting all events with a word would take longer than anybody waits.
    package let isTotalAtLeast: Bool
    /// Where older ones begin (`before`); nil at the end.
    package let older: Int64?
    /// Where newer ones begin (`after`); nil at the beginning.
    package let newer: Int64?
}
