import PulseCore

extension HostReader {
    func disks() -> [BlockDevice]? {
        guard let rows = files.contents("proc/diskstats").map(DiskCounters.parse) else { return nil }
        let isKnown = files.exists("sys/block")
        return rows.map { BlockDevice($0, isKnown ? place(of: $0.name) : .unknown) }
    }

    private func place(of name: String) -> BlockDevice.Place {
        // `cciss/c0d0` is `cciss!c0d0` there.
        let folder = "sys/block/" + String(name.map { $0 == "/" ? "!" : $0 })
        guard files.exists(folder) else { return .partition }
        if files.exists(folder + "/device") { return .hardware }
        return files.names(in: folder + "/slaves")?.isEmpty == false ? .layered : .standalone
    }

    func interfaces() -> [HostInterface]? {
        guard let rows = files.contents("proc/net/dev").map(InterfaceCounters.parse) else { return nil }
        let addresses = InterfaceAddresses.all()
        return rows.map { counters in
            let folder = "sys/class/net/" + counters.name
            return HostInterface(
                counters, hasDevice: files.exists(folder + "/device"), hardwareAddress: hardwareAddress(folder),
                addresses: addresses[counters.name] ?? [])
        }
    }

    /// Loopback and tunnels have none and tell zeros.
    private func hardwareAddress(_ folder: String) -> String? {
        files.line(folder + "/address").flatMap { address in
            address.utf8.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ":") } ? nil : address
        }
    }

    func filesystems() -> [Filesystem]? {
        files.contents("proc/self/mountinfo").map { mounts in
            FilesystemChoice.choose(MountEntry.parse(mounts)).filter { !exclusion.covers($0.mount) }.map(filesystem)
        }
    }

    private func filesystem(_ choice: FilesystemChoice) -> Filesystem {
        let mount = choice.mount
        let space = choice.mayBeAsked ? files.space(at: mount.mountpoint) : nil
        return Filesystem(mountpoint: mount.path, type: mount.type, device: mount.origin, total: space?.total, used: space?.used)
    }
}
