import PulseCore

/// The kernels that `/nodes/{node}/apt/versions` names: the one that runs, and the newest that is installed.
enum PVEPackageVersions {
    static func kernel(_ rows: [JSONObject]) -> KernelState {
        let running = rows.lazy.compactMap { $0.text("RunningKernel") }.first
        let newest = rows.compactMap(release).max { numbers($0).lexicographicallyPrecedes(numbers($1)) }
        var isDue: Bool?
        if let running, let newest { isDue = numbers(running).lexicographicallyPrecedes(numbers(newest)) }
        return KernelState(running: running, newestInstalled: newest, isRebootDue: isDue)
    }

    /// `proxmox-kernel-6.8.12-4-pve-signed` is 6.8.12-4-pve; `proxmox-kernel-6.8` stands for the version it is installed in.
    private static func release(_ row: JSONObject) -> String? {
        guard row.text("CurrentState") == "Installed", let name = row.text("Package") else { return nil }
        guard let rest = name.after("proxmox-kernel-") ?? name.after("pve-kernel-"), rest.first?.isNumber == true else { return nil }
        if let end = rest.firstRange(of: "-pve") { return String(rest[..<end.upperBound]) }
        return (row.text("OldVersion") ?? row.text("Version")).map { "\($0)-pve" }
    }

    /// `6.8.12-4-pve` in numbers.
    private static func numbers(_ release: String) -> [Int] {
        release.split { !$0.isNumber || !$0.isASCII }.compactMap { Int($0) }
    }
}
