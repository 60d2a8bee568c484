extension ClusterWorld {
    /// Disks, pools and software of one node. False when the fault is about something else.
    mutating func applyToNodeParts(_ fault: Fault, _ now: Double) throws(FaultRefused) -> Bool {
        switch fault {
        case .scrubOld(let node, let pool, let age): try changePool(node, pool) { $0.scrubbedAt = now - age.inSeconds }
        case .scrubErrors(let node, let pool, let count): try changePool(node, pool) { $0.scrubErrors = count }
        case .poolState(let node, let pool, let state): try changePool(node, pool) { $0.state = state.asPoolState }
        case .diskWorn(let node, let disk, let remaining): try changeDisk(node, disk) { $0.remaining = remaining }
        case .diskFailed(let node, let disk): try changeDisk(node, disk) { $0.failed = true }
        case .diskReplaced(let node, let disk):
            try changeDisk(node, disk) { disk in
                disk.failed = false
                if disk.remaining != nil { disk.remaining = 100 }
            }
        case .thinMetadata(let node, let fill): try changeNode(node) { $0.equipment.thinPool?.metadataFill = fill }
        case .certificateEnds(let node, let left): try changeNode(node) { $0.equipment.certificateEnds = now + left.inSeconds }
        case .rebootDue(let node, let due): try changeNode(node) { $0.equipment.rebootDue = due }
        case .unitFailed(let node, let unit): try changeNode(node) { $0.equipment.failedServices.insert(unit) }
        case .unitStarted(let node, let unit): try changeNode(node) { $0.equipment.failedServices.remove(unit) }
        default: return false
        }
        return true
    }

    /// Ceph and HA, which belong to the whole cluster. False when the fault is about something else.
    mutating func applyToCeph(_ fault: Fault) throws(FaultRefused) -> Bool {
        switch fault {
        case .osdDown(let number): try changeStore(number) { $0.up = false }
        case .osdUp(let number): try changeStore(number) { $0.up = true }
        case .cephCheck(let code, let severity, let message):
            let check = CephCluster.Check(code: code, severity: severity == .error ? .error : .warning, message: message, count: 1)
            try changeCeph { ceph in
                ceph.ordered.removeAll { $0.code == code }
                ceph.ordered.append(check)
            }
        case .cephFlag(let flag, let on):
            guard CephCluster.knownFlags.contains(flag) else { throw FaultRefused(description: "Ceph has no flag \(flag)") }
            try changeCeph { if on { $0.flags.insert(flag) } else { $0.flags.remove(flag) } }
        case .cephHealthy:
            try changeCeph { ceph in
                ceph.ordered = []
                ceph.flags = []
                for index in ceph.stores.indices { ceph.stores[index].up = true }
            }
        case .serviceError(let vmid): try changeGuest(vmid) { $0.serviceError = true }
        case .serviceErrorCleared(let vmid): try changeGuest(vmid) { $0.serviceError = false }
        default: return false
        }
        return true
    }

    private mutating func changePool(_ node: String, _ pool: String, _ change: (inout ZFSPool) -> Void) throws(FaultRefused) {
        guard let index = self.node(node)?.equipment.pools.firstIndex(where: { $0.name == pool }) else {
            throw FaultRefused(description: "there is no pool \(pool) on \(node)")
        }
        try changeNode(node) { change(&$0.equipment.pools[index]) }
    }

    private mutating func changeDisk(_ node: String, _ disk: String, _ change: (inout PhysicalDisk) -> Void) throws(FaultRefused) {
        guard let index = self.node(node)?.equipment.disks.firstIndex(where: { $0.name == disk || $0.path == disk || $0.serial == disk }) else {
            throw FaultRefused(description: "there is no disk \(disk) in \(node)")
        }
        try changeNode(node) { change(&$0.equipment.disks[index]) }
    }

    private mutating func changeCeph(_ change: (inout CephCluster) -> Void) throws(FaultRefused) {
        guard var changed = ceph else { throw FaultRefused(description: "this cluster has no Ceph") }
        change(&changed)
        ceph = changed
    }

    private mutating func changeStore(_ number: Int, _ change: (inout CephCluster.ObjectStore) -> Void) throws(FaultRefused) {
        guard let index = ceph?.stores.firstIndex(where: { $0.number == number }) else {
            throw FaultRefused(description: "there is no osd.\(number)")
        }
        try changeCeph { change(&$0.stores[index]) }
    }
}

extension Fault.PoolState {
    fileprivate var asPoolState: ZFSPool.State {
        switch self {
        case .online: .online
        case .degraded: .degraded
        case .suspended: .suspended
        }
    }
}
