/// What an agent on a node of Proxmox finds that the server of the node finds too. The principle is in the README.
enum HostRepetitions {
    private static let codes: [String: Set<String>] = [
        "HOST-ZFS-HEALTH": ["PVE-ZFS-HEALTH"],
        "HOST-ZFS-ERRORS": ["PVE-ZFS-ERRORS", "PVE-ZFS-DATA-ERRORS"],
        "HOST-ZFS-SCRUB": ["PVE-ZFS-SCRUB"],
        "HOST-ZFS-FILL": ["PVE-ZFS-FILL"],
        "HOST-DISK-FAILED": ["PVE-DISK-SMART"],
        "HOST-DISK-PENDING": ["PVE-DISK-PENDING"],
        "HOST-DISK-REALLOCATED": ["PVE-DISK-REALLOCATED"],
        "HOST-DISK-UNCORRECTABLE": ["PVE-DISK-MEDIA", "PVE-DISK-PENDING"],
        "HOST-DISK-WEAR": ["PVE-DISK-WEAR", "PVE-DISK-WEAR-TREND"],
        "HOST-DISK-SMART-TREND": ["PVE-DISK-SMART-TREND"],
        "HOST-DISK-CRC": ["PVE-DISK-CRC"],
        "HOST-DISK-TEMPERATURE": ["PVE-DISK-TEMPERATURE", "ANOMALY-TEMPERATURE"],
        "HOST-UNIT-FAILED": nodes("SERVICE"),
        "HOST-SECURITY-UPDATES": nodes("UPDATES"),
        "HOST-REBOOT-DUE": nodes("REBOOT"),
        "HOST-CLOCK-UNSYNCHRONISED": nodes("CLOCK"),
        "HOST-CPU-SUSTAINED": nodes("CPU").union(["ANOMALY-CPU"]),
        "HOST-MEMORY-SUSTAINED": nodes("MEMORY"),
        "HOST-SWAP-FULL": ["PVE-NODE-SWAP"],
        "HOST-IO-WAIT": ["PVE-NODE-IOWAIT"],
        "HOST-IO-PRESSURE": ["PVE-NODE-IOWAIT"],
        "HOST-DISK-FILL": ["PVE-NODE-ROOT-FILL", "PBS-NODE-DISK", "PMG-NODE-DISK"],
        "ANOMALY-CPU": nodes("CPU").union(["ANOMALY-CPU"]),
        "ANOMALY-TEMPERATURE": ["ANOMALY-TEMPERATURE"],
    ]

    static func told(_ check: Check) -> Check {
        var check = check
        check.role.repeats = codes[check.code] ?? []
        return check
    }

    /// For the page of a check; nothing where it repeats no other.
    static func words(_ check: Check, link: (String) -> String) -> String {
        let others = check.role.repeats.subtracting([check.code]).sorted().map(link).joined(separator: ", ")
        guard !others.isEmpty else { return "" }
        return "\n\nSaid once: on a node of Proxmox with an agent, one of this and \(others) leads and the other follows from it."
    }

    private static func nodes(_ question: String) -> Set<String> { Set(["PVE", "PBS", "PMG"].map { "\($0)-NODE-\(question)" }) }
}
