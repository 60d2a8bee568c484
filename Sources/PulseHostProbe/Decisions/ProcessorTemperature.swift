/// Which of a machine's sensors tell the temperature of its processors.
enum ProcessorTemperature {
    private static let drivers: Set<String> = [
        "coretemp", "k8temp", "k10temp", "zenpower", "x86_pkg_temp", "via_cputemp", "soc_thermal", "scpi_sensors",
    ]

    /// The hottest of the processors' packages, °C; of their cores where no sensor speaks for the whole.
    static func hottest(_ sensors: [TemperatureSensor]) -> Double? {
        let all = sensors.filter(isProcessor)
        let packages = all.filter(isPackage)
        // `Tctl` of some AMD processors is set higher than the truth for their fans; those tell `Tdie` as well.
        let dies = packages.filter { $0.label == "Tdie" }
        return [dies, packages, all].first { !$0.isEmpty }?.map(\.celsius).max()
    }

    static func isProcessor(_ sensor: TemperatureSensor) -> Bool {
        let chip = String(sensor.chip.lowercased().map { $0 == "-" ? "_" : $0 })
        // `cpu_thermal`, `cpu0_thermal`, `cpu-0-0`: boards with ARM.
        return drivers.contains(chip) || chip.hasPrefix("cpu")
    }

    private static func isPackage(_ sensor: TemperatureSensor) -> Bool {
        guard let label = sensor.label else { return sensor.chip == "x86_pkg_temp" }
        return label.hasPrefix("Package") || label.hasPrefix("Physical id") || label == "Tctl" || label == "Tdie"
    }
}
