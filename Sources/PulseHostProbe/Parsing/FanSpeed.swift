/// `fan1_input` of hwmon (kernel documentation, hwmon/sysfs-interface): turns per minute.
enum FanSpeed {
    static func parse(_ file: Bytes) -> Int? { file.trimmed.small.flatMap { $0 <= 100_000 ? $0 : nil } }
}
