import PulseCore

extension PVENormaliser {
    /// One node's view of a storage: the row of the whole-cluster call, and what the node itself said.
    private struct View {
        var node: String
        var row: PVEResourceRow?
        var own: PVEStorageRow?
    }

    /// These are on the network whatever the row says (`facts.md`, section 13).
    static let networkTypes: Set<String> = [
        "iscsi", "iscsidirect", "nfs", "cifs", "rbd", "cephfs", "zfs", "drbd", "pbs", "glusterfs",
    ]

    func storageResources() -> [ObservedResource] {
        var views: [String: [View]] = [:]
        for row in picture.storages {
            let own = picture.nodeStorage[row.node]?.value.first { $0.storage == row.name }
            views[row.name ?? "", default: []].append(View(node: row.node, row: row, own: own))
        }
        // Disabled ones are left out of the whole-cluster call.
        for (node, rows) in picture.nodeStorage {
            for own in rows.value where own.enabled == false {
                if views[own.storage]?.contains(where: { $0.node == node }) != true {
                    views[own.storage, default: []].append(View(node: node, row: nil, own: own))
                }
            }
        }
        return views.sorted { $0.key < $1.key }.flatMap { name, views in storage(name, views.sorted { $0.node < $1.node }) }
    }

    private func storage(_ name: String, _ views: [View]) -> [ObservedResource] {
        let isShared = views.contains { view in
            view.row?.shared ?? view.own?.shared ?? false || Self.networkTypes.contains(view.row?.pluginType ?? view.own?.type ?? "")
        }
        return isShared ? [resource(name, views, shared: true)] : views.map { resource(name, [$0], shared: false) }
    }

    /// A shared storage is told by every node; it is the same one, so it counts once.
    private func resource(_ name: String, _ views: [View], shared: Bool) -> ObservedResource {
        let present = views.filter { if case .offline = condition(of: $0.node) { false } else { true } }
        let current = present.filter { if case .online = condition(of: $0.node) { true } else { false } }
        let best = (current + present).first { $0.own?.active != false && ($0.row?.maxDisk ?? 0) > 0 } ?? present.first ?? views[0]
        let node = shared ? nil : views[0].node
        let (status, reason) = status(present, isAbsent: present.isEmpty, node: views[0].node)
        var resource = ObservedResource(
            id: .storage(context.slug, name, node: node), name: name,
            parent: shared ? clusterParent ?? .node(context.slug, views[0].node) : .node(context.slug, views[0].node), status: status,
            statusReason: reason, facts: .storage(facts(name, views, best, shared)), metrics: metrics(best))
        switch (status, condition(of: best.node)) {
        case (.unknown, _):
            resource.metrics = resource.metrics.stale(reason ?? .nodeOffline)
            resource.isFresh = false
        case (.inactive, _): resource.metrics = resource.metrics.stale(.storageInactive)
        case (.disabled, _): resource.metrics = resource.metrics.stale(.storageDisabled)
        case (_, .stalled): resource.forget(.nodeStatusMissing)
        default: break
        }
        return resource
    }

    private func status(_ present: [View], isAbsent: Bool, node: String) -> (Status, Reason?) {
        if isAbsent {
            if case .offline(let reason) = condition(of: node) { return (.unknown, reason) }
            return (.unknown, .nodeOffline)
        }
        if present.allSatisfy({ $0.own?.enabled == false }) { return (.disabled, .storageDisabled) }
        let inactive = present.count { $0.own?.active == false }
        if inactive == present.count { return (.inactive, .storageInactive) }
        if inactive > 0 { return (.degraded, .storageInactive) }
        // `unknown` on a node that is there: its figures have expired.
        return present.contains { $0.row?.status == "available" } ? (.available, nil) : (.unknown, .nodeStatusMissing)
    }

    private func facts(_ name: String, _ views: [View], _ best: View, _ shared: Bool) -> StorageFacts {
        var facts = StorageFacts(name: name, shared: shared, nodes: views.map(\.node))
        facts.type = best.row?.pluginType ?? best.own?.type
        facts.content = (best.row?.contentTypes ?? best.own?.contentTypes ?? "").split(separator: ",").map(String.init).sorted()
        facts.enabled = best.own?.enabled
        facts.active = views.contains { $0.own?.active == true } ? true : best.own?.active
        return facts
    }

    private func metrics(_ view: View) -> MetricTable {
        let at = picture.nodeTracks[view.node]?.figuresAt ?? now
        let total = view.row?.maxDisk.flatMap { $0 > 0 ? $0 : nil }
        var table = MetricTable()
        table[.diskTotal] = known(total, at, .notReported)
        table[.diskUsed] = known(total == nil ? nil : view.row?.disk, at, .notReported)
        return table
    }
}
