/// Gives sensors names that differ: two drives tell the same one.
enum LabelledSensors {
    /// `nvme Composite`, `nvme Composite (2)`.
    static func names(_ sensors: [(chip: String, label: String?)]) -> [String] {
        var seen: [String: Int] = [:]
        return sensors.map { sensor in
            let name = [sensor.chip, sensor.label].compactMap(\.self).joined(separator: " ")
            let number = seen[name, default: 0] + 1
            seen[name] = number
            return number == 1 ? name : "\(name) (\(number))"
        }
    }
}

extension FanSensor {
    static func names(_ fans: [FanSensor]) -> [String] { LabelledSensors.names(fans.map { ($0.chip, $0.label) }) }
}
