import PulseCore

extension HostFacts {
    /// What changes a little at every reading is rounded, and stays as it was told while the truth is near it: each change of a fact is sent to every
    /// browser. The exact figures are metrics.
    ///
    /// - Parameter last: the facts that were told before.
    init(_ reading: HostReading, _ findings: SurveyFindings, hostname: String, startedAt: Timestamp?, after last: HostFacts?) {
        self.init(hostname: hostname)
        machineID = reading.identity.machineID
        osName = reading.identity.osName
        kernel = reading.identity.kernel
        architecture = reading.identity.architecture
        processors = reading.processors ?? ProcessorFacts()
        // Processors can be switched off and on while the machine runs.
        processors.threads = reading.statistics?.threads ?? processors.threads
        loadAverage = Self.load(reading.loadAverage, after: last?.loadAverage)
        self.startedAt = startedAt
        filesystems = Self.filesystems(reading.filesystems ?? [], after: last?.filesystems ?? [])
        interfaces = InterfaceChoice.shown(reading.interfaces ?? [])
        temperatures = Self.temperatures(reading.temperatures, after: last?.temperatures ?? [])
        fans = reading.fans.map { Self.fans($0, after: last?.fans ?? []) }
        arrays = reading.arrays
        clock = reading.clock.map { ClockState($0, after: last?.clock) }
        isRebootDue = reading.isRebootDue
        virtualization = reading.virtualization
        productUUID = reading.productUUID
        take(findings)
    }

    private mutating func take(_ findings: SurveyFindings) {
        failedUnits = findings.failedUnits
        pools = findings.pools
        disks = findings.disks
        packages = findings.packages
    }

    /// All three or none: those of one moment belong together.
    private static func load(_ load: [Double]?, after last: [Double]?) -> [Double]? {
        guard let load, let last, load.count == last.count else { return load.map { $0.map(hundredths) } }
        let isNear = zip(load, last).allSatisfy { abs($0 - $1) <= max(0.1, $1 / 10) }
        return isNear ? last : load.map(hundredths)
    }

    private static func hundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }

    /// Whole degrees.
    private static func temperatures(_ sensors: [TemperatureSensor], after last: [TemperatureReading]) -> [TemperatureReading] {
        let told = Dictionary(last.map { ($0.label, $0.celsius) }) { first, _ in first }
        return zip(LabelledSensors.names(sensors.map { ($0.chip, $0.label) }), sensors).map { name, sensor in
            let celsius = SteadyValue.settle(sensor.celsius, sensor.celsius.rounded(), after: told[name], within: 1)
            return TemperatureReading(label: name, celsius: celsius)
        }
    }

    /// Tens of turns, and a change only by more than a twentieth.
    private static func fans(_ sensors: [FanSensor], after last: [FanReading]) -> [FanReading] {
        let told = Dictionary(last.map { ($0.label, Double($0.turns)) }) { first, _ in first }
        return zip(FanSensor.names(sensors), sensors).map { name, sensor in
            let turns = Double(sensor.turns)
            // A fan that has stopped, or starts, is news.
            let before = turns == 0 ? nil : told[name].flatMap { $0 == 0 ? nil : $0 }
            let settled = SteadyValue.settle(turns, (turns / 10).rounded() * 10, after: before, within: max(50, (before ?? 0) / 20))
            return FanReading(label: name, turns: Int(settled))
        }
    }

    private static func filesystems(_ filesystems: [Filesystem], after last: [Filesystem]) -> [Filesystem] {
        let told = Dictionary(last.map { ($0.mountpoint, $0) }) { first, _ in first }
        return filesystems.map { $0.rounded(after: told[$0.mountpoint]) }
    }
}

extension Filesystem {
    /// The use to a thousandth of the size, or to 1 MiB where that is more.
    fileprivate func rounded(after last: Filesystem?) -> Filesystem {
        guard let total, let used, total > 0 else { return self }
        let step = max(Double(total) / 1000, 1_048_576)
        let nearest = min((Double(used) / step).rounded() * step, Double(total))
        let before = last?.total == total ? last?.used.map { Double($0) } : nil
        let settled = SteadyValue.settle(Double(used), nearest, after: before, within: step)
        var filesystem = self
        filesystem.used = settled < Double(total) ? Int64(settled) : total
        return filesystem
    }
}

extension ClockState {
    /// The kernel's largest error grows all the time until the time server is asked again, so it is told in steps of 1, 2 and 5.
    fileprivate init(_ reading: ClockReading, after last: ClockState?) {
        self.init(isSynchronised: reading.isSynchronised)
        // What follows no server has no error that anybody knows.
        guard reading.isSynchronised, let error = reading.maximumError?.asSeconds else { return }
        let steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]
        estimatedError = steps.first { $0 >= error } ?? 20
        // It falls back at each answer of the server; that is no news either, unless it is much.
        guard let before = last?.estimatedError, last?.isSynchronised == true, let estimatedError, estimatedError < before else { return }
        self.estimatedError = before <= 1 ? before : estimatedError
    }
}
