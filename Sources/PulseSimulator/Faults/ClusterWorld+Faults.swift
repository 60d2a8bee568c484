extension ClusterWorld {
    /// Applies a fault at a time. Certificates and sockets are the servers' business; see `SimulatedEstate`.
    mutating func apply(_ fault: Fault, at now: Double) throws(FaultRefused) {
        revision += 1
        switch fault {
        case .nodeDown(let name, let failure): try nodeDown(name, failure, now)
        case .nodeUp(let name): try nodeUp(name, now)
        case .slowNode(let name, let latency): try changeNode(name) { $0.latency = latency }
        case .errorRate(let name, let rate): try changeNode(name) { $0.errorRate = rate }
        case .statisticsStopped(let name): try changeNode(name) { $0.statisticsStoppedAt = now }
        case .statisticsResumed(let name): try changeNode(name) { $0.statisticsStoppedAt = nil }
        case .clockSkew(let name, let skew): try changeNode(name) { $0.clockSkew = skew.inSeconds }
        case .certificateChanged(let name): try changeNode(name) { _ in }
        case .permissionRemoved, .permissionsRestored, .tokenExpired, .tokenRenewed: try applyToAccess(fault, now)
        case .storageInactive(let id): try changeStorage(id) { $0.inactiveSince = now }
        case .storageActive(let id): try changeStorage(id) { $0.inactiveSince = nil }
        case .storageFilling(let id, let time): try changeStorage(id) { $0.filling = Filling(since: now, seconds: time.inSeconds) }
        case .storageEmptied(let id): try changeStorage(id) { $0.filling = nil }
        case .joinsCluster(let name): clusterName = name
        case .strangeNames: nameStrangely()
        case .notANumber(let on): quirks.notANumber = on
        case .negativeUptime(let on): quirks.negativeUptime = on
        case .duplicateVmid(let on): quirks.duplicateVmid = on
        case .body(let body, let path): quirks.bodies[path] = body
        case .bodiesRestored: quirks.bodies = [:]
        default:
            if try applyToBackups(fault, now) { return }
            if try applyToNodeParts(fault, now) { return }
            if try applyToCeph(fault) { return }
            try applyToGuest(fault, now)
        }
    }

    /// Lets happen what is due: HA has waited long enough for a dead node.
    mutating func settle(at now: Double) {
        if Int(now) >= nextBackup {
            revision += 1
            runBackups(until: Int(now))
        }
        guard pending.contains(where: { $0.due <= now }) else { return }
        let due = pending.filter { $0.due <= now }
        pending.removeAll { $0.due <= now }
        revision += 1
        for change in due {
            switch change.change {
            case .recoverHighlyAvailableGuests(let dead): recoverGuests(of: dead, at: change.due)
            }
        }
    }

    // MARK: Nodes

    /// After fencing, HA starts its guests elsewhere: a minute to notice, a minute for the watchdog, some for the start.
    private static let recovery = 140.0

    private mutating func nodeDown(_ name: String, _ failure: Fault.NodeFailure, _ now: Double) throws(FaultRefused) {
        try changeNode(name) { node in
            switch failure {
            case .powerOff: node.failure = .powerOff
            case .refused: node.failure = .refused
            case .hanging: node.failure = .hanging
            }
            node.downSince = failure == .hanging ? nil : now
        }
        guard failure != .hanging else { return }
        pending.append(PendingChange(due: now + ClusterWorld.recovery, change: .recoverHighlyAvailableGuests(of: name)))
    }

    private mutating func nodeUp(_ name: String, _ now: Double) throws(FaultRefused) {
        let rebooted = node(name)?.downSince != nil
        try changeNode(name) { node in
            node.failure = nil
            node.downSince = nil
            if rebooted { node.bootedAt = now }
        }
        pending.removeAll { if case .recoverHighlyAvailableGuests(let dead) = $0.change { dead == name } else { false } }
        guard rebooted else { return }
        var delay = 12.0
        for index in guests.indices where guests[index].node == name && guests[index].running {
            guests[index].power = .running(since: now + delay)
            delay += 2
        }
    }

    private mutating func recoverGuests(of dead: String, at t: Double) {
        guard let node = node(dead), !node.online, quorate else { return }
        let targets = nodes.filter(\.online)
        guard !targets.isEmpty else { return }
        var next = 0
        for index in guests.indices where guests[index].node == dead && guests[index].highlyAvailable && guests[index].running {
            guests[index].node = targets[next % targets.count].name
            guests[index].power = .running(since: t + 5)
            next += 1
        }
    }

    mutating func changeNode(_ name: String, _ change: (inout Node) -> Void) throws(FaultRefused) {
        guard let index = nodeIndex(name) else { throw FaultRefused(description: "there is no node \(name)") }
        change(&nodes[index])
    }

    private mutating func changeStorage(_ id: String, _ change: (inout Storage) -> Void) throws(FaultRefused) {
        guard let index = storages.firstIndex(where: { $0.id == id }) else { throw FaultRefused(description: "there is no storage \(id)") }
        change(&storages[index])
    }

    // MARK: Access

    private mutating func applyToAccess(_ fault: Fault, _ now: Double) throws(FaultRefused) {
        switch fault {
        case .permissionRemoved(let privilege, let subject): access.withdrawn[subject, default: []].insert(privilege)
        case .permissionsRestored(let subject): access.withdrawn[subject] = nil
        case .tokenExpired(let id): try changeToken(id) { $0.expires = Int(now) - 1 }
        case .tokenRenewed(let id): try changeToken(id) { $0.expires = 0 }
        default: return
        }
    }

    private mutating func changeToken(_ id: String, _ change: (inout AccessControl.Token) -> Void) throws(FaultRefused) {
        guard let index = access.tokens.firstIndex(where: { $0.id == id }) else {
            throw FaultRefused(description: "there is no token \(id)")
        }
        change(&access.tokens[index])
    }
}
