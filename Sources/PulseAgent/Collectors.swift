import PulseAgentProtocol
import PulseAgentRuntime
import PulseHostProbe
import PulseTransport

/// What this machine's agent collects, for given settings.
struct Collectors: Sendable {
    let client: OutboundClient
    let local: LocalConfiguration
    let state: StateFolder
    /// Read once: it stays the same while the machine runs.
    private let machine = HostReader().read().identity

    init(client: OutboundClient, local: LocalConfiguration, state: StateFolder) {
        self.client = client
        self.local = local
        self.state = state
    }

    func all(for settings: AgentSettings) -> [any Collector] {
        var collectors: [any Collector] = []
        if settings.host ?? true { collectors.append(host(settings)) }
        if settings.containers != .off { collectors.append(containers(settings)) }
        if settings.kubernetes ?? false { collectors.append(kubernetes(settings)) }
        return collectors
    }

    private func host(_ settings: AgentSettings) -> some Collector {
        let configuration = HostCollector.Configuration(excludedFilesystems: settings.excludeFilesystems ?? [], asksDisks: settings.smart ?? true)
        return HostCollector(configuration: configuration, now: World.now)
    }

    private func containers(_ settings: AgentSettings) -> some Collector {
        var configuration = ContainerConfiguration()
        configuration.choice = settings.containers ?? .auto
        configuration.dockerHost = World.environment("DOCKER_HOST") ?? local.dockerHost
        configuration.podmanHost = World.environment("CONTAINER_HOST") ?? World.environment("PODMAN_HOST") ?? local.podmanHost
        configuration.runtimeDirectory = World.environment("XDG_RUNTIME_DIR")
        configuration.asksRegistries = settings.imageUpdates ?? false
        configuration.registryCredentials = local.registryCredentials
        return RememberingContainers(in: state) { memory in
            ContainerCollector(configuration, http: client, memory: memory, random: World.dice)
        }
    }

    private func kubernetes(_ settings: AgentSettings) -> some Collector {
        let names = ["KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT", "KUBECONFIG", "HOME"]
        let environment = Dictionary(uniqueKeysWithValues: names.compactMap { name in World.environment(name).map { (name, $0) } })
        let namespaces = NamespaceFilter(include: settings.includeNamespaces ?? [], exclude: settings.excludeNamespaces ?? [])
        let interval = Duration.seconds(settings.interval ?? AgentService.standardInterval)
        return KubernetesEntrance(
            options: KubernetesOptions(namespaces: namespaces, interval: interval), outbound: client,
            surroundings: KubernetesSurroundings(chance: World.dice)
        ) { [local] () throws(KubernetesAccessError) in
            try KubernetesAccess.find(kubeconfig: local.kubeconfig, context: local.kubeContext, environment: environment)
        }
    }

    func header(agentID: String, _ settings: AgentSettings) -> AgentHeader {
        var header = AgentHeader(
            agentID: agentID, hostname: World.environment("PULSE_HOSTNAME") ?? machine.hostname ?? "localhost", version: AgentVersion.current,
            platform: "linux", architecture: machine.architecture ?? "unknown", tags: settings.tags ?? [])
        header.machineID = machine.machineID
        header.bootID = machine.bootID
        return header
    }
}
