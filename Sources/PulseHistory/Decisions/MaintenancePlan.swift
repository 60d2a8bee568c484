/// Decides what the store does next to keep its promises: one small piece of work at a time, so that nobody waits long.
struct MaintenancePlan {
    enum Work: Equatable {
        case nothing
        /// Makes chunks of the finished rows of a group's tail.
        case seal(group: Int64)
        /// Deletes the rows of the tail that no group needs any more.
        case trim
        /// Moves the blocks of a tier that begin before `end` to the next tier; those of the last tier are deleted.
        case condense(group: Int64, Tier, before: Int64)
        /// Gives free pages back to the file system.
        case shrink
    }

    /// How long the tail rests after a period is over before it is sealed: the last minutes of everything are read from it. Seconds.
    static let rest: Int64 = 900

    /// The period whose rows may not be sealed yet.
    static func openPeriod(at now: Int64) -> Int64 { (now - rest) / Tier.raw.chunkSpan }

    let retention: HistoryRetention
    /// A file with this much room for new data is left as it is, bytes.
    static let usualRoom: Int64 = 64 << 20

    /// - Parameters:
    ///   - finished: a group with rows of an earlier period, if there is one.
    ///   - untrimmed: whether rows lie in the tail that no group needs.
    ///   - used, free: of the file, bytes.
    func next(at now: Int64, finished: Int64?, untrimmed: Bool, blocks: [Block], used: Int64, free: Int64) -> Work {
        if let finished { return .seal(group: finished) }
        if untrimmed { return .trim }
        for tier in Tier.allCases {
            if let work = due(tier, at: now - retention.seconds(tier), blocks) { return work }
        }
        if let largest = retention.largestFile, used > largest, let work = overdrawn(at: now, blocks) { return work }
        if free > Self.usualRoom, free > used / 3 { return .shrink }
        return .nothing
    }

    /// A stretch is due when all of it is older than its retention: nothing is taken that is still promised.
    private func due(_ tier: Tier, at limit: Int64, _ blocks: [Block]) -> Work? {
        guard let oldest = oldest(tier, blocks) else { return nil }
        let end = stretch(tier, from: oldest.start)
        return end <= limit ? .condense(group: oldest.group, tier, before: end) : nil
    }

    /// The file is larger than it may be: the oldest raw stretch goes first, then minutes, then hours.
    private func overdrawn(at now: Int64, _ blocks: [Block]) -> Work? {
        for tier in Tier.allCases {
            guard let oldest = oldest(tier, blocks) else { continue }
            let end = stretch(tier, from: oldest.start)
            if end <= now - Tier.raw.chunkSpan { return .condense(group: oldest.group, tier, before: end) }
        }
        return nil
    }

    private func oldest(_ tier: Tier, _ blocks: [Block]) -> Block? {
        blocks.filter { $0.tier == tier }.min { ($0.start, $0.group) < ($1.start, $1.group) }
    }

    /// The end of the stretch that becomes one chunk of the next tier.
    private func stretch(_ tier: Tier, from start: Int64) -> Int64 {
        let span = Tier(rawValue: tier.rawValue + 1)?.chunkSpan ?? tier.chunkSpan
        return RollUp.floor(start, to: span) + span
    }
}
