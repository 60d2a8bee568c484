import PulseCore

/// The kernels that `/nodes/{node}/apt/versions` names: the one that runs, and the newest that is installed.
enum PackageVersions {
    static func kernel(_ rows: [JSONObject]) -> KernelState {
        state(running: rows.lazy.compactMap(running).first, newestInstalled: rows.compactMap(release).max(by: precedes))
    }

    static func state(running: String?, newestInstalled newest: String?) -> KernelState {
        var isDue: Bool?
        if let running, let newest { isDue = precedes(running, newest) }
        return KernelState(running: running, newestInstalled: newest, isRebootDue: isDue)
    }

    /// Proxmox VE has a member for it, a backup server writes `running kernel: 6.8.12-4-pve` beside its first package.
    private static func running(_ row: JSONObject) -> String? {
        let told = row.text("RunningKernel") ?? row.text("ExtraInfo").flatMap { $0.after("running kernel: ").map(String.init) }
        return told.map { $0.printable(limit: 100) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// `proxmox-kernel-6.8.12-4-pve-signed` is 6.8.12-4-pve; `proxmox-kernel-6.8` stands for the version it is installed in.
    private static func release(_ row: JSONObject) -> String? {
        guard isInstalled(row), let name = row.text("Package") else { return nil }
        guard let rest = name.after("proxmox-kernel-") ?? name.after("pve-kernel-"), rest.first?.isNumber == true else { return nil }
        if let end = rest.firstRange(of: "-pve") { return String(rest[..<end.upperBound]) }
        return (row.text("OldVersion") ?? row.text("Version")).map { "\($0)-pve" }
    }

    /// A backup server does not say it of each package: what is not installed has no version that begins with a number.
    private static func isInstalled(_ row: JSONObject) -> Bool {
        if let state = row.text("CurrentState") { return state == "Installed" }
        return row.text("OldVersion")?.first?.isNumber ?? false
    }

    private static func precedes(_ first: String, _ second: String) -> Bool { numbers(first).lexicographicallyPrecedes(numbers(second)) }

    /// `6.8.12-4-pve` in numbers.
    private static func numbers(_ release: String) -> [Int] {
        release.split { !$0.isNumber || !$0.isASCII }.compactMap { Int($0) }
    }
}
