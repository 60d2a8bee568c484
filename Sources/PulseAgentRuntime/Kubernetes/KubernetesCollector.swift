package import PulseCore
package import PulseTransport

/// Watches a Kubernetes cluster: lists what there is once, listens to what changes, and shows what it knows whenever it is asked.
///
/// It reads and never writes, and asks for no secrets and no config maps.
package struct KubernetesCollector: Collector {
    /// Calls at once to the API server: a stream per kind, and a few that come and go.
    package static let connections = KubernetesResource.allCases.count + 4

    private let memory: ClusterMemory
    private let access: KubernetesAccess
    private let client: KubernetesClient
    private let options: KubernetesOptions
    private let surroundings: KubernetesSurroundings

    /// - Parameter outbound: lets ``connections`` calls go to one server at once.
    package init(
        access: KubernetesAccess, options: KubernetesOptions, outbound: OutboundClient, surroundings: KubernetesSurroundings,
        files: SmallFiles = SmallFiles()
    ) {
        memory = ClusterMemory(filter: options.namespaces)
        client = KubernetesClient(access: access, outbound: outbound, files: files)
        self.access = access
        self.options = options
        self.surroundings = surroundings
    }

    package func run() async {
        await withDiscardingTaskGroup { group in
            for resource in KubernetesResource.allCases {
                let watcher = ResourceWatcher(resource: resource, client: client, memory: memory, surroundings: surroundings)
                group.addTask { await watcher.run() }
            }
            let polls = ClusterPolls(client: client, memory: memory, options: options, surroundings: surroundings)
            group.addTask { await polls.run() }
        }
    }

    package func picture(at now: Timestamp) async -> Picture {
        // What the last report took while it was made is free by now.
        FreedMemory.giveBack()
        let name = options.clusterName ?? access.name
        return memory.change { state in
            var builder = PictureBuilder(name: name, server: access.server, asksKubelets: options.asksKubelets, now: now)
            return builder.picture(&state)
        }
    }
}
