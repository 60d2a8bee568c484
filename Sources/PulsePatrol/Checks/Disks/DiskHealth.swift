import PulseCore

extension CheckCatalogue {
    static let disks: [Check] = [
        .diskFailed, .diskWear, .diskWearTrend, .diskMediaErrors, .diskPending, .diskReallocated, .diskAttribute, .diskSilent, .diskHot,
        .diskSmartTrend, .diskLinkErrors,
    ]
}

extension Check {
    static let diskFailed = Check(
        "PVE-DISK-SMART", key: "disk-smart-failed", "SMART says that a disk fails", .reliability, on: [.disk], needs: [.facts],
        page: CheckPage(
            why: "The disk itself expects to fail soon, or has.",
            decides: "Critical when the overall verdict of SMART is FAILED. Not of virtual disks.",
            advice: "Make sure that backups are good, then replace the disk."),
        role: CausalRole(explains: [Explanation(.slow, .placed), Explanation(.weakened, .named)])
    ) { look in
        guard let facts = try look.disk() else { return .clear }
        guard let health = facts.health?.uppercased(), health != "UNKNOWN" else { return .hidden("SMART gives no verdict.") }
        guard health.hasPrefix("FAIL") else { return .clear }
        return .raised(
            facts.raised(
                look, .critical, "SMART verdict: failed", "is failing, says SMART.",
                "Check the backups, then replace \(facts.device) on \(facts.node).",
                "health", facts.health ?? ""))
    }

    static let diskMediaErrors = Check(
        "PVE-DISK-MEDIA", key: "disk-media-errors", "A disk has lost data", .reliability, on: [.disk], needs: [.facts],
        page: CheckPage(
            why: "Media errors are reads whose data could not be given back.",
            decides:
                "Watch when an NVMe disk counts media and data integrity errors, warning from \(manyMediaErrors). The count stays for the disk's "
                + "life. Not "
                + "of virtual disks.",
            advice: "Scrub the pool on it and see whether the count grows; if so, replace the disk.")
    ) { look in
        guard let facts = try look.disk() else { return .clear }
        guard let errors = facts.mediaErrors else { return .hidden("It does not count media errors.") }
        guard errors > 0 else { return .clear }
        return .raised(
            facts.raised(
                look, errors >= manyMediaErrors ? .warning : .watch, "Media errors", "has counted \(Words.count(errors, "media error")).",
                "Scrub what lies on \(facts.device) of \(facts.node); replace it when the count grows.", "mediaErrors", "\(errors)"))
    }

    static let diskSilent = Check(
        "PVE-DISK-SMART-OFF", key: "disk-smart-disabled", "SMART is switched off on a disk", .general, on: [.disk], needs: [.facts],
        page: CheckPage(
            why: "A disk that is not asked can't warn.", decides: "Info when it says `SMART Disabled`. Not of virtual and USB disks.",
            advice: "`smartctl -s on <device>`.")
    ) { look in
        guard let facts = try look.disk(), facts.type != "usb" else { return .clear }
        guard let health = facts.health else { return .hidden("SMART gives no verdict.") }
        guard health.lowercased().contains("disabled") else { return .clear }
        return .raised(
            facts.raised(
                look, .info, "SMART is off", "has SMART switched off.", "Run `smartctl -s on \(facts.device)` on \(facts.node).", "health", health))
    }

    static let diskHot = Check(
        "PVE-DISK-TEMPERATURE", key: "disk-high-temp", "A disk is too hot", .reliability, on: [.disk],
        needs: [.current(.temperature), .history(.temperature, hours: HeatRule.hours)],
        page: CheckPage(
            why: "Heat shortens the life of a disk, and solid-state disks slow down.", decides: HeatRule.words,
            advice: "Look at fans, dust and the place of the disk.")
    ) { look in
        guard let facts = try look.disk() else { return .clear }
        let rule = HeatRule(facts.type)
        let now = try look.current(.temperature)
        guard now >= rule.watch - HeatRule.marginNow else { return .clear }
        let past = try look.history(.temperature, hours: HeatRule.hours, atLeast: HeatRule.least).hours
        guard HeatRule.holds(rule.watch, past, now) else { return .clear }
        let words = Words.figure(now, .celsius)
        return .raised(
            facts.raised(
                look, HeatRule.holds(rule.warning, past, now) ? .warning : .watch, "Too hot", "has \(words).",
                "Look at fans and dust round \(facts.device) in \(facts.node).",
                "temperature", words))
    }
}

private let manyMediaErrors = 10

extension Look {
    /// A real disk that somebody can tell of.
    func disk() throws -> DiskFacts? {
        guard case .disk(let facts) = resource.facts, !facts.isVirtual else { return nil }
        switch resource.state.reason {
        case .nodeOffline?, .overdue?, .sourceUnreachable?, .sourceRefused?, .permissionMissing?: throw NotEvaluable("Nobody can say how it is now.")
        default: return facts
        }
    }
}

extension DiskFacts {
    /// Of a hypervisor: it has no wear, and its health is that of what lies below.
    fileprivate var isVirtual: Bool {
        let names = "\(vendor ?? "") \(model ?? "")".lowercased()
        return ["qemu", "vbox", "vmware", "virtual", "virtio", "msft", "iscsi", "lio-org", "drbd"].contains { names.contains($0) }
    }

    private var label: String { "\(device) (\((model ?? "unknown model").printable(limit: 60)))" }

    /// What is so of a disk, in one property.
    func raised(
        _ look: Look, _ severity: FindingSeverity, _ title: String, _ words: String, _ advice: String, _ property: String, _ value: String
    ) -> Raised {
        Raised(
            severity, title, description: "\(label) on \(node) \(words)", recommendation: advice,
            evidence: "\(property): \(value.printable()); serial \(serial ?? "unknown"), used for \(usage ?? "nothing known").",
            items: [.fact(look.id, property, value)])
    }
}
