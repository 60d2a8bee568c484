import PulseCore

extension HostFacts {
    /// What changes a little at every reading is rounded: each change of a fact is sent to every browser.
    init(_ reading: HostReading, hostname: String, startedAt: Timestamp?) {
        self.init(hostname: hostname)
        machineID = reading.identity.machineID
        osName = reading.identity.osName
        kernel = reading.identity.kernel
        architecture = reading.identity.architecture
        processors = reading.processors ?? ProcessorFacts()
        // Processors can be switched off and on while the machine runs.
        processors.threads = reading.statistics?.threads ?? processors.threads
        loadAverage = reading.loadAverage?.map { ($0 * 100).rounded() / 100 }
        self.startedAt = startedAt
        filesystems = (reading.filesystems ?? []).map(\.rounded)
        interfaces = InterfaceChoice.shown(reading.interfaces ?? [])
        temperatures = Self.readings(reading.temperatures)
    }

    /// Whole degrees, and names that differ: two drives tell the same one.
    private static func readings(_ sensors: [TemperatureSensor]) -> [TemperatureReading] {
        var seen: [String: Int] = [:]
        return sensors.map { sensor in
            let name = [sensor.chip, sensor.label].compactMap(\.self).joined(separator: " ")
            let number = seen[name, default: 0] + 1
            seen[name] = number
            return TemperatureReading(label: number == 1 ? name : "\(name) (\(number))", celsius: sensor.celsius.rounded())
        }
    }
}

extension Filesystem {
    /// The use to a thousandth of the size, or to 1 MiB where that is more.
    fileprivate var rounded: Filesystem {
        guard let total, let used, total > 0 else { return self }
        let step = max(Double(total) / 1000, 1_048_576)
        let nearest = (Double(used) / step).rounded() * step
        var filesystem = self
        filesystem.used = nearest < Double(total) ? Int64(nearest) : total
        return filesystem
    }
}
