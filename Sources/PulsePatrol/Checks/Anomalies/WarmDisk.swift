import PulseCore

/// A disk that has been far warmer than ever for hours, and is still within its limits.
struct WarmDisk: Sendable {
    static let hours = 6
    static let turning = WarmDisk(floor: 42, margin: 8)
    static let flash = WarmDisk(floor: 55, margin: 12)

    static let words =
        "Of disks: \(turning.words), in each of the last \(hours) hours; of solid-state disks on NVMe \(flash.words). Of a machine with an agent the "
        + "sensors of its disks are meant (nvme, drivetemp), not while the whole machine is found to be too warm or a disk too hot."

    let floor: Double
    let margin: Double

    private var words: String {
        "\(Words.figure(floor, .celsius)) or more and \(Words.figure(margin, .celsius)) above the highest that held as long"
    }

    func judge(_ look: Look, part: String, name: String) throws -> Raised? {
        let usual = try Usual(look, .temperature, part: part, sustained: Self.hours)
        guard try usual.isUnheard(of: look, .temperature, part: part, bar: { max(floor, $0 + margin) }) else { return nil }
        let (figure, highest) = (Words.figure(usual.lowestRecent, .celsius), Words.figure(usual.heldHighest, .celsius))
        return Raised(
            instance: part, .watch, "Disk is far warmer than usual",
            description: "\(name) has been at \(figure) or more for \(usual.recent.count) hours; it never was above \(highest) for as long.",
            recommendation: "Look at the fans and filters of the machine, at the room, and at what keeps the disk busy.",
            evidence: "At least \(figure) in each of the last \(usual.recent.count) hours; \(highest) at most for as long before.",
            items: [
                .series(
                    look.id, .temperature, part: part, from: usual.before.first?.start ?? look.now, to: look.now,
                    marks: [.init("now", usual.recent.last?.average ?? 0, at: look.now), .init("highest before", usual.heldHighest)], text: figure)
            ])
    }
}

extension WarmDisk {
    /// By the sensors that a machine has for them.
    fileprivate static func disks(of facts: HostFacts, _ look: Look) throws -> Answer {
        guard !(facts.disks ?? []).contains(where: { HostDiskRule.temperature($0) != nil }) else { return .clear }
        let labels = facts.temperatures.map(\.label).filter { $0.hasPrefix("nvme") || $0.hasPrefix("drivetemp") }
        return try .each(of: labels, named: \.self) { label in
            let rule = label.hasPrefix("nvme") ? flash : turning
            return try rule.judge(look, part: label, name: "The disk with the sensor \(label.printable()) of \(look.name)")
        }
    }
}

extension AboveUsual {
    fileprivate static let temperature = AboveUsual(
        metric: .temperature, noun: "Temperature", floor: 50, margin: 10, advice: "Look at fans, filters, and the room.")
}

extension Check {
    static let anomalyTemperature = Check(
        "ANOMALY-TEMPERATURE", key: "temperature-anomaly", "Temperature is far above usual", .performance, on: [.node, .host, .disk],
        needs: AboveUsual.temperature.needs + [.parts(.temperature, hours: Usual.window)],
        page: CheckPage(
            why: "What runs much warmer than ever, and still within its limits, has lost a fan or its air.",
            decides: AboveUsual.temperature.words + " " + WarmDisk.words, advice: AboveUsual.temperature.advice),
        role: CausalRole(symptoms: [.slow])
    ) { look in
        switch look.resource.facts {
        case .disk(let facts):
            guard look.isInRegularUse, try look.disk() != nil else { return .clear }
            _ = try look.current(.temperature)
            let rule = facts.type == "nvme" ? WarmDisk.flash : WarmDisk.turning
            return Answer(raised: [try rule.judge(look, part: "", name: "\(facts.device) on \(facts.node)")].compactMap(\.self))
        case .host(let facts):
            let whole = look.resource.metrics[.temperature] == nil ? .clear : try AboveUsual.temperature.judge(look)
            // What warms the whole machine warms its disks.
            return whole.raised.isEmpty && look.isInRegularUse ? try WarmDisk.disks(of: facts, look) : whole
        default: return try AboveUsual.temperature.judge(look)
        }
    }
}
