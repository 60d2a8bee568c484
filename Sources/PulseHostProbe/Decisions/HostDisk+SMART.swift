import PulseCore

/// What came of asking a disk.
enum SMARTVerdict: Hashable, Sendable {
    case answered
    case standby
    case unreadable
    /// This user may not open it.
    case forbidden
    case unsupported

    /// Bits of the exit status, smartctl(8) “EXIT STATUS”.
    private static let usage = 1
    private static let notOpened = 2

    /// An exit status with bit 1 says that the disk sleeps or that it could not be opened; only the messages tell which.
    init(_ answer: SmartctlAnswer) {
        let messages = answer.messages
        func says(_ words: String...) -> Bool { messages.contains { message in words.contains { message.contains($0) } } }
        let status = answer.smartctl?.value?.exitStatus?.value ?? 0
        if messages.contains(where: { $0.contains("Device is in ") && $0.contains("mode, exit(") }) {
            self = .standby
        } else if says("Permission denied", "Operation not permitted"), status & (Self.usage | Self.notOpened) != 0 {
            self = .forbidden
        } else if says("Unknown USB bridge", "Unable to detect device type", "please try adding", "Please specify device type") {
            self = .unsupported
        } else if status & Self.usage != 0 {
            self = .unsupported
        } else if status & Self.notOpened != 0 {
            self = .unreadable
        } else {
            self = answer.support?.value?.available?.value != false && answer.hasFigures ? .answered : .unsupported
        }
    }

    var answer: HostDisk.Answer {
        switch self {
        case .answered: .answered
        case .standby: .standby
        case .unreadable: .unreadable
        case .forbidden: .notAsked
        case .unsupported: .unsupported
        }
    }
}

extension SmartctlAnswer {
    fileprivate var hasFigures: Bool {
        verdict?.value?.passed?.value != nil || ata?.value?.table?.value?.isEmpty == false || nvme?.value != nil || grownDefects?.value != nil
            || errorCounters?.value != nil || powerOnTime?.value != nil
    }
}

extension HostDisk {
    /// Adds what smartctl says to what the kernel says of a disk.
    mutating func take(_ answer: SmartctlAnswer, at now: Timestamp) {
        self.answer = SMARTVerdict(answer).answer
        model = (answer.modelName ?? answer.scsiModelName)?.value?.shown ?? model
        serial = answer.serialNumber?.value?.shown ?? serial
        size = answer.capacity?.value?.bytes?.value.flatMap { $0 > 0 ? $0 : nil } ?? size
        isRotational = answer.rotationRate?.value.map { $0 > 0 } ?? isRotational
        bus = Self.bus(answer, known: bus)
        guard self.answer == .answered else { return }
        askedAt = now
        let figures = SMARTFigures(answer, isRotational: isRotational)
        passed = figures.passed
        celsius = figures.celsius
        powerOnHours = figures.powerOnHours
        wear = figures.wear
        reallocatedSectors = figures.reallocatedSectors
        pendingSectors = figures.pendingSectors
        uncorrectableErrors = figures.uncorrectableErrors
        mediaErrors = figures.mediaErrors
        linkErrors = figures.linkErrors
        spareLeft = figures.spareLeft
    }

    /// A disk that sleeps keeps what it said while it was awake, with the time of that.
    func asleep(after last: HostDisk?) -> HostDisk {
        guard answer == .standby, var disk = last, disk.serial == serial || serial == nil else { return self }
        disk.answer = .standby
        return disk
    }

    private static func bus(_ answer: SmartctlAnswer, known: String?) -> String? {
        if known == "usb" || known == "virtual" { return known }
        switch answer.device?.value?.protocol?.value {
        case "NVMe": return "nvme"
        case "ATA": return "sata"
        case "SCSI": return answer.transport?.value?.name?.value?.hasPrefix("SAS") == true ? "sas" : known
        default: return known
        }
    }
}

extension String {
    /// Names of devices come padded with spaces.
    var shown: String? {
        let text = Array(utf8)[...].trimmed.text.printable()
        return text.isEmpty ? nil : text
    }
}
