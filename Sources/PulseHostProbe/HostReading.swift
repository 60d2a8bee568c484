package import PulseCore

/// Everything that was read of a machine at one moment, counters as they stood. Nil means that it could not be read.
package struct HostReading: Hashable, Sendable {
    package var identity = HostIdentity()
    package var processors: ProcessorFacts?
    package var statistics: KernelStatistics?
    package var memory: MemoryFigures?
    /// Nil where there is no ZFS, and in containers.
    package var zfsCache: ZFSCacheFigures?
    /// Runnable processes, averaged over 1, 5 and 15 minutes.
    package var loadAverage: [Double]?
    /// Since the start of the machine. It does not jump when somebody sets the clock.
    package var uptime: Duration?
    package var disks: [BlockDevice]?
    package var interfaces: [HostInterface]?
    /// Those worth showing, `/` first; sizes in bytes as the kernel told them.
    package var filesystems: [Filesystem]?
    package var temperatures: [TemperatureSensor] = []
    package var fans: [FanSensor]?
    package var pressure = PressureFigures()
    package var processCount: Int?
    package var arrays: [SoftwareArray]?
    package var clock: ClockReading?
    package var isRebootDue: Bool?
    package var virtualization: String?
    package var productUUID: String?

    package init() {}
}

/// Shares of the last ten seconds in which some task waited, 0…1. Nil on kernels without pressure stall information.
package struct PressureFigures: Hashable, Sendable {
    package var processor: Double?
    package var memory: Double?
    package var io: Double?

    package init(processor: Double? = nil, memory: Double? = nil, io: Double? = nil) {
        self.processor = processor
        self.memory = memory
        self.io = io
    }
}

/// By what names a machine goes.
package struct HostIdentity: Hashable, Sendable {
    /// As the kernel knows it, with its domain where it has one.
    package var hostname: String?
    package var machineID: String?
    /// New at every start.
    package var bootID: String?
    package var osName: String?
    package var kernel: String?
    package var architecture: String?

    package init() {}
}

/// A block device with its place in the stack of devices, which decides whether its bytes count.
package struct BlockDevice: Hashable, Sendable {
    package enum Place: Hashable, Sendable {
        /// A disk, real or a virtual machine's.
        case hardware
        /// A part of another device.
        case partition
        /// Made of other devices: RAID, device mapper, cache.
        case layered
        /// Neither hardware nor made of devices of this machine: memory, files, network.
        case standalone
        /// There is no `/sys` to tell.
        case unknown
    }

    package var counters: DiskCounters
    package var place: Place

    package init(_ counters: DiskCounters, _ place: Place) {
        self.counters = counters
        self.place = place
    }
}

/// A network interface with its counters and addresses.
package struct HostInterface: Hashable, Sendable {
    package var counters: InterfaceCounters
    /// True when there is a device behind it: bridges, bonds and tunnels move the same bytes once more.
    package var hasDevice: Bool
    package var hardwareAddress: String?
    /// With prefix length, `10.0.0.7/24`.
    package var addresses: [String]

    package init(_ counters: InterfaceCounters, hasDevice: Bool, hardwareAddress: String? = nil, addresses: [String] = []) {
        self.counters = counters
        self.hasDevice = hasDevice
        self.hardwareAddress = hardwareAddress
        self.addresses = addresses
    }
}

/// A temperature sensor of hwmon, or a thermal zone.
package struct TemperatureSensor: Hashable, Sendable {
    /// The driver's name, `coretemp`, or the type of the zone.
    package var chip: String
    package var label: String?
    package var celsius: Double

    package init(chip: String, label: String?, celsius: Double) {
        self.chip = chip
        self.label = label
        self.celsius = celsius
    }
}

/// A fan of hwmon.
package struct FanSensor: Hashable, Sendable {
    package var chip: String
    package var label: String
    /// Per minute.
    package var turns: Int

    package init(chip: String, label: String, turns: Int) {
        self.chip = chip
        self.label = label
        self.turns = turns
    }
}
