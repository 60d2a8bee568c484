/// Which times something is known of, of one series: decides whether a record fills a gap. So that what is brought in twice counts once.
struct KnownTimes {
    private var seconds: Set<Int64> = []
    private var minutes: Set<Int64> = []
    private var hours: Set<Int64> = []
    /// Minutes and hours in which there is anything finer.
    private var finer: [Tier: Set<Int64>] = [.minute: [], .hour: []]

    /// Notes the time of a record.
    ///
    /// - Returns: false when something was known of it before.
    mutating func note(_ start: Int64, _ tier: Tier) -> Bool {
        let (minute, hour) = (RollUp.floor(start, to: Tier.minute.span), RollUp.floor(start, to: Tier.hour.span))
        guard !hours.contains(hour) else { return false }
        switch tier {
        case .raw:
            guard !minutes.contains(minute), seconds.insert(start).inserted else { return false }
            finer[.minute]?.insert(minute)
        case .minute:
            guard finer[.minute]?.contains(minute) == false, minutes.insert(minute).inserted else { return false }
        case .hour:
            guard finer[.hour]?.contains(hour) == false else { return false }
            hours.insert(hour)
            return true
        }
        finer[.hour]?.insert(hour)
        return true
    }
}
