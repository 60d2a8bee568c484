import PulseCore

/// The figures in what smartctl says of a disk, whichever of its tables they stand in.
struct SMARTFigures: Hashable, Sendable {
    /// Nil when the disk does not say.
    let passed: Bool?
    /// Whole degrees.
    let celsius: Double?
    let powerOnHours: Int?
    /// Share of its life that is used up, 0…1.
    let wear: Double?
    let reallocatedSectors: Int?
    let pendingSectors: Int?
    let uncorrectableErrors: Int?
    let mediaErrors: Int?
    let linkErrors: Int?
    let spareLeft: Double?

    init(_ answer: SmartctlAnswer, isRotational: Bool?) {
        let (ata, nvme) = (answer.ata?.value, answer.nvme?.value)
        // Bit 3 of the exit status: the disk says that it is failing.
        let isFailing = (answer.smartctl?.value?.exitStatus?.value ?? 0) & 8 != 0
        passed = answer.verdict?.value?.passed?.value ?? (isFailing ? false : nil)
        celsius = Self.celsius([answer.temperature?.value?.current?.value, nvme?.temperature?.value, ata?.number(194), ata?.number(190)])
        powerOnHours = Self.hours([answer.powerOnTime?.value?.hours?.value, nvme?.powerOnHours?.value, ata?.number(9)])
        wear = Self.wear(answer, isRotational: isRotational)
        reallocatedSectors = ata?.number(5) ?? Self.count(answer.grownDefects?.value)
        pendingSectors = ata?.number(197) ?? Self.count(answer.pendingDefects?.value?.count?.value)
        uncorrectableErrors = ata?.number(187) ?? ata?.number(198) ?? answer.errorCounters?.value?.uncorrected
        mediaErrors = Self.count(nvme?.mediaErrors?.value)
        linkErrors = ata?.number(199)
        spareLeft = Self.spare(nvme)
    }

    private static func count(_ number: Int?) -> Int? { number.flatMap { $0 >= 0 ? $0 : nil } }

    /// Zero is what a virtual disk says.
    private static func celsius(_ told: [Int?]) -> Double? {
        told.lazy.compactMap(\.self).first { (-40...120).contains($0) && $0 != 0 }.map { Double($0) }
    }

    /// No disk is two hundred years old: some count in other units.
    private static func hours(_ told: [Int?]) -> Int? { told.lazy.compactMap(\.self).first { (0...1_753_200).contains($0) } }

    /// In the order of how plainly each says it. NVMe counts on over 100 %.
    private static func wear(_ answer: SmartctlAnswer, isRotational: Bool?) -> Double? {
        let used = answer.enduranceUsed?.value?.percent?.value ?? answer.nvme?.value?.percentageUsed?.value ?? answer.scsiPercentageUsed?.value
        if let used, used >= 0 { return min(Double(used) / 100, 1) }
        // Turning disks use the same numbers for other things.
        guard isRotational == false, let ata = answer.ata?.value else { return nil }
        let left = [202, 231, 233, 177].lazy.compactMap { id in ata.attribute(id).flatMap(lifeLeft) }.first
        return left.map { Double(100 - $0) / 100 }
    }

    /// The normalised value of what is called life or wear falls from 100 to 0.
    private static func lifeLeft(_ attribute: ATATable.Attribute) -> Int? {
        guard let name = attribute.name?.value, let value = attribute.value?.value, (0...100).contains(value) else { return nil }
        return ["Life", "Wear"].contains { name.contains($0) } ? value : nil
    }

    /// Without a threshold a disk does not watch its spare, and its zero says nothing.
    private static func spare(_ log: NVMeLog?) -> Double? {
        guard let spare = log?.availableSpare?.value, (0...100).contains(spare), spare > 0 || (log?.spareThreshold?.value ?? 0) > 0 else {
            return nil
        }
        return Double(spare) / 100
    }
}
