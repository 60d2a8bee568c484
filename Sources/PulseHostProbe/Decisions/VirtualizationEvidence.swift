import PulseCore

/// What a machine shows of being a container or a virtual machine.
///
/// The words are those of systemd-detect-virt(1), and the order is its own: the innermost shell is the one that is told.
struct VirtualizationEvidence: Hashable, Sendable {
    /// `/run/systemd/container`, or `container=` of the first process.
    var container: String?
    var hasDockerFile = false
    var hasPodmanFile = false
    /// `/sys/hypervisor/type`
    var hypervisor: String?
    /// The first machine of Xen, which runs the others: it stands on the hardware.
    var isXenHost = false
    /// Names of vendor, product, board and BIOS.
    var names: [String] = []
    /// What the processors say; nil on those that do not say.
    var hasHypervisorFlag: Bool?
    /// `/proc/device-tree/hypervisor/compatible`, on ARM.
    var deviceTree: String?
    var kernel: String?

    private static let vendors = [
        ("KVM", "kvm"), ("OpenStack", "kvm"), ("KubeVirt", "kvm"), ("Amazon EC2", "amazon"), ("VMware", "vmware"), ("VMW", "vmware"),
        ("innotek GmbH", "oracle"), ("VirtualBox", "oracle"), ("Xen", "xen"), ("Bochs", "bochs"), ("Parallels", "parallels"), ("BHYVE", "bhyve"),
        ("Hyper-V", "microsoft"), ("Virtual Machine", "microsoft"), ("Apple Virtualization", "apple"), ("Google Compute Engine", "google"),
    ]

    /// Nil when there is nothing to tell by; `none` is a statement.
    var verdict: String? {
        if let containerVerdict { return containerVerdict }
        if isXenHost { return "none" }
        if let hypervisor { return hypervisor.lowercased().printable(limit: 32) }
        if let vendor = Self.vendors.first(where: { vendor in names.contains { $0.hasPrefix(vendor.0) } }) { return vendor.1 }
        if let deviceTree { return deviceTree.contains("kvm") ? "kvm" : deviceTree.contains("xen") ? "xen" : "vm-other" }
        let isQEMU = names.contains { $0.hasPrefix("QEMU") }
        // QEMU without KVM is not found on servers, and the flag is set in either case.
        if isQEMU { return hasHypervisorFlag == false ? "qemu" : "kvm" }
        if hasHypervisorFlag == true { return "vm-other" }
        return hasHypervisorFlag == false || !names.isEmpty ? "none" : nil
    }

    var isContainer: Bool { containerVerdict != nil }

    private var containerVerdict: String? {
        if let container, !container.isEmpty { return container.lowercased().printable(limit: 32) }
        if hasPodmanFile { return "podman" }
        if hasDockerFile { return "docker" }
        if let kernel, kernel.lowercased().contains("microsoft") { return "wsl" }
        return nil
    }
}
