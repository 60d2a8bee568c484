import PulseCore

extension Check {
    private static let fewReallocated = 10
    private static let manyReallocated = 50

    static let diskPending = Check(
        "PVE-DISK-PENDING", key: "disk-pending-sectors", "A disk can't read some of its sectors", .reliability, on: [.disk], needs: [.facts],
        page: CheckPage(
            why: "Data in these sectors can't be read now.",
            decides: "Warning when Current_Pending_Sector (197) or Offline_Uncorrectable (198) is not zero. Not of virtual disks.",
            advice: "Scrub or run a long self test (`smartctl -t long`); replace the disk when the number stays.")
    ) { look in
        guard let facts = try look.disk() else { return .clear }
        guard facts.attributes != nil else { return .hidden("The attributes of SMART were not read.") }
        let count = max(facts.raw(197) ?? 0, facts.raw(198) ?? 0)
        guard count > 0 else { return .clear }
        return .raised(
            facts.raised(
                look, .warning, "Unreadable sectors", "can't read \(Words.count(count, "sector")).",
                "Run `smartctl -t long \(facts.device)` on \(facts.node); replace the disk when the number stays.", "attributes 197, 198", "\(count)")
        )
    }

    static let diskReallocated = Check(
        "PVE-DISK-REALLOCATED", key: "disk-reallocated-sectors", "A disk has replaced sectors", .reliability, on: [.disk], needs: [.facts],
        page: CheckPage(
            why: "Each replaced sector was one that failed; a growing number comes before the failure of the disk.",
            decides:
                "Watch when Reallocated_Sector_Ct (5) is not zero, on solid-state disks from \(fewReallocated); warning from \(manyReallocated). "
                + "Not of virtual disks.",
            advice: "Watch whether it grows; have a replacement ready.")
    ) { look in
        guard let facts = try look.disk() else { return .clear }
        guard facts.attributes != nil else { return .hidden("The attributes of SMART were not read.") }
        guard let count = facts.raw(5), count >= (facts.type == "hdd" ? 1 : fewReallocated) else { return .clear }
        return .raised(
            facts.raised(
                look, count >= manyReallocated ? .warning : .watch, "Replaced sectors", "has replaced \(Words.count(count, "sector")).",
                "Have a replacement for \(facts.device) of \(facts.node) ready, and watch whether the number grows.", "attribute 5", "\(count)"))
    }

    static let diskAttribute = Check(
        "PVE-DISK-ATTRIBUTE", key: "disk-attribute-failing", "An attribute of SMART is below its threshold", .reliability, on: [.disk],
        needs: [.facts],
        page: CheckPage(
            why: "The maker's own limit is passed.",
            decides: "Warning for each attribute that SMART marks FAILING_NOW. Not for those that did once, and not of virtual disks.",
            advice: "Replace the disk soon.")
    ) { look in
        guard let facts = try look.disk() else { return .clear }
        guard let attributes = facts.attributes else { return .hidden("The attributes of SMART were not read.") }
        return Answer(
            raised: attributes.filter { $0.failure?.uppercased() == "FAILING_NOW" }.map { attribute in
                var raised = facts.raised(
                    look, .warning, "Attribute fails now", "has \(attribute.name) below its threshold.",
                    "Replace \(facts.device) on \(facts.node) soon.",
                    attribute.name, "\(attribute.value.map(String.init) ?? "?"), threshold \(attribute.threshold.map(String.init) ?? "?")")
                raised.instance = attribute.id.map(String.init) ?? attribute.name
                return raised
            })
    }
}

extension DiskFacts {
    /// The number at the beginning of a raw value: `35 (Min/Max 21/50)`.
    fileprivate func raw(_ id: Int) -> Int? {
        (attributes ?? []).first { $0.id == id }?.raw.flatMap { Int($0.prefix { $0.isNumber && $0.isASCII }) }
    }
}
