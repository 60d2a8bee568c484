import PulseCore

/// A failed verification that nothing has taken back.
///
/// Backups in one place share their chunks, and each is verified only some time after it was made. A newer one that nobody verified yet therefore
/// proves nothing: it is in doubt, and the failure stands, until it is verified or `BackupLimits.doubt` is over. Else the same damage would be said
/// after every run of the verify job and taken back by every backup in between. Backups of other places are not in doubt, nor are those that nobody
/// verified before the first failure.
struct StandingFailure {
    let copy: BackupCopy
    /// Backups in the same place that are newer and that nobody verified, up to the next that was.
    let newer: Int
    /// That next one.
    let next: Timestamp?
    /// All names of the place.
    let places: Set<BackupPlace>

    func doubts(_ other: BackupCopy) -> Bool {
        guard newer > 0, other.archive.verification == nil, other.archive.at > copy.archive.at else { return false }
        return next.map { other.archive.at < $0 } ?? true && other.places.contains(where: places.contains)
    }

    /// The newest restore point of all is said to be damaged however old it is. One that nothing newer followed in its place is the past when it is
    /// older than the doubt, or when a newer one was verified elsewhere: backups go there now.
    func stands(newest: Timestamp, verified: Timestamp?, since horizon: Timestamp) -> Bool {
        let at = copy.archive.at
        return next == nil && (newer > 0 || at == newest || (at >= horizon && verified.map { $0 < at } ?? true))
    }
}

/// What was met in one place on the way down from its newest backup.
private struct Descent {
    var newer = 0
    var next: Timestamp?
    var isDone = false
}

extension GuestPoints {
    /// Those of all places, newest first, as far as the oldest of what is in doubt is younger than `horizon`.
    func failures(since horizon: Timestamp) -> [StandingFailure] {
        var (descents, failures, end) = ([Int16: Descent](), [StandingFailure](), entryCount)
        while end > 0 {
            let moment = self.moment(endingAt: end)
            let (at, isNewest) = (self.at(moment), end == entryCount)
            // What is older matters only to what is in doubt, or when there is nothing newer.
            guard at >= horizon || isNewest || descents.values.contains(where: { $0.newer > 0 && !$0.isDone }) else { break }
            for (location, verification) in states(moment) {
                var descent = descents[location] ?? Descent()
                if !descent.isDone, let failure = meet(verification, location, moment, &descent) { failures.append(failure) }
                descent.isDone = descent.isDone || at < horizon
                descents[location] = descent
            }
            end = moment.lowerBound
        }
        return failures
    }

    private func meet(_ verification: Verification?, _ location: Int16, _ moment: Range<Int>, _ descent: inout Descent) -> StandingFailure? {
        guard let verification else { descent.newer += 1; return nil }
        let met = descent
        (descent.newer, descent.next) = (0, at(moment))
        guard verification == .failed, let copy = copy(in: location, moment) else { return nil }
        return StandingFailure(copy: copy, newer: met.newer, next: met.next, places: places(of: location))
    }
}
