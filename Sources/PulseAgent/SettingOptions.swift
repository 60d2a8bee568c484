import ArgumentParser
import PulseAgentProtocol
import PulseAgentRuntime

/// What flags and environment say about the agent, under the names that v5 had. It goes before the local file.
struct SettingOptions: ParsableArguments {
    @Option(help: "Seconds between reports, 30 or 30s (PULSE_INTERVAL).") var interval: String?
    @Option(help: "debug, info, notice, warning or error (LOG_LEVEL).") var logLevel: String?
    @Option(help: "true or false: report the machine itself (PULSE_ENABLE_HOST).") var enableHost: String?
    @Option(help: "true or false: report containers (PULSE_ENABLE_DOCKER).") var enableDocker: String?
    @Option(help: "auto, docker or podman (PULSE_DOCKER_RUNTIME).") var dockerRuntime: String?
    @Option(help: "true or false: ask registries for newer images (PULSE_ENABLE_DOCKER_UPDATE_CHECKS).") var enableDockerUpdateChecks: String?
    @Option(help: "true or false: watch Kubernetes (PULSE_ENABLE_KUBERNETES).") var enableKubernetes: String?
    @Option(help: "The client configuration of Kubernetes (PULSE_KUBECONFIG).") var kubeconfig: String?
    @Option(help: "Its context (PULSE_KUBE_CONTEXT).") var kubeContext: String?
    @Option(help: "A namespace to watch, * stands for any characters; may be given again (PULSE_KUBE_INCLUDE_NAMESPACES).")
    var kubeIncludeNamespace: [String] = []
    @Option(help: "A namespace to leave out; may be given again (PULSE_KUBE_EXCLUDE_NAMESPACES).") var kubeExcludeNamespace: [String] = []
    @Option(help: "A mount point or device to leave out; may be given again (PULSE_DISK_EXCLUDE).") var diskExclude: [String] = []
    @Option(help: "A tag of this machine; may be given again (PULSE_TAGS).") var tag: [String] = []
    @Option(help: "A key that the server's profiles may not set; may be given again.") var refuse: [String] = []

    /// The local file, with what is said here in its place.
    func configuration(_ places: PlaceOptions) throws -> LocalConfiguration {
        var configuration = try Self.file(places.configurationPath)
        let said = try settings()
        configuration.settings = configuration.settings.overridden(by: said)
        for name in refuse {
            guard let key = AgentSettingKey(rawValue: name) else { throw OptionError("--refuse: there is no setting “\(name)”.") }
            configuration.refused.insert(key)
        }
        configuration.kubeconfig = text(kubeconfig, "PULSE_KUBECONFIG") ?? configuration.kubeconfig
        configuration.kubeContext = text(kubeContext, "PULSE_KUBE_CONTEXT") ?? configuration.kubeContext
        if let fault = configuration.settings.faults.first { throw OptionError(fault.sentence) }
        return configuration
    }

    private func settings() throws -> AgentSettings {
        var settings = AgentSettings()
        settings.interval = try text(interval, "PULSE_INTERVAL").map { try Self.seconds($0, "--interval") }
        settings.logLevel = try text(logLevel, "LOG_LEVEL").map { try Self.word($0, "--log-level") }
        settings.host = try flag(enableHost, "--enable-host", "PULSE_ENABLE_HOST")
        settings.containers = try containers()
        settings.imageUpdates = try flag(enableDockerUpdateChecks, "--enable-docker-update-checks", "PULSE_ENABLE_DOCKER_UPDATE_CHECKS")
        settings.kubernetes = try flag(enableKubernetes, "--enable-kubernetes", "PULSE_ENABLE_KUBERNETES")
        settings.includeNamespaces = list(kubeIncludeNamespace, "PULSE_KUBE_INCLUDE_NAMESPACES")
        settings.excludeNamespaces = list(kubeExcludeNamespace, "PULSE_KUBE_EXCLUDE_NAMESPACES")
        settings.excludeFilesystems = list(diskExclude, "PULSE_DISK_EXCLUDE")
        settings.tags = list(tag, "PULSE_TAGS")
        return settings
    }

    private func containers() throws -> AgentSettings.ContainerChoice? {
        if try flag(enableDocker, "--enable-docker", "PULSE_ENABLE_DOCKER") == false { return .off }
        return try text(dockerRuntime, "PULSE_DOCKER_RUNTIME").map { try Self.word($0, "--docker-runtime") }
    }

    private func text(_ option: String?, _ name: String) -> String? { option ?? World.environment(name) }

    private func list(_ option: [String], _ name: String) -> [String]? {
        if !option.isEmpty { return option }
        return World.environment(name)?.split(separator: ",").map { String($0.drop { $0 == " " }) }
    }

    private func flag(_ option: String?, _ label: String, _ name: String) throws -> Bool? {
        guard let text = text(option, name)?.lowercased() else { return nil }
        switch text {
        case "true", "1", "yes", "on": return true
        case "false", "0", "no", "off": return false
        default: throw OptionError("\(label) is “\(text)”; it may be true or false.")
        }
    }

    private static func seconds(_ text: String, _ label: String) throws -> Int {
        let units = ["s": 1, "m": 60, "h": 3600]
        if let number = Int(text) { return number }
        if let unit = text.last.flatMap({ units[String($0)] }), let number = Int(text.dropLast()) { return number * unit }
        throw OptionError("\(label) is “\(text)”; it may be a number of seconds, 30, 30s or 5m.")
    }

    private static func word<Value: RawRepresentable & CaseIterable>(_ text: String, _ label: String) throws -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: text) else {
            throw OptionError("\(label) is “\(text)”; it may be \(Value.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return value
    }

    private static func file(_ path: String) throws -> LocalConfiguration {
        guard let bytes = try StateFolder.read(path: path) else { return LocalConfiguration() }
        do { return try LocalConfiguration(json: bytes) } catch { throw OptionError("\(path): \(error.problem)") }
    }
}

/// A value on the command line, in the environment or in the file that cannot be used.
struct OptionError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
