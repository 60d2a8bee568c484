import PulseCore

/// Guests, each in a round of some hours: there may be thousands.
extension DepthTopic {
    static let snapshots = DepthTopic.section(
        "snapshots", every: .seconds(3600), rank: 8, path: { "\($0.guestPath)/snapshot" },
        about: { "the snapshots of guest \($0.subject.name)" }, needs: .auditor("/vms"),
        keep: { call in \.[snapshots: call.subject.vmid] },
        read: { (answer) throws(ProxmoxError) in
            try answer.list(PVESnapshotRows.snapshot).sorted { ($0.at?.milliseconds ?? 0, $0.name) < ($1.at?.milliseconds ?? 0, $1.name) }
        })

    /// Disks and mount points with their sizes; what is used of them Proxmox VE tells of the root of a container alone.
    static let guestConfig = DepthTopic(
        "guest_config", every: .seconds(6 * 3600), rank: 9, path: { "\($0.guestPath)/config" },
        about: { "the configuration of guest \($0.subject.name)" }, needs: .auditor("/vms"),
        take: { (depth, call, answer) throws(ProxmoxError) in
            guard case .guest(let vmid, let isContainer) = call.subject else { return }
            guard let config = PVEGuestConfig(try answer.object(), isContainer: isContainer) else { throw .notProxmox }
            depth.guestConfigs[vmid] = config
        },
        miss: { _, _, _ in })
}

extension DepthCall {
    /// `/nodes/pve1/lxc/101`
    fileprivate var guestPath: String {
        guard case .guest(let vmid, let isContainer) = subject else { return nodePath }
        return "\(nodePath)/\(isContainer ? "lxc" : "qemu")/\(vmid)"
    }
}
