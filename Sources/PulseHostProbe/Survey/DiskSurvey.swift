import PulseCore

/// The disks of a machine and what SMART says of them.
struct DiskSurvey: Sendable {
    private static let outputLimit = 512 << 10

    let files: FileTree
    let programs: any ProgramRunning
    /// False when somebody wants no disk to be asked.
    let mayAsk: Bool
    /// What was found the last time: a disk that sleeps keeps it.
    let before: [HostDisk]

    func ask(now: () -> Timestamp) async -> Finding<[HostDisk]> {
        guard var disks = DiskInventory(files: files).disks() else { return Finding() }
        let asked = disks.indices.filter { disks[$0].answer == .notAsked }
        guard mayAsk, !asked.isEmpty else { return Finding(disks) }
        if let limitation = obstacle(to: asked.map { disks[$0].device }) { return Finding(disks, limitation) }
        // One after the other: a machine with sixty disks is not to be shaken.
        for index in asked { disks[index] = await asking(disks[index], ["/dev/\(disks[index].device)"], now()) }
        disks += await hiddenDisks(now)
        return Finding(disks, limitation(asked.map { disks[$0] }))
    }

    /// What is in the way of all of them.
    private func obstacle(to devices: [String]) -> Limitation? {
        guard programs.has("smartctl") else {
            return Limitation(problem: "Disks are listed without SMART: smartctl is not installed.", nextStep: "Install the package smartmontools.")
        }
        guard devices.contains(where: { files.exists("dev/\($0)") }) else {
            return Limitation(
                problem: "Disks are listed without SMART: this process sees no device files.",
                nextStep: "Give its unit PrivateDevices=no and a DeviceAllow= for the disks, or its container the devices; see docs/hosts.md.")
        }
        return nil
    }

    /// smartctl(8): `-n standby` asks a disk for its power mode first and leaves it alone when it sleeps.
    private func asking(_ disk: HostDisk, _ target: [String], _ now: Timestamp) async -> HostDisk {
        let arguments = ["--json=c", "-n", "standby", "-i", "-H", "-A"] + target
        let outcome = await programs.run(ProgramCall("smartctl", arguments, deadline: .seconds(30), outputLimit: Self.outputLimit))
        var disk = disk
        guard case .exited(_, let output, _) = outcome, let answer = SmartctlAnswer.parse(output[...]) else {
            disk.answer = .unreadable
            return disk
        }
        disk.take(answer, at: now)
        return disk.asleep(after: before.first { $0.device == disk.device })
    }

    /// Those behind a RAID controller, which only smartctl finds.
    private func hiddenDisks(_ now: () -> Timestamp) async -> [HostDisk] {
        let call = ProgramCall("smartctl", ["--scan", "--json=c"], deadline: .seconds(30), outputLimit: Self.outputLimit)
        guard case .exited(0, let output, _) = await programs.run(call) else { return [] }
        var disks: [HostDisk] = []
        for hidden in SmartctlScan.hiddenDisks(output[...]) {
            let name = HostDisk(device: "\(hidden.path.dropFirst(5)) \(hidden.type)", answer: .notAsked)
            disks.append(await asking(name, ["-d", hidden.type, hidden.path], now()))
        }
        return disks
    }

    private func limitation(_ disks: [HostDisk]) -> Limitation? {
        let forbidden = disks.filter { $0.answer == .notAsked }.map(\.device)
        guard !forbidden.isEmpty else { return nil }
        let shown = forbidden.prefix(4).joined(separator: ", ") + (forbidden.count > 4 ? " and \(forbidden.count - 4) more" : "")
        return Limitation(
            problem: "Disks are listed without SMART: this user may not ask \(shown).",
            nextStep: "Run the agent as root, or give it the group disk with CAP_SYS_RAWIO (SATA, SAS) and CAP_SYS_ADMIN (NVMe); see docs/hosts.md.")
    }
}
