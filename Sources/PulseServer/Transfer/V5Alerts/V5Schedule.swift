/// When v5 speaks of alerts, how often, and to whom after a while.
struct V5Schedule: Codable, Equatable, Sendable {
    struct Level: Codable, Equatable, Sendable {
        /// Minutes.
        var after: Int?
        var notify: String?
    }

    struct Escalation: Codable, Equatable, Sendable {
        var enabled: Bool?
        var levels: [Level]?
    }

    struct Grouping: Codable, Equatable, Sendable {
        var enabled: Bool?
        /// Seconds.
        var window: Int?
        var byNode: Bool?
        var byGuest: Bool?
    }

    var quietHours: V5QuietHours?
    /// Minutes.
    var cooldown: Int?
    var groupingWindow: Int?
    var maxAlertsHour: Int?
    var notifyOnResolve: Bool?
    var escalation: Escalation?
    var grouping: Grouping?
}

/// The hours in which v5 sends nothing, or nothing of some kinds.
struct V5QuietHours: Codable, Equatable, Sendable {
    enum Weekday: String, CaseIterable, Sendable {
        case monday, tuesday, wednesday, thursday, friday, saturday, sunday
    }

    struct Suppressed: Codable, Equatable, Sendable {
        var performance: Bool?
        var storage: Bool?
        var offline: Bool?
    }

    let enabled: Bool
    /// Nil where v5 has none, which it may while they are off.
    let start: V5TimeOfDay?
    let end: V5TimeOfDay?
    /// A name of the time zone database.
    let timezone: String?
    let days: Set<Weekday>
    let suppress: Suppressed?

    private enum CodingKeys: String, CodingKey { case enabled, start, end, timezone, days, suppress }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let isEnabled = try values.decodeIfPresent(Bool.self, forKey: .enabled) ?? false
        func time(_ key: CodingKeys) throws -> V5TimeOfDay? {
            isEnabled ? try values.decode(V5TimeOfDay.self, forKey: key) : try? values.decode(V5TimeOfDay.self, forKey: key)
        }
        (enabled, start, end) = (isEnabled, try time(.start), try time(.end))
        timezone = try values.decodeIfPresent(String.self, forKey: .timezone)
        let days = try values.decodeIfPresent([String: Bool].self, forKey: .days) ?? [:]
        self.days = Set(Weekday.allCases.filter { days[$0.rawValue] == true })
        suppress = try values.decodeIfPresent(Suppressed.self, forKey: .suppress)
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(enabled, forKey: .enabled)
        try values.encodeIfPresent(start, forKey: .start)
        try values.encodeIfPresent(end, forKey: .end)
        try values.encodeIfPresent(timezone, forKey: .timezone)
        try values.encode(Dictionary(uniqueKeysWithValues: days.map { ($0.rawValue, true) }), forKey: .days)
        try values.encodeIfPresent(suppress, forKey: .suppress)
    }
}

/// A time of day, as `22:30`.
struct V5TimeOfDay: Codable, Equatable, Sendable {
    let hour: Int
    let minute: Int

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        let parts = try value.decode(String.self).split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0..<24).contains(hour), (0..<60).contains(minute) else {
            throw DecodingError.dataCorruptedError(in: value, debugDescription: "not a time of day")
        }
        (self.hour, self.minute) = (hour, minute)
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode("\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)")
    }
}
