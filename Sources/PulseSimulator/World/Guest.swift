/// A virtual machine or container as configured, with the seed its load is drawn from.
///
/// Everything measured follows from `seed` and a time; only what an administrator or a fault can change is a variable.
struct Guest: Sendable {
    enum Kind: String, Sendable { case qemu, lxc }

    enum Power: Sendable, Equatable {
        case stopped
        case running(since: Double)
        case paused(since: Double)
    }

    /// What happens when the guest agent is asked (facts, section 10).
    enum Agent: Sendable, Equatable {
        case notConfigured
        case answering
        /// Configured, but nothing answers in the guest: the server finds out after its ping, three seconds later.
        case dead
        /// Answers the ping, then hangs in the command.
        case hanging
        /// An old agent: fewer fields, some commands unknown.
        case old
    }

    /// How well the host knows the memory of a machine (facts, section 9).
    enum Balloon: Sendable, Equatable {
        /// Switched off, or a container: the host sees only what the process takes.
        case off
        /// The device is there, as by default: the guest tells what is free.
        case reporting
        /// The guest tells, and gives memory back down to so many bytes.
        case shrinking(to: Int)
    }

    enum System: String, Sendable { case debian, ubuntu, alpine, windows }

    let vmid: Int
    let kind: Kind
    let seed: UInt64
    /// pvestatd knows a guest only from its next round on.
    let created: Double
    var name: String?
    var node: String
    var power: Power
    var agent: Agent
    let system: System
    let template: Bool
    let tags: [String]
    let pool: String?
    var lock: String?
    let highlyAvailable: Bool
    let cores: Int
    let memory: Int
    let balloon: Balloon
    let disk: Int
    let storage: String
    /// A second disk or mount point, which a backup may leave out.
    var data: DataDisk?
    /// A container made from an image of the Open Container Initiative.
    let isImage: Bool
    /// HA gave up on it.
    var serviceError = false
    /// Oldest first.
    var snapshots: [GuestSnapshot] = []
    /// Its disk is not very full, and grows slowly.
    var isRoomy = false
    /// Something in it writes its disk full.
    var filling: Filling?

    struct DataDisk: Sendable, Equatable {
        let size: Int
        /// As configured; nil leaves it to the default, which is yes for disks and no for mount points.
        var backup: Bool?
    }

    var savesData: Bool { data.map { $0.backup ?? (kind == .qemu) } ?? false }

    /// Windows needs a service for it, which here is installed where the balloon is meant to shrink.
    var tellsMemory: Bool {
        switch balloon {
        case .off: false
        case .reporting: system != .windows
        case .shrinking: true
        }
    }

    var running: Bool { startedAt != nil }

    var startedAt: Double? {
        switch power {
        case .stopped: nil
        case .running(let since), .paused(let since): since
        }
    }

    /// Started, and the start lies before `t`: after a reboot of the node guests come up one after the other.
    func isUp(at t: Double) -> Bool {
        guard let startedAt else { return false }
        return startedAt <= t
    }

    /// The name as the lists show it: Proxmox invents one for guests without.
    var shownName: String {
        if let name { return name }
        return kind == .qemu ? "VM \(vmid)" : "CT\(vmid)"
    }

    var haState: String? {
        guard highlyAvailable else { return nil }
        if serviceError { return "error" }
        return running ? "started" : "stopped"
    }
}
