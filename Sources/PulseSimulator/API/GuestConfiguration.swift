/// Configurations and snapshots.
enum GuestConfiguration {
    static func machine(_ call: Call) throws(APIRefusal) -> Payload {
        let guest = try call.guest(.qemu)
        var object = JSONObject()
        object.put("digest", digest(guest))
        object.put("name", ifPresent: guest.name)
        object.put("cores", guest.cores)
        object.put("sockets", 1)
        // Text since qemu-server 8.0.8.
        if call.version.major < 8 { object.put("memory", guest.memory >> 20) } else { object.put("memory", String(guest.memory >> 20)) }
        switch guest.balloon {
        case .off: object.put("balloon", 0)
        case .reporting: break
        case .shrinking(let minimum): object.put("balloon", minimum >> 20)
        }
        object.put("cpu", "x86-64-v2-AES")
        object.put("ostype", guest.system == .windows ? "win11" : "l26")
        putDevices(into: &object, guest)
        putIdentity(into: &object, guest)
        putShared(into: &object, guest)
        return Payload(object.json)
    }

    private static func putDevices(into object: inout JSONObject, _ guest: Guest) {
        object.put("scsihw", "virtio-scsi-single")
        object.put("scsi0", "\(volume(guest, 0)),iothread=1,size=\(guest.disk >> 30)G")
        if let data = guest.data {
            object.put("scsi1", "\(volume(guest, 1)),\(data.backup.map { "backup=\($0 ? 1 : 0)," } ?? "")iothread=1,size=\(data.size >> 30)G")
        }
        object.put("ide2", "none,media=cdrom")
        object.put("boot", "order=scsi0;net0")
        object.put("net0", "virtio=\(GuestAddress.mac(guest)),bridge=vmbr0,firewall=1")
    }

    private static func putIdentity(into object: inout JSONObject, _ guest: Guest) {
        object.put("meta", "creation-qemu=9.2.0,ctime=\(Int(guest.created))")
        object.put("smbios1", "uuid=" + identifier(guest, 1))
        object.put("vmgenid", identifier(guest, 2))
        if guest.agent != .notConfigured { object.put("agent", guest.vmid % 2 == 0 ? "1" : "enabled=1,fstrim_cloned_disks=1") }
    }

    static func container(_ call: Call) throws(APIRefusal) -> Payload {
        let guest = try call.guest(.lxc)
        var object = JSONObject()
        object.put("digest", digest(guest))
        object.put("hostname", guest.name ?? "CT\(guest.vmid)")
        object.put("arch", "amd64")
        object.put("ostype", guest.system == .windows || guest.isImage ? "unmanaged" : guest.system.rawValue)
        if guest.isImage { putImage(into: &object) }
        object.put("memory", guest.memory >> 20)
        object.put("swap", 512)
        object.put("cores", guest.cores)
        object.put("rootfs", "\(volume(guest, 0)),size=\(guest.disk >> 30)G")
        object.put("net0", "name=eth0,bridge=vmbr0,hwaddr=\(GuestAddress.mac(guest)),ip=dhcp,type=veth")
        if let data = guest.data {
            object.put("mp0", "\(volume(guest, 1)),mp=/srv/data,\(data.backup.map { "backup=\($0 ? 1 : 0)," } ?? "")size=\(data.size >> 30)G")
        }
        object.put("unprivileged", 1)
        object.put("features", "nesting=1")
        putShared(into: &object, guest)
        return Payload(object.json)
    }

    /// What an image brings along: its command and its environment, entries parted by a zero byte.
    private static func putImage(into object: inout JSONObject) {
        object.put("entrypoint", "/docker-entrypoint.sh nginx -g 'daemon off;'")
        object.put("env", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin\u{0}NGINX_VERSION=1.29.1")
        object.put("cmode", "console")
    }

    /// The identifier of a guest's disk: directories of a container only where the storage is a file system.
    static func volume(_ guest: Guest, _ number: Int) -> String {
        let prefix = guest.kind == .lxc && guest.storage.hasPrefix("local-zfs") ? "subvol" : guest.template ? "base" : "vm"
        return "\(guest.storage):\(prefix)-\(guest.vmid)-disk-\(number)"
    }

    private static func putShared(into object: inout JSONObject, _ guest: Guest) {
        object.put("onboot", guest.running ? 1 : 0)
        if guest.vmid % 4 == 1 { object.put("description", "Owner: operations\n") }
        if !guest.tags.isEmpty { object.put("tags", guest.tags.joined(separator: ";")) }
        if guest.template { object.put("template", 1) }
        object.put("lock", ifPresent: guest.lock)
    }

    // MARK: Snapshots

    static func machineSnapshots(_ call: Call) throws(APIRefusal) -> Payload { snapshots(try call.guest(.qemu), call) }
    static func containerSnapshots(_ call: Call) throws(APIRefusal) -> Payload { snapshots(try call.guest(.lxc), call) }

    /// Every list ends with an entry that is no snapshot: the present.
    private static func snapshots(_ guest: Guest, _ call: Call) -> Payload {
        var rows: [String] = []
        for (number, snapshot) in guest.snapshots.enumerated() {
            var row = JSONObject()
            row.put("name", snapshot.name)
            row.put("description", snapshot.description)
            row.put("snaptime", snapshot.takenAt)
            if number > 0 { row.put("parent", guest.snapshots[number - 1].name) }
            if guest.kind == .qemu { row.put("vmstate", 0) }
            rows.append(row.json)
        }
        var current = JSONObject()
        current.put("name", "current")
        current.put("description", "You are here!")
        current.put("digest", digest(guest))
        if guest.kind == .qemu { current.put("running", guest.isUp(at: call.now) ? 1 : 0) }
        current.put("parent", ifPresent: guest.snapshots.last?.name)
        rows.append(current.json)
        return Payload(rows: rows)
    }

    private static func digest(_ guest: Guest) -> String {
        (0..<5).map { part in
            let digits = String(SplitMix64.mix(guest.seed, 80 + UInt64(part)) & 0xFFFF_FFFF, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    private static func identifier(_ guest: Guest, _ which: UInt64) -> String {
        let digits = String(SplitMix64.mix(guest.seed, which) | 1 << 63, radix: 16)
        return "\(digits.prefix(8))-\(digits.dropFirst(8).prefix(4))-4\(digits.suffix(3))-8a1b-\(digits.prefix(12))"
    }
}
