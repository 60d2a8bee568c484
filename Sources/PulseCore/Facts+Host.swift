// What a machine says of itself through Pulse's own probe. These values travel from agent to server as they stand (PulseAgentProtocol):
// a property may be added when it is optional, and none changes its name or meaning.

/// A temperature reading with the name the machine gives it.
package struct TemperatureReading: Hashable, Sendable, Codable {
    package var label: String
    package var celsius: Double

    package init(label: String, celsius: Double) {
        self.label = label
        self.celsius = celsius
    }
}

/// A fan and how fast it turns.
package struct FanReading: Hashable, Sendable, Codable {
    package var label: String
    /// Turns per minute, rounded to tens.
    package var turns: Int

    package init(label: String, turns: Int) {
        self.label = label
        self.turns = turns
    }
}

/// A RAID of the kernel (`md`).
package struct SoftwareArray: Hashable, Sendable, Codable {
    package struct Member: Hashable, Sendable, Codable {
        /// `sda1`
        package var device: String
        /// `active`, `faulty`, `spare`, `rebuilding`, `missing` …
        package var state: String
        package var slot: Int?

        package init(device: String, state: String, slot: Int? = nil) {
            self.device = device
            self.state = state
            self.slot = slot
        }
    }

    /// `md0`
    package var device: String
    /// `raid1`, `raid5` …
    package var level: String?
    /// `clean`, `active`, `inactive`, `read-only` …
    package var state: String
    package var devicesWanted: Int?
    package var devicesActive: Int?
    package var devicesFailed: Int?
    package var devicesSpare: Int?
    package var members: [Member] = []
    /// `resync`, `recovery`, `check`, `reshape`; nil when nothing is done.
    package var action: String?
    /// Of that, 0…1 in hundredths.
    package var progress: Double?
    /// Bytes.
    package var size: Int64?

    package init(device: String, state: String) {
        self.device = device
        self.state = state
    }

    /// True when a member is missing that the array wants.
    package var isDegraded: Bool? {
        guard let devicesWanted, let devicesActive else { return nil }
        return devicesActive < devicesWanted
    }
}

/// A pool of ZFS on a machine.
package struct ZFSPool: Hashable, Sendable, Codable {
    package var name: String
    /// `ONLINE`, `DEGRADED`, `FAULTED` …
    package var health: String?
    /// Bytes.
    package var size: Int64?
    package var allocated: Int64?
    /// 0…1
    package var fragmentation: Double?
    /// What `zpool status` says of the last or running scrub or resilver.
    package var scan: String?
    package var scrubbedAt: Timestamp?
    /// Errors of data that cannot be mended.
    package var errors: String?
    /// Sums over the devices.
    package var readErrors: Int?
    package var writeErrors: Int?
    package var checksumErrors: Int?

    package init(name: String) {
        self.name = name
    }
}

/// A physical disk and what SMART says of it.
package struct HostDisk: Hashable, Sendable, Codable {
    /// Why there are no figures, or that there are.
    package enum Answer: String, Hashable, Sendable, Codable {
        case answered
        /// It sleeps, and is not woken to be asked.
        case standby
        /// `smartctl` could not open it.
        case unreadable
        /// Virtual, or behind a controller that hides it.
        case unsupported
        /// `smartctl` is not installed, or may not be run by this user.
        case notAsked = "not_asked"
    }

    /// `sda`, `nvme0n1`
    package var device: String
    package var model: String?
    package var serial: String?
    /// `sata`, `nvme`, `sas`, `usb`, `virtual` …
    package var bus: String?
    /// Bytes.
    package var size: Int64?
    package var isRotational: Bool?
    package var answer: Answer
    /// Nil when it does not say. A missing verdict is no failure.
    package var passed: Bool?
    package var celsius: Double?
    package var powerOnHours: Int?
    /// Share of its life that is used up, 0…1.
    package var wear: Double?
    package var reallocatedSectors: Int?
    package var pendingSectors: Int?
    package var uncorrectableErrors: Int?
    package var mediaErrors: Int?
    /// Transfers that were damaged between it and its controller.
    package var linkErrors: Int?
    /// Of NVMe, 0…1.
    package var spareLeft: Double?
    package var askedAt: Timestamp?

    package init(device: String, answer: Answer) {
        self.device = device
        self.answer = answer
    }
}

