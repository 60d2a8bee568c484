/// `temp1_input` of hwmon and `temp` of a thermal zone: thousandths of a degree Celsius.
enum SensorTemperature {
    /// Sensors that are not connected tell -128, 127 or 255 degrees, or the absolute zero.
    private static let plausible = -55.0...126.0

    static func parse(_ file: Bytes) -> Double? {
        guard let thousandths = file.trimmed.signed else { return nil }
        let celsius = Double(thousandths) / 1000
        return plausible.contains(celsius) ? celsius : nil
    }
}
