extension ClusterWorld {
    mutating func applyToGuest(_ fault: Fault, _ now: Double) throws(FaultRefused) {
        switch fault {
        case .guestStopped(let vmid): try stop(vmid, now)
        case .guestStarted(let vmid): try start(vmid, now)
        case .guestRenamed(let vmid, let name): try changeGuest(vmid) { $0.name = name }
        case .guestMigrated(let vmid, let target): try migrate(vmid, to: target, now)
        case .guestLocked(let vmid, let lock): try changeGuest(vmid) { $0.lock = lock }
        case .guestFilling(let vmid, let time): try changeGuest(vmid) { $0.filling = Filling(since: now, seconds: time.inSeconds) }
        case .guestEmptied(let vmid): try changeGuest(vmid) { $0.filling = nil }
        case .snapshotTaken(let vmid, let name, let age): try snapshot(vmid, name, at: now - age.inSeconds, now)
        case .snapshotRemoved(let vmid, let name):
            try changeGuest(vmid) { $0.snapshots.removeAll { $0.name == name } }
            record(vmid, "delsnapshot", now)
        case .agentHanging(let vmid): try changeGuest(vmid) { $0.agent = .hanging }
        case .agentAnswering(let vmid): try changeGuest(vmid) { $0.agent = .answering }
        case .guestDeleted(let vmid):
            record(vmid, "destroy", now)
            guests.remove(at: try position(of: vmid))
        case .vmidReused(let vmid, let name): try replace(vmid, with: name, now)
        default: return
        }
    }

    private mutating func stop(_ vmid: Int, _ now: Double) throws(FaultRefused) {
        try changeGuest(vmid) { $0.power = .stopped }
        record(vmid, "stop", now)
    }

    private mutating func snapshot(_ vmid: Int, _ name: String, at moment: Double, _ now: Double) throws(FaultRefused) {
        try changeGuest(vmid) { guest in
            guest.snapshots.append(GuestSnapshot(name: name, description: "", takenAt: Int(moment)))
            guest.snapshots.sort { $0.takenAt < $1.takenAt }
        }
        if moment >= now { record(vmid, "snapshot", now) }
    }

    private mutating func start(_ vmid: Int, _ now: Double) throws(FaultRefused) {
        try changeGuest(vmid) { $0.power = .running(since: now) }
        record(vmid, "start", now)
    }

    /// On the other node it is a new process: its counters and its uptime begin again.
    private mutating func migrate(_ vmid: Int, to target: String, _ now: Double) throws(FaultRefused) {
        guard node(target) != nil else { throw FaultRefused(description: "there is no node \(target)") }
        record(vmid, "migrate", now)
        try changeGuest(vmid) { guest in
            guest.node = target
            if guest.running { guest.power = .running(since: now) }
        }
    }

    private mutating func replace(_ vmid: Int, with name: String, _ now: Double) throws(FaultRefused) {
        let index = try position(of: vmid)
        record(vmid, "destroy", now)
        let old = guests[index]
        let seed = SplitMix64.mix(old.seed, "again \(Int(now))")
        guests[index] = Guest(
            vmid: vmid, kind: old.kind, seed: seed, created: now, name: name, node: old.node, power: .running(since: now), agent: old.agent,
            system: old.system, template: false, tags: [], pool: nil, lock: nil, highlyAvailable: false, cores: old.cores == 2 ? 4 : 2,
            memory: old.memory == 2 << 30 ? 4 << 30 : 2 << 30, balloon: old.balloon == .off ? .off : .reporting,
            disk: old.disk == 32 << 30 ? 16 << 30 : 32 << 30,
            storage: old.storage, isImage: false)
        record(vmid, "create", now)
    }

    /// Every guest gets one of the names, in turn.
    mutating func nameStrangely() {
        for index in guests.indices { guests[index].name = Words.strange[index % Words.strange.count] }
    }

    private mutating func record(_ vmid: Int, _ action: String, _ now: Double) {
        guard let guest = guest(vmid) else { return }
        let prefix = guest.kind == .qemu ? "qm" : "vz"
        eventTasks.append(
            TaskRecord(
                node: guest.node, type: prefix + action, id: String(vmid), start: Int(now), duration: 0, status: "OK",
                seed: SplitMix64.mix(guest.seed, UInt64(revision)), now: now))
        // As long as the task index of a busy node.
        if eventTasks.count > 1_000 { eventTasks.removeFirst(500) }
    }

    mutating func changeGuest(_ vmid: Int, _ change: (inout Guest) -> Void) throws(FaultRefused) {
        change(&guests[try position(of: vmid)])
    }

    private func position(of vmid: Int) throws(FaultRefused) -> Int {
        guard let index = guestIndex(vmid) else { throw FaultRefused(description: "there is no guest \(vmid)") }
        return index
    }
}
