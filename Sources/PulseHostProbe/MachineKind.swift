/// What sort of machine this is. It does not change while the machine runs, so it is read once.
struct MachineKind: Hashable, Sendable {
    var virtualization: String?
    var isContainer = false
    var productUUID: String?

    init(_ files: FileTree, hasHypervisorFlag: Bool?) {
        let evidence = Self.evidence(files, hasHypervisorFlag)
        virtualization = evidence.verdict
        isContainer = evidence.isContainer
        // In a container it would be the one of the machine around it. Only root may read it.
        guard !isContainer else { return }
        productUUID = files.line("sys/class/dmi/id/product_uuid").flatMap { $0.utf8.count == 36 ? $0.lowercased() : nil }
    }

    private static func evidence(_ files: FileTree, _ hasHypervisorFlag: Bool?) -> VirtualizationEvidence {
        var evidence = VirtualizationEvidence()
        evidence.container = files.line("run/systemd/container") ?? containerOfFirstProcess(files)
        evidence.hasDockerFile = files.exists(".dockerenv")
        evidence.hasPodmanFile = files.exists("run/.containerenv")
        evidence.hypervisor = files.line("sys/hypervisor/type")
        evidence.isXenHost = files.line("proc/xen/capabilities")?.contains("control_d") == true
        evidence.names = ["product_name", "sys_vendor", "board_vendor", "bios_vendor"].compactMap { files.line("sys/class/dmi/id/\($0)") }
        evidence.hasHypervisorFlag = hasHypervisorFlag
        evidence.deviceTree = files.line("proc/device-tree/hypervisor/compatible")
        evidence.kernel = files.line("proc/sys/kernel/osrelease")
        return evidence
    }

    /// `container=lxc`. Only root may read the environment of the first process.
    private static func containerOfFirstProcess(_ files: FileTree) -> String? {
        let entries = files.contents("proc/1/environ")?.split(separator: 0) ?? []
        return entries.first { $0.starts(with: "container=") }?.dropFirst(10).text
    }
}
