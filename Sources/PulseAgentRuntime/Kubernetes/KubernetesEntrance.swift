import PulseAgentProtocol
package import PulseCore
package import PulseTransport

/// Finds the way into the cluster, and watches it; where there is none, says so in each picture and goes on looking.
package actor KubernetesEntrance: Collector {
    /// Between two looks.
    private static let recheck = Duration.seconds(60)
    private let find: @Sendable () throws(KubernetesAccessError) -> KubernetesAccess
    private let options: KubernetesOptions
    private let outbound: OutboundClient
    private let surroundings: KubernetesSurroundings
    private var collector: KubernetesCollector?
    private var problem: KubernetesAccessError?

    /// - Parameters:
    ///   - outbound: lets ``KubernetesCollector/connections`` calls go to one server at once.
    ///   - find: looks for the way in.
    package init(
        options: KubernetesOptions, outbound: OutboundClient, surroundings: KubernetesSurroundings,
        find: @escaping @Sendable () throws(KubernetesAccessError) -> KubernetesAccess
    ) {
        self.options = options
        self.outbound = outbound
        self.surroundings = surroundings
        self.find = find
    }

    package func run() async {
        while !Task.isCancelled {
            if let collector = enter() { return await collector.run() }
            await surroundings.pause(Self.recheck)
        }
    }

    package func picture(at now: Timestamp) async -> Picture {
        if let collector { return await collector.picture(at: now) }
        var picture = Picture()
        picture.modules = [
            AgentStatus.Module(
                "kubernetes", .failing, problem: problem?.sentence ?? "The cluster is being looked for.",
                nextStep: problem?.nextStep ?? "Wait a moment.",
                kinds: ModuleReport.reported)
        ]
        return picture
    }

    private func enter() -> KubernetesCollector? {
        do throws(KubernetesAccessError) {
            collector = KubernetesCollector(access: try find(), options: options, outbound: outbound, surroundings: surroundings)
        } catch {
            problem = error
        }
        return collector
    }
}
