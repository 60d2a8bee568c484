/// What can be set about watching a cluster.
package struct KubernetesOptions: Sendable, Hashable {
    /// What the cluster is called; nil takes the name of the context, or `kubernetes`.
    package var clusterName: String?
    package var namespaces: NamespaceFilter
    /// Between two questions to the metrics server, which itself measures every 15 s.
    package var interval: Duration
    /// Asks each kubelet, through the API server, how full claims are. It needs a right (`nodes/proxy`) that lets whoever has it run programs in
    /// containers, so it is off.
    package var asksKubelets: Bool

    package init(
        clusterName: String? = nil, namespaces: NamespaceFilter = NamespaceFilter(), interval: Duration = .seconds(15), asksKubelets: Bool = false
    ) {
        self.clusterName = clusterName
        self.namespaces = namespaces
        self.interval = max(interval, .seconds(5))
        self.asksKubelets = asksKubelets
    }
}
