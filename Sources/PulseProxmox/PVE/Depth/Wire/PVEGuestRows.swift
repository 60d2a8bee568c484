import PulseCore

/// `/nodes/{node}/{qemu|lxc}/{vmid}/snapshot`.
enum PVESnapshotRows {
    /// Nil of the entry `current`, which is no snapshot.
    static func snapshot(_ row: JSONObject) -> GuestSnapshot? {
        guard let name = row.text("name"), name != "current" else { return nil }
        var snapshot = GuestSnapshot(name: name, at: row.moment("snaptime"))
        snapshot.parent = row.text("parent")
        snapshot.note = row.text("description")?.printable(limit: 200)
        snapshot.includesMemory = row.flag("vmstate")
        return snapshot
    }
}

/// `/nodes/{node}/lxc/{vmid}/config`: of it what a person would look for and no figures tell.
struct PVEContainerConfig: Sendable, Equatable {
    struct Mount: Sendable, Equatable {
        /// `rootfs`, `mp0`.
        var name: String
        /// `/`, `/data`.
        var mountpoint: String
        /// `local-lvm:vm-101-disk-1`, or a directory of the node.
        var volume: String?
        var size: Int64?
    }

    private static let mostMounts = 64

    var hostname: String?
    /// `debian`, `alpine`, `unmanaged`.
    var system: String?
    /// What an application container runs in the place of an init system (9.1: made from an OCI image).
    var entrypoint: String?
    var mounts: [Mount] = []

    init?(_ object: JSONObject) {
        guard object["digest"] != nil || object["rootfs"] != nil else { return nil }
        hostname = object.text("hostname")
        system = object.text("ostype")
        entrypoint = object.text("entrypoint").flatMap { $0 == "/sbin/init" ? nil : $0.printable(limit: 200) }
        for member in object.members where mounts.count < Self.mostMounts {
            guard let text = member.value.text, let mount = Self.mount(member.key, text) else { continue }
            mounts.append(mount)
        }
        mounts.sort { ($0.name == "rootfs" ? 0 : 1, $0.name.count, $0.name) < ($1.name == "rootfs" ? 0 : 1, $1.name.count, $1.name) }
    }

    /// `local-lvm:vm-101-disk-1,mp=/data,size=8G`
    private static func mount(_ key: String, _ text: String) -> Mount? {
        let isRoot = key == "rootfs"
        guard isRoot || PVEGuestDisks.isNumbered(key, "mp") else { return nil }
        let drive = PVEDrive(text)
        guard let mountpoint = isRoot ? "/" : drive.option("mp").map(String.init) else { return nil }
        return Mount(name: key, mountpoint: mountpoint, volume: drive.volume.map(String.init), size: drive.size)
    }
}