extension HostDisk {
    /// What it counts up in its life, or counted before it went to sleep. A counter that it does not have is missing.
    package var counts: [Metric: Int] {
        guard answer == .answered || answer == .standby else { return [:] }
        let media = [mediaErrors, uncorrectableErrors].compactMap(\.self).max()
        let counts = [
            Metric.reallocatedSectors: reallocatedSectors, .pendingSectors: pendingSectors, .mediaErrors: media, .linkErrors: linkErrors,
        ]
        return counts.compactMapValues(\.self)
    }
}

extension HostFacts {
    /// The disks with the names that their series have: the serial number, which moves with the disk as the device's name does not. One that two
    /// disks have, or none has, is no name.
    package var namedDisks: [(name: String, disk: HostDisk)] {
        let disks = disks ?? []
        let serials = Dictionary(disks.compactMap { disk in disk.serial.map { ($0, 1) } }, uniquingKeysWith: +)
        return disks.map { disk in (disk.serial.flatMap { !$0.isEmpty && serials[$0] == 1 ? $0 : nil } ?? disk.device, disk) }
    }

    /// What its disks have counted, for history: of one that sleeps nothing new is known.
    package var diskCounts: [PartFigure] {
        namedDisks.filter { $0.disk.answer == .answered }.flatMap { name, disk in
            disk.counts.map { PartFigure($0.key, part: name, Double($0.value)) }
        }
    }
}

/// What the package manager has waiting.
package struct PackageState: Hashable, Sendable, Codable {
    /// `apt`, `dnf`, `yum`, `zypper`, `apk`, `pacman`.
    package var manager: String
    package var pending: Int?
    /// Of those, from a security archive; nil when the manager does not tell.
    package var security: Int?
    /// The moment its lists were last refreshed: old lists know no new updates.
    package var listsAt: Timestamp?

    package init(manager: String) {
        self.manager = manager
    }
}

/// Whether the clock follows a time server.
package struct ClockState: Hashable, Sendable, Codable {
    /// The kernel's word.
    package var isSynchronised: Bool?
    /// The largest error the kernel reckons with, seconds, rounded to hundredths.
    package var estimatedError: Double?

    package init(isSynchronised: Bool? = nil, estimatedError: Double? = nil) {
        self.isSynchronised = isSynchronised
        self.estimatedError = estimatedError
    }
}

/// A Docker or Podman that runs on a machine.
package struct EngineFacts: Hashable, Sendable, Codable {
    package struct Swarm: Hashable, Sendable, Codable {
        package var clusterID: String?
        package var nodeID: String?
        /// `active`, `pending`, `error`, `locked`.
        package var state: String
        package var isManager: Bool

        package init(state: String, isManager: Bool) {
            self.state = state
            self.isManager = isManager
        }
    }

    /// `docker`, `podman`.
    package var product: String
    package var version: String?
    package var apiVersion: String?
    package var isRootless: Bool?
    package var storageDriver: String?
    package var swarm: Swarm?
    /// Bytes on disk: images, writable layers, volumes, build cache; nil where it was not asked.
    package var imageBytes: Int64?
    package var containerBytes: Int64?
    package var volumeBytes: Int64?
    package var cacheBytes: Int64?
    /// What a prune would give back.
    package var reclaimableBytes: Int64?

    package init(product: String) {
        self.product = product
    }
}

package struct HostFacts: Hashable, Sendable, Codable {
    package var hostname: String
    package var machineID: String?
    package var osName: String?
    package var kernel: String?
    package var architecture: String?
    package var processors = ProcessorFacts()
    package var loadAverage: [Double]?
    package var startedAt: Timestamp?
    package var filesystems: [Filesystem] = []
    package var interfaces: [NetworkInterface] = []
    package var temperatures: [TemperatureReading] = []
    // What only a probe with the rights and the programs sees. Nil is "not asked or not told", an empty list is "none".
    package var fans: [FanReading]?
    package var arrays: [SoftwareArray]?
    package var pools: [ZFSPool]?
    package var disks: [HostDisk]?
    /// Units of systemd that failed.
    package var failedUnits: [String]?
    package var packages: PackageState?
    package var isRebootDue: Bool?
    package var clock: ClockState?
    package var engines: [EngineFacts]?
    /// `kvm`, `lxc`, `docker` …; `none` on bare metal.
    package var virtualization: String?
    /// Of the board or the virtual machine, which Proxmox knows too: it tells which guest this is.
    package var productUUID: String?

    package init(hostname: String) {
        self.hostname = hostname
    }
}
