import PulseCore

extension [Check] {
    /// The checks whose findings may be named as the cause of one of this check's. Which of them is one is told by topology, in a run.
    package func possibleCauses(of check: Check) -> [Check] { filter { PossibleCause(cause: $0, symptom: check).isOne } }

    /// For the page of a check; nothing where it is always its own matter.
    func causeWords(of check: Check, link: (String) -> String) -> String {
        let causes = possibleCauses(of: check).map { link($0.code) }
        return causes.isEmpty ? "" : "\n\nMay follow from: \(causes.joined(separator: ", "))."
    }
}

private struct PossibleCause {
    let cause: Check
    let symptom: Check

    var isOne: Bool {
        cause.code != symptom.code && isNear && cause.role.explains.contains { symptom.role.symptoms.contains($0.symptom) && mayReach($0.reach) }
    }

    /// The servers of one product carry nothing of another, but that datastores lie below storages of Proxmox VE.
    private var isNear: Bool {
        guard let below = Self.product(of: cause), let above = Self.product(of: symptom) else { return true }
        return below == above || (below == "PBS" && above == "PVE")
    }

    private static func product(of check: Check) -> String? {
        let area = CheckCatalogue.area(of: check.code)
        return area == "CEPH" ? "PVE" : ["PVE", "PBS", "PMG"].contains(area) ? area : nil
    }

    private func mayReach(_ reach: Reach) -> Bool {
        switch reach {
        case .itself: !cause.kinds.isDisjoint(with: symptom.kinds)
        case .placed: symptom.kinds.contains { !cause.kinds.isDisjoint(with: $0.standsOn) }
        case .stored: !symptom.kinds.isDisjoint(with: [.guest, .storage, .node, .cluster])
        case .named, .source: true
        }
    }
}

extension ResourceKind {
    /// What ``Topology`` can put below a thing of this kind, all the way down.
    fileprivate var standsOn: Set<ResourceKind> {
        switch self {
        case .guest, .pool, .disk, .mail, .datastore: [.node, .cluster]
        case .storage: [.pool, .ceph, .datastore, .node, .cluster]
        case .node, .ceph: [.cluster]
        case .container, .swarmService: [.host, .guest, .node, .cluster]
        case .host: [.guest, .node, .cluster]
        case .kubernetesPod: [.kubernetesNode, .kubernetesCluster]
        case .kubernetesNode, .kubernetesDeployment, .kubernetesStatefulSet, .kubernetesDaemonSet, .kubernetesJob, .kubernetesCronJob,
            .kubernetesClaim:
            [.kubernetesCluster]
        case .cluster, .kubernetesCluster: []
        }
    }
}
