extension HostReader {
    /// A server with a sensor per drive has some dozens.
    private static let sensorLimit = 128

    /// In the order in which the machine numbers them.
    func temperatures() -> [TemperatureSensor] {
        let sensors = numbered("sys/class/hwmon", "hwmon").flatMap(sensors)
        // Many boards describe the same sensor in both places.
        let chips = Set(sensors.map { plain($0.chip) })
        let zones = numbered("sys/class/thermal", "thermal_zone").compactMap(zone).filter { !chips.contains(plain($0.chip)) }
        // The zones of a PC repeat what its chips tell better; on small boards they are all there is.
        return Array((sensors.contains(where: ProcessorTemperature.isProcessor) ? sensors : sensors + zones).prefix(Self.sensorLimit))
    }

    private func sensors(ofChip folder: String) -> [TemperatureSensor] {
        guard let chip = files.line(folder + "/name"), let names = files.names(in: folder) else { return [] }
        let numbers = names.compactMap { name in
            name.hasPrefix("temp") && name.hasSuffix("_input") ? Int(name.dropFirst(4).dropLast(6)) : nil
        }
        return numbers.sorted().compactMap { number in
            let sensor = "\(folder)/temp\(number)"
            guard files.line(sensor + "_fault") != "1", let celsius = celsius(sensor + "_input") else { return nil }
            return TemperatureSensor(chip: chip, label: files.line(sensor + "_label"), celsius: celsius)
        }
    }

    private func zone(_ folder: String) -> TemperatureSensor? {
        guard let type = files.line(folder + "/type"), let celsius = celsius(folder + "/temp") else { return nil }
        return TemperatureSensor(chip: type, label: nil, celsius: celsius)
    }

    private func celsius(_ path: String) -> Double? { files.contents(path, limit: 64).flatMap(SensorTemperature.parse) }

    /// The folders `hwmon0`, `hwmon1`, … in the order of their numbers.
    private func numbered(_ folder: String, _ stem: String) -> [String] {
        let numbers = (files.names(in: folder) ?? []).compactMap { $0.hasPrefix(stem) ? Int($0.dropFirst(stem.count)) : nil }
        return numbers.sorted().map { "\(folder)/\(stem)\($0)" }
    }

    private func plain(_ name: String) -> String { String(name.map { $0 == "-" ? "_" : $0 }) }
}
