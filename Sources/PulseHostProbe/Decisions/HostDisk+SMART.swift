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
        if messages.contains(where: { $0.contains("Device is in ") && $0.contains("mode") }) {
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
        passed = answer.verdict?.value?.passed?.value ?? (answer.statusSaysFailing ? false : nil)
        celsius = answer.celsius
        powerOnHours = answer.hours
        wear = answer.wear(isRotational: isRotational)
        let ata = answer.ata?.value
        reallocatedSectors = ata?.attribute(5)?.number ?? answer.grownDefects?.value.flatMap(Self.count)
        pendingSectors = ata?.attribute(197)?.number
        uncorrectableErrors = ata?.attribute(187)?.number ?? ata?.attribute(198)?.number ?? answer.errorCounters?.value?.uncorrected
        mediaErrors = answer.nvme?.value?.mediaErrors?.value.flatMap(Self.count)
        spareLeft = answer.nvme?.value?.spareLeft
    }

    /// A disk that sleeps keeps what it said while it was awake, with the time of that.
    func asleep(after last: HostDisk?) -> HostDisk {
        guard answer == .standby, var disk = last, disk.serial == serial || serial == nil else { return self }
        disk.answer = .standby
        return disk
    }

    private static func count(_ number: Int) -> Int? { number >= 0 ? number : nil }

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

extension SmartctlAnswer {
    /// Bit 3 of the exit status: the disk says that it is failing.
    fileprivate var statusSaysFailing: Bool { (smartctl?.value?.exitStatus?.value ?? 0) & 8 != 0 }

    /// Whole degrees. Zero is what a virtual disk says.
    fileprivate var celsius: Double? {
        let told = [
            temperature?.value?.current?.value, nvme?.value?.temperature?.value, ata?.value?.attribute(194)?.number,
            ata?.value?.attribute(190)?.number,
        ]
        return told.lazy.compactMap(\.self).first { (-40...120).contains($0) && $0 != 0 }.map { Double($0) }
    }

    /// No disk is two hundred years old: some count in other units.
    fileprivate var hours: Int? {
        let told = [powerOnTime?.value?.hours?.value, nvme?.value?.powerOnHours?.value, ata?.value?.attribute(9)?.number]
        return told.lazy.compactMap(\.self).first { (0...1_753_200).contains($0) }
    }

    /// In the order of how plainly each says it. NVMe counts on over 100 %.
    fileprivate func wear(isRotational: Bool?) -> Double? {
        let used = enduranceUsed?.value?.percent?.value ?? nvme?.value?.percentageUsed?.value ?? scsiPercentageUsed?.value
        if let used, used >= 0 { return min(Double(used) / 100, 1) }
        // Turning disks use the same numbers for other things.
        guard isRotational == false, let ata = ata?.value else { return nil }
        let left = [202, 231, 233, 177].lazy.compactMap { id in ata.attribute(id).flatMap(Self.lifeLeft) }.first
        return left.map { 1 - $0 }
    }

    /// The normalised value of what is called life or wear falls from 100 to 0.
    private static func lifeLeft(_ attribute: ATATable.Attribute) -> Double? {
        let words = ["Life", "Wear", "Media_Wearout"]
        guard let name = attribute.name?.value, words.contains(where: { name.contains($0) }), let value = attribute.value?.value else { return nil }
        return (0...100).contains(value) ? Double(value) / 100 : nil
    }
}

extension NVMeLog {
    /// Without a threshold the disk does not watch its spare, and its zero says nothing.
    fileprivate var spareLeft: Double? {
        guard let spare = availableSpare?.value, (0...100).contains(spare), spare > 0 || (spareThreshold?.value ?? 0) > 0 else { return nil }
        return Double(spare) / 100
    }
}

extension String {
    /// Names of devices come padded with spaces.
    var shown: String? {
        let text = Array(utf8)[...].trimmed.text.printable()
        return text.isEmpty ? nil : text
    }
}
