/// What a node is built of and what is installed on it, as far as its API tells.
struct NodeEquipment: Sendable {
    var disks: [PhysicalDisk]
    var pools: [ZFSPool]
    /// The thin pool behind `local-lvm`; standalone nodes have a ZFS pool instead.
    var thinPool: ThinPool?
    var certificateEnds: Double
    /// A newer kernel is installed than the one that runs.
    var rebootDue = false
    /// Units that systemd gave up.
    var failedServices: Set<String> = []
    /// What can be updated, and how much of it comes from Debian.
    var pendingUpdates = 6
}

struct PhysicalDisk: Sendable {
    enum Kind: String, Sendable { case nvme, ssd, hdd }

    /// `nvme0n1`
    let name: String
    let kind: Kind
    let model: String
    let serial: String
    let size: Int
    /// As the list words it: LVM, ZFS, partitions.
    let usage: String
    var pool: String?
    var osd: Int?
    /// Percent of its life that is left; nil for disks that turn.
    var remaining: Int?
    var failed = false
    var temperature = 36

    var path: String { "/dev/" + name }
}

struct ZFSPool: Sendable {
    enum State: String, Sendable {
        case online = "ONLINE"
        case degraded = "DEGRADED"
        case suspended = "SUSPENDED"
    }

    let name: String
    let size: Int
    /// The storage of Proxmox VE that lies on it.
    let storage: String?
    var state = State.online
    /// When the last scrub ended; nil: never.
    var scrubbedAt: Double?
    var scrubErrors = 0
}

struct ThinPool: Sendable {
    let group = "pve"
    let volume = "data"
    let size: Int
    let metadataSize = 16 << 30
    var metadataFill: Double
}
