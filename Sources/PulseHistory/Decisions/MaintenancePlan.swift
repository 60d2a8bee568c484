/// Decides what the store does next to keep its promises: one small piece of work at a time, so that nobody waits long.
struct MaintenancePlan {
    enum Work: Equatable {
        case nothing
        /// Makes chunks of the finished rows of a group's tail.
        case seal(group: Int64)
        /// Moves everything of a tier that begins before `end` to the next tier; of the last tier it is deleted.
        case condense(group: Int64, Tier, before: Int64)
        /// Gives free pages back to the file system.
        case shrink
    }

    let retention: HistoryRetention
    /// A file with this much room for new data is left as it is, bytes.
    static let usualRoom: Int64 = 64 << 20

    /// - Parameters:
    ///   - finished: a group with rows of an earlier period, if there is one.
    ///   - size: bytes in use and free.
    func next(at now: Int64, finished: Int64?, groups: some Collection<SeriesTable.Group>, used: Int64, free: Int64) -> Work {
        if let finished { return .seal(group: finished) }
        for tier in Tier.allCases {
            if let work = due(tier, at: now - retention.seconds(tier), groups) { return work }
        }
        if let largest = retention.largestFile, used > largest, let work = overdrawn(at: now, groups) { return work }
        if free > Self.usualRoom, free > used / 3 { return .shrink }
        return .nothing
    }

    /// A stretch is due when all of it is older than its retention: nothing is taken that is still promised.
    private func due(_ tier: Tier, at limit: Int64, _ groups: some Collection<SeriesTable.Group>) -> Work? {
        guard let group = oldest(tier, groups), let start = group.oldest[tier] else { return nil }
        let end = stretch(tier, from: start)
        return end <= limit ? .condense(group: group.id, tier, before: end) : nil
    }

    /// The file is larger than it may be: the oldest raw stretch goes first, then minutes, then hours.
    private func overdrawn(at now: Int64, _ groups: some Collection<SeriesTable.Group>) -> Work? {
        for tier in Tier.allCases {
            guard let group = oldest(tier, groups), let start = group.oldest[tier] else { continue }
            let end = stretch(tier, from: start)
            if end <= now - Tier.raw.chunkSpan { return .condense(group: group.id, tier, before: end) }
        }
        return nil
    }

    private func oldest(_ tier: Tier, _ groups: some Collection<SeriesTable.Group>) -> SeriesTable.Group? {
        groups.filter { $0.oldest[tier] != nil }.min { ($0.oldest[tier] ?? 0, $0.id) < ($1.oldest[tier] ?? 0, $1.id) }
    }

    /// The end of the stretch that becomes one chunk of the next tier.
    private func stretch(_ tier: Tier, from start: Int64) -> Int64 {
        let span = Tier(rawValue: tier.rawValue + 1)?.chunkSpan ?? tier.chunkSpan
        return RollUp.floor(start, to: span) + span
    }
}
