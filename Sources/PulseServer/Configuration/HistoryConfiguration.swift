import PulseHistory

/// How long history is kept and how large it may become.
///
/// Keys: `PULSE_METRICS_RAW_HOURS` (48), `PULSE_METRICS_MINUTE_DAYS` (30), `PULSE_METRICS_HOUR_DAYS` (730), `PULSE_METRICS_MAX_SIZE` (none).
enum HistoryConfiguration {
    static func retention(_ settings: SettingsReader) throws -> HistoryRetention {
        let standard = HistoryRetention.standard
        let raw = try settings.integer("PULSE_METRICS_RAW_HOURS", in: 2...8760).map { Int64($0) * 3600 } ?? standard.raw
        let minute = try settings.integer("PULSE_METRICS_MINUTE_DAYS", in: 1...3650).map { Int64($0) * 86_400 } ?? standard.minute
        let hour = try settings.integer("PULSE_METRICS_HOUR_DAYS", in: 1...7300).map { Int64($0) * 86_400 } ?? standard.hour
        guard raw <= minute else {
            throw ConfigurationError(
                key: "PULSE_METRICS_RAW_HOURS",
                problem: "is longer than PULSE_METRICS_MINUTE_DAYS; each tier has to be kept longer than the one before")
        }
        guard minute <= hour else {
            throw ConfigurationError(
                key: "PULSE_METRICS_MINUTE_DAYS",
                problem: "is longer than PULSE_METRICS_HOUR_DAYS; each tier has to be kept longer than the one before")
        }
        return HistoryRetention(raw: raw, minute: minute, hour: hour, largestFile: try settings.bytes("PULSE_METRICS_MAX_SIZE", atLeast: 64 << 20))
    }
}
