/// The attributes of an ATA disk. What they mean is its maker's affair; a few are the same nearly everywhere.
struct ATATable: Decodable {
    struct Attribute: Decodable {
        struct Raw: Decodable {
            var value: Loose<Int64>?
            var string: Loose<String>?
        }

        var id: Loose<Int>?
        var name: Loose<String>?
        /// 1…253, falling to a threshold.
        var value: Loose<Int>?
        var raw: Loose<Raw>?

        /// The number that smartctl makes of the raw bytes: some pack several into them, and its text begins with the one that counts,
        /// `31 (Min/Max 31/31)`, `12345h+20m`.
        var number: Int? {
            let raw = raw?.value
            if let digits = raw?.string?.value?.utf8.prefix(while: \.isDigit), !digits.isEmpty { return Array(digits)[...].small }
            return raw?.value?.value.flatMap { $0 >= 0 && $0 <= 1_000_000_000_000 ? Int($0) : nil }
        }
    }

    var table: Loose<[Attribute]>?

    func attribute(_ id: Int) -> Attribute? { table?.value?.first { $0.id?.value == id } }

    func number(_ id: Int) -> Int? { attribute(id)?.number }
}

/// The health log of NVMe (NVM Express Base Specification, “SMART / Health Information”).
struct NVMeLog: Decodable {
    var availableSpare: Loose<Int>?
    var spareThreshold: Loose<Int>?
    var percentageUsed: Loose<Int>?
    var mediaErrors: Loose<Int>?
    var powerOnHours: Loose<Int>?
    var temperature: Loose<Int>?

    private enum CodingKeys: String, CodingKey {
        case temperature
        case availableSpare = "available_spare"
        case spareThreshold = "available_spare_threshold"
        case percentageUsed = "percentage_used"
        case mediaErrors = "media_errors"
        case powerOnHours = "power_on_hours"
    }
}

/// The error counters of a SAS disk (SPC, log pages 02h, 03h and 05h).
struct SCSIErrorCounters: Decodable {
    struct Page: Decodable {
        var uncorrected: Loose<Int>?

        private enum CodingKeys: String, CodingKey {
            case uncorrected = "total_uncorrected_errors"
        }
    }

    var read: Loose<Page>?
    var write: Loose<Page>?
    var verify: Loose<Page>?

    /// Nil when none of them is told.
    var uncorrected: Int? {
        let counts = [read, write, verify].compactMap { $0?.value?.uncorrected?.value }.filter { (0...1_000_000_000_000).contains($0) }
        return counts.isEmpty ? nil : counts.reduce(0, +)
    }
}
