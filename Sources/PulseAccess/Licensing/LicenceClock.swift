package import PulseCore

/// Remembers how late it has been, so that a clock set back does not lengthen a licence.
///
/// Pure: it is told the time, and says when there is something to keep. A moment is believed only after the clock has gone on steadily for an
/// hour, without a leap: a machine that starts with a wrong clock and is put right by NTP minutes later must not be held to the wrong one.
package struct LicenceClock: Sendable, Equatable {
    /// The clock has to go on this long before it is believed, and what is kept is renewed this often.
    package static let steady = Duration.seconds(3600)
    /// A longer gap between two looks at the clock is a leap, or a machine that slept; both begin anew.
    package static let longestGap = Duration.seconds(900)
    /// How far a clock may fall back: summer time that was set by hand, a virtual machine that was resumed.
    package static let tolerance = Duration.seconds(86_400)
    /// A key that was issued this recently is a witness of the time.
    package static let freshness = Duration.seconds(7 * 86_400)

    /// What is kept between starts.
    package struct Memory: Sendable, Equatable, Codable {
        /// The latest moment that was believed, milliseconds since 1970.
        package var latest: Int64?
        /// When the newest key that was ever activated had been issued, seconds since 1970.
        package var newestIssue: Int64?

        package init(latest: Int64? = nil, newestIssue: Int64? = nil) {
            self.latest = latest
            self.newestIssue = newestIssue
        }
    }

    package private(set) var memory: Memory
    private var run: (start: Timestamp, last: Timestamp)?

    package init(memory: Memory = Memory()) {
        self.memory = memory
    }

    package var latest: Timestamp? { memory.latest.map(Timestamp.init(milliseconds:)) }

    /// - Returns: whether the memory changed and should be kept.
    package mutating func observed(_ now: Timestamp) -> Bool {
        guard let run, now >= run.last, now.since(run.last) <= Self.longestGap else {
            self.run = (now, now)
            return false
        }
        self.run = (run.start, now)
        guard now.since(run.start) >= Self.steady, latest.map({ now.since($0) >= Self.steady }) ?? true else { return false }
        memory.latest = now.milliseconds
        return true
    }

    /// A genuine key that was issued within the last days, and later than every one before, vouches for the time: so a memory that is wrong
    /// after all can be put right. The same key does so once.
    ///
    /// - Returns: whether the memory changed and should be kept.
    package mutating func activated(issuedAt: Timestamp?, at now: Timestamp) -> Bool {
        guard let issuedAt, memory.newestIssue.map({ issuedAt.seconds > $0 }) ?? true else { return false }
        memory.newestIssue = issuedAt.seconds
        if isSetBack(at: now), now.since(issuedAt) <= Self.freshness, issuedAt.since(now) <= Self.tolerance { memory.latest = now.milliseconds }
        return true
    }

    package func isSetBack(at now: Timestamp) -> Bool {
        latest.map { $0.since(now) > Self.tolerance } ?? false
    }

    package static func == (left: LicenceClock, right: LicenceClock) -> Bool {
        left.memory == right.memory && left.run?.start == right.run?.start && left.run?.last == right.run?.last
    }
}
