/// Temperatures and fans, from hwmon and the thermal zones.
struct SensorReader: Sendable {
    /// A server with a sensor per drive has some dozens.
    private static let sensorLimit = 128
    private static let fanLimit = 64

    let files: FileTree

    /// In the order in which the machine numbers them.
    func temperatures() -> [TemperatureSensor] {
        let sensors = chips.flatMap(temperatures)
        // Many boards describe the same sensor in both places.
        let chips = Set(sensors.map { plain($0.chip) })
        let zones = numbered("sys/class/thermal", "thermal_zone").compactMap(zone).filter { !chips.contains(plain($0.chip)) }
        // The zones of a PC repeat what its chips tell better; on small boards they are all there is.
        return Array((sensors.contains(where: ProcessorTemperature.isProcessor) ? sensors : sensors + zones).prefix(Self.sensorLimit))
    }

    /// Nil where there are no sensors at all to ask.
    func fans() -> [FanSensor]? {
        files.exists("sys/class/hwmon") ? Array(chips.flatMap(fans).prefix(Self.fanLimit)) : nil
    }

    private var chips: [String] { numbered("sys/class/hwmon", "hwmon") }

    private func temperatures(ofChip folder: String) -> [TemperatureSensor] {
        inputs(folder, "temp").compactMap { sensor in
            celsius(sensor.path + "_input").map { TemperatureSensor(chip: sensor.chip, label: files.line(sensor.path + "_label"), celsius: $0) }
        }
    }

    private func fans(ofChip folder: String) -> [FanSensor] {
        inputs(folder, "fan").compactMap { sensor in
            files.contents(sensor.path + "_input", limit: 64).flatMap(FanSpeed.parse).map { turns in
                FanSensor(chip: sensor.chip, label: files.line(sensor.path + "_label") ?? sensor.name, turns: turns)
            }
        }
    }

    /// `fan1`, `fan2`, … of a chip, without those that say that they are broken.
    private func inputs(_ folder: String, _ kind: String) -> [(chip: String, name: String, path: String)] {
        guard let chip = files.line(folder + "/name"), let names = files.names(in: folder) else { return [] }
        let numbers = names.compactMap { name in
            name.hasPrefix(kind) && name.hasSuffix("_input") ? Int(name.dropFirst(kind.count).dropLast(6)) : nil
        }
        return numbers.sorted().map { (chip, "\(kind)\($0)", "\(folder)/\(kind)\($0)") }.filter { files.line($0.path + "_fault") != "1" }
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
