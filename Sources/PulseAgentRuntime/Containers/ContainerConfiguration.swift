package import PulseAgentProtocol
import PulseCore

/// Which engines are asked, and how.
package struct ContainerConfiguration: Sendable {
    /// `containers` of the agent's settings.
    package var choice = AgentSettings.ContainerChoice.auto
    /// `DOCKER_HOST`; asked in the place of Docker's usual socket.
    package var dockerHost: String?
    /// `CONTAINER_HOST`; asked in the place of Podman's usual sockets.
    package var podmanHost: String?
    /// `XDG_RUNTIME_DIR`, where an engine that runs as this user listens.
    package var runtimeDirectory: String?
    /// Stands for the machine's `/` where the kernel's files are looked for; another one for an agent that itself runs in a container.
    package var machineRoot = "/"
    /// Stands for `/` where sockets are looked for.
    package var socketRoot = ""
    /// The most time that one engine may take for a picture; well below the interval between reports.
    package var budget = Duration.seconds(4)
    /// `imageUpdates` of the agent's settings.
    package var asksRegistries = false
    /// A `config.json` as `docker login` writes it; nil to ask registries without signing in.
    package var registryCredentials: String?

    package init() {}

    /// Where engines are looked for, in this order.
    var addresses: [EngineAddress] {
        let docker = dockerHost.map { [$0] } ?? ["\(socketRoot)/var/run/docker.sock"] + user("docker.sock")
        let podman = podmanHost.map { [$0] } ?? ["\(socketRoot)/run/podman/podman.sock"] + user("podman/podman.sock")
        let texts: [String] =
            switch choice {
            case .auto: docker + podman
            case .docker: docker
            case .podman: podman
            case .off: []
            }
        var seen: Set<EngineAddress> = []
        return texts.compactMap { EngineAddress(text: $0) }.filter { seen.insert($0).inserted }
    }

    /// Addresses that cannot be called, a sentence each.
    var faults: [String] {
        [("DOCKER_HOST", dockerHost), ("CONTAINER_HOST", podmanHost)].compactMap { name, value in
            guard let value, EngineAddress(text: value) == nil else { return nil }
            return "\(name) is “\(value.printable(limit: 120))”, which is no address that can be asked."
        }
    }

    private func user(_ name: String) -> [String] { runtimeDirectory.map { ["\($0)/\(name)"] } ?? [] }
}
