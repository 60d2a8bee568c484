/// The alert settings of Pulse v5, its `alerts.json`, in the groups that belong together; there all of them stand side by side, and so they do
/// when they are written here. All may be missing.
///
/// Nothing reads them yet but the export: they are kept for when this Pulse has alerts. Recipients of custom rules are not among them, as
/// addresses to be written to are entered anew.
struct V5Alerts: Codable, Equatable, Sendable {
    /// Bytes of its JSON. v5 itself takes 64 KiB.
    static let largest = 1 << 20

    let defaults: V5AlertDefaults
    let exceptions: V5AlertExceptions
    let timing: V5AlertTiming
    /// Whole kinds of things that are not watched, or not for being offline.
    let switchedOff: Set<V5AlertSwitch>

    init(from decoder: any Decoder) throws {
        defaults = try V5AlertDefaults(from: decoder)
        exceptions = try V5AlertExceptions(from: decoder)
        timing = try V5AlertTiming(from: decoder)
        let values = try decoder.container(keyedBy: V5Name.self)
        switchedOff = Set(try V5AlertSwitch.allCases.filter { try values.decodeIfPresent(Bool.self, forKey: V5Name($0.rawValue)) ?? false })
    }

    func encode(to encoder: any Encoder) throws {
        try defaults.encode(to: encoder)
        try exceptions.encode(to: encoder)
        try timing.encode(to: encoder)
        var values = encoder.container(keyedBy: V5Name.self)
        for one in switchedOff { try values.encode(true, forKey: V5Name(one.rawValue)) }
    }

    /// For a person: `3 overrides, 1 custom rule and quiet hours`.
    var summary: String {
        func count(_ number: Int, _ what: String) -> String { "\(number) \(what)\(number == 1 ? "" : "s")" }
        let quiet = timing.schedule?.quietHours?.enabled == true ? " and quiet hours" : ""
        return "\(count(exceptions.overrides?.count ?? 0, "override")), \(count(exceptions.customRules?.count ?? 0, "custom rule"))\(quiet)"
    }
}

/// What v5 watches each kind of thing for.
struct V5AlertDefaults: Codable, Equatable, Sendable {
    var guestDefaults: V5Thresholds?
    var nodeDefaults: V5Thresholds?
    var hostDefaults: V5Thresholds?
    var pbsDefaults: V5Thresholds?
    var storageDefault: V5Level?
    var dockerDefaults: V5DockerThresholds?
    var pmgDefaults: V5MailThresholds?
    var snapshotDefaults: V5SnapshotAges?
    var backupDefaults: V5BackupAges?
}

/// What v5 watches for something else than its kind, or not at all.
struct V5AlertExceptions: Codable, Equatable, Sendable {
    /// By v5's id of the thing.
    var overrides: [String: V5Thresholds]?
    var customRules: [V5CustomRule]?
    var dockerIgnoredContainerPrefixes: [String]?
    var ignoredGuestPrefixes: [String]?
    var guestTagWhitelist: [String]?
    var guestTagBlacklist: [String]?
}

/// Whether v5 alerts at all, after how long, how often, and when it forgets.
struct V5AlertTiming: Codable, Equatable, Sendable {
    var enabled: Bool?
    var activationState: String?
    var observationWindowHours: Int?
    var schedule: V5Schedule?
    /// Percent, seconds, percent.
    var minimumDelta: Double?
    var suppressionWindow: Int?
    var hysteresisMargin: Double?
    /// Seconds that a value has to be over its limit: for all, by kind of thing, and by kind and metric.
    var timeThreshold: Int?
    var timeThresholds: [String: Int]?
    var metricTimeThresholds: [String: [String: Int]]?
    var maxAlertAgeDays: Int?
    var maxAcknowledgedAgeDays: Int?
    var autoAcknowledgeAfterHours: Int?
    var flappingEnabled: Bool?
    var flappingWindowSeconds: Int?
    var flappingThreshold: Int?
    var flappingCooldownMinutes: Int?
}

/// The names of the switches of v5.
enum V5AlertSwitch: String, CaseIterable, Sendable {
    case disableAllNodes, disableAllGuests, disableAllHosts, disableAllStorage, disableAllPBS, disableAllPMG
    case disableAllDockerHosts, disableAllDockerContainers, disableAllDockerServices
    case disableAllNodesOffline, disableAllGuestsOffline, disableAllHostsOffline, disableAllPBSOffline, disableAllPMGOffline
    case disableAllDockerHostsOffline
}
