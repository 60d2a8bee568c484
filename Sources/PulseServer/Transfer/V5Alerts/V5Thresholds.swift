/// When a value raises an alert in Pulse v5, and when the alert ends. Zero or less means off.
struct V5Level: Codable, Equatable, Sendable {
    let trigger: Double
    /// Nil where v5 has the number alone, as its early versions wrote it.
    let clear: Double?

    private enum CodingKeys: String, CodingKey { case trigger, clear }

    init(from decoder: any Decoder) throws {
        if let number = try? decoder.singleValueContainer().decode(Double.self) {
            (trigger, clear) = (number, nil)
            return
        }
        let values = try decoder.container(keyedBy: CodingKeys.self)
        trigger = try values.decode(Double.self, forKey: .trigger)
        clear = try values.decodeIfPresent(Double.self, forKey: .clear)
    }
}

/// How severe v5 calls an alert.
enum V5Severity: String, Codable, Sendable {
    case warning, critical
}

/// The limits that v5 has for a kind of thing, or for one thing. What is not there is as the kind has it.
struct V5Thresholds: Codable, Equatable, Sendable {
    enum Metric: String, CaseIterable, Sendable {
        case cpu, memory, disk, diskRead, diskWrite, networkIn, networkOut, usage, temperature, diskTemperature
    }

    /// Everything but the levels.
    struct Rest: Codable, Equatable, Sendable {
        var disabled: Bool?
        var disableConnectivity: Bool?
        var poweredOffSeverity: V5Severity?
        var backup: V5BackupAges?
        var snapshot: V5SnapshotAges?
        var note: String?
    }

    let levels: [Metric: V5Level]
    let rest: Rest

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: V5Name.self)
        var levels: [Metric: V5Level] = [:]
        for metric in Metric.allCases {
            // Early versions had one number under a name of its own, and later ones still carry it.
            levels[metric] =
                try values.decodeIfPresent(V5Level.self, forKey: V5Name(metric.rawValue))
                ?? values.decodeIfPresent(V5Level.self, forKey: V5Name("\(metric.rawValue)Legacy"))
        }
        self.levels = levels
        rest = try Rest(from: decoder)
    }

    func encode(to encoder: any Encoder) throws {
        try rest.encode(to: encoder)
        var values = encoder.container(keyedBy: V5Name.self)
        for (metric, level) in levels { try values.encode(level, forKey: V5Name(metric.rawValue)) }
    }
}

/// When v5 calls the last backup of a guest too old.
struct V5BackupAges: Codable, Equatable, Sendable {
    var enabled: Bool?
    var warningDays: Int?
    var criticalDays: Int?
    var freshHours: Int?
    var staleHours: Int?
}

/// When v5 calls a snapshot of a guest too old or too large.
struct V5SnapshotAges: Codable, Equatable, Sendable {
    var enabled: Bool?
    var warningDays: Int?
    var criticalDays: Int?
    var warningSizeGiB: Double?
    var criticalSizeGiB: Double?
}

/// The name of a member that is only known when it runs.
struct V5Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
