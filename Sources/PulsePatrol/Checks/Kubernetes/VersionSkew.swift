import PulseCore

/// How far a kubelet may be from the API: never newer, and three minor versions older (two before 1.28).
enum VersionSkew {
    static let allowed = 3
    static let allowedBefore = 2
    static let changedIn = 28

    /// The minor version of `v1.30.2+k3s1`; nil of anything else than 1.
    static func minor(_ version: String?) -> Int? {
        let parts = version?.drop { $0 == "v" }.split(separator: ".") ?? []
        guard parts.count >= 2, parts[0] == "1" else { return nil }
        return Int(parts[1].prefix { $0.isASCII && $0.isNumber })
    }
}

extension Check {
    static let kubernetesVersionSkew = Check(
        "K8S-VERSION-SKEW", key: "kubernetes-version-skew", "A node's version does not go with the cluster's", .reliability, on: [.kubernetesNode],
        needs: [.facts],
        page: CheckPage(
            why: "Kubernetes supports nodes that are a little older than the control plane, and none that are newer.",
            decides:
                "Watch when the kubelet is more than \(VersionSkew.allowed) minor versions older than the API (\(VersionSkew.allowedBefore) before "
                + "1.\(VersionSkew.changedIn)), or newer than it by a minor version.",
            advice: "Upgrade the node, or the control plane first where the node is newer.")
    ) { look in
        guard case .kubernetesNode(let node) = look.resource.facts else { return .clear }
        let cluster = look.estate.fleet.resources[.reported(.kubernetesCluster, look.resource.source, path: "")]
        guard case .kubernetesCluster(let facts)? = cluster?.facts, let api = VersionSkew.minor(facts.version),
            let kubelet = VersionSkew.minor(node.kubelet)
        else { throw NotEvaluable("Its version or the cluster's is not told.") }
        let limit = api >= VersionSkew.changedIn ? VersionSkew.allowed : VersionSkew.allowedBefore
        guard kubelet > api || api - kubelet > limit else { return .clear }
        let (own, its) = (node.kubelet ?? "", facts.version ?? "")
        return .raised(
            Raised(
                .watch, kubelet > api ? "Node is newer than its cluster" : "Node is too old for its cluster",
                description: "\(look.name) runs kubelet \(own), the control plane \(its); that is not supported.",
                recommendation: kubelet > api ? "Upgrade the control plane to 1.\(kubelet)." : "Upgrade \(look.name), one minor version at a time.",
                evidence: "Kubelet 1.\(kubelet), API 1.\(api).",
                items: [.fact(look.id, "kubelet", own), .limit("versions older", "at most \(limit)", value: Double(limit))]))
    }
}
