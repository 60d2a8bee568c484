import PulseCore

/// The physical disks of a machine as SMART tells of them. Virtual disks, and those that could not be asked, say nothing.
struct HostDiskRule: Sendable {
    static let reallocatedWatch = 5
    static let reallocatedWarning = 50
    static let uncorrectableWarning = 10
    static let mediaWarning = 10
    static let wearWatch = 0.80
    static let wearWarning = 0.90
    static let spareWatch = 0.20
    static let spareWarning = 0.10
    /// Degrees: turning disks, and those without moving parts.
    static let hot = (disk: 55.0, flash: 70.0)
    static let tooHot = (disk: 60.0, flash: 80.0)
    /// A rate over a disk's whole life needs some of it.
    static let leastHours = 2000
    static let leastWear = 0.3
    static let wornSoon = Duration.days(180)

    static func each(_ look: Look, _ judge: (HostDisk) -> Raised?) throws -> Answer {
        let disks = try look.host(\.disks, "disks").filter { $0.bus != "virtual" }
        var answer = Answer()
        for disk in disks {
            switch disk.answer {
            case .answered, .standby: answer.raised += judge(disk).map { [$0] } ?? []
            case .unreadable, .notAsked: answer.hidden.append(Hidden("\(disk.device) could not be asked for SMART.", instance: key(disk)))
            case .unsupported: continue
            }
        }
        return answer
    }

    /// The serial number moves with the disk, the device's name does not.
    static func key(_ disk: HostDisk) -> String { disk.serial?.isEmpty == false ? disk.serial ?? disk.device : disk.device }

    static func name(_ disk: HostDisk) -> String { "/dev/\(disk.device)" + (disk.model.map { " (\($0))" } ?? "") }

    static func item(_ look: Look, _ disk: HostDisk, _ name: String, _ text: String) -> Evidence {
        .fact(look.id, "disk \(disk.device) \(name)", text, at: disk.askedAt)
    }

    static func raised(
        _ severity: FindingSeverity, _ title: String, _ look: Look, _ disk: HostDisk, what: String, name: String, value: String, advice: String
    ) -> Raised {
        Raised(
            instance: key(disk), severity, title, description: "\(self.name(disk)) of \(look.name) \(what).", recommendation: advice,
            evidence: "\(disk.device): \(name) \(value).", items: [item(look, disk, name, value)])
    }

    static func replace(_ look: Look, _ disk: HostDisk) -> String {
        "Run `smartctl -a /dev/\(disk.device)` on \(look.name), make sure that its data is backed up, and replace the disk."
    }

    /// When it is worn out at the rate of its life so far.
    static func wornOut(_ disk: HostDisk) -> Duration? {
        guard let wear = disk.wear, wear >= leastWear, wear < 1, let hours = disk.powerOnHours, hours >= leastHours else { return nil }
        return .seconds(Int64(Double(hours) * 3600 * (1 - wear) / wear))
    }

    /// Of flash and turning disks the limits differ; of unknown ones those of flash are meant.
    static func temperature(_ disk: HostDisk) -> (severity: FindingSeverity, limit: Double)? {
        guard let celsius = disk.celsius, disk.answer == .answered else { return nil }
        let turns = disk.isRotational == true
        if celsius >= (turns ? tooHot.disk : tooHot.flash) { return (.warning, turns ? tooHot.disk : tooHot.flash) }
        return celsius >= (turns ? hot.disk : hot.flash) ? (.watch, turns ? hot.disk : hot.flash) : nil
    }
}
