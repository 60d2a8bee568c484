import PulseCore

extension CapacityForecast {
    /// The answer and its reason as one English sentence, without the name of the storage.
    package var sentence: String {
        switch self {
        case .notEnoughHistory(let have, let need):
            "Not enough history: \(Self.hours(have)) of the \(Self.hours(need)) that a forecast needs."
        case .alreadyFull: "Full."
        case .notFilling(let answer): "Not filling: \(answer.cause.words)."
        case .filling(let answer): answer.sentence
        }
    }

    private static func hours(_ duration: Duration) -> String { "\(duration.wholeMilliseconds / 3_600_000) h" }
}

extension CapacityForecast.Filling {
    fileprivate var sentence: String {
        let days = Int((trend.to.since(trend.from).asSeconds / 86_400).rounded())
        let growth = trend.bends ? "growth that gets faster" : "steady growth"
        let behind = trend.steps.isEmpty ? "" : ", not counting \(trend.steps.count == 1 ? "one jump" : "\(trend.steps.count) jumps") in between"
        let until = latest.map { "and \($0.day)" } ?? "and no date"
        return "Full around \(fullAt.day), between \(earliest.day) \(until) with 80 % probability, "
            + "after \(growth) over the last \(days) days\(behind)."
    }
}

extension CapacityForecast.Cause {
    fileprivate var words: String {
        switch self {
        case .steady: "its use is steady"
        case .shrinking: "its use is shrinking"
        case .stoppedGrowing(let days): "it stopped growing about \(days) days ago"
        case .jumpedOnce(let share): "it rose once by \(Int((share * 100).rounded())) % of its capacity and has been steady since"
        case .emptiedRegularly: "it is emptied about as fast as it fills"
        case .tooSlow: "it grows too slowly to matter for years"
        }
    }
}

extension Timestamp {
    /// `2026-11-24`, in UTC.
    fileprivate var day: String { String(description.prefix(10)) }
}
