/// Every setting of an agent that a profile can hold: its name, kind, limits and meaning. A key that is not here cannot be saved.
package enum AgentSettingKey: String, Hashable, Sendable, CaseIterable {
    case interval
    case host
    case containers
    case kubernetes
    case imageUpdates
    case smart
    case excludeFilesystems
    case includeNamespaces
    case excludeNamespaces
    case tags
    case logLevel
    case selfUpdate

    package enum Kind: Hashable, Sendable {
        case flag
        /// Whole numbers within limits, with their unit.
        case number(ClosedRange<Int>, unit: String)
        case choice([String])
        /// At most so many texts of at most so many bytes.
        case texts(count: Int, bytes: Int)
    }

    package var kind: Kind {
        switch self {
        case .interval:
            .number(
                Int(AgentLimits.interval.lowerBound.components.seconds)...Int(AgentLimits.interval.upperBound.components.seconds), unit: "seconds")
        case .host, .kubernetes, .imageUpdates, .smart, .selfUpdate: .flag
        case .containers: .choice(AgentSettings.ContainerChoice.allCases.map(\.rawValue))
        case .logLevel: .choice(AgentSettings.LogLevel.allCases.map(\.rawValue))
        case .excludeFilesystems, .includeNamespaces, .excludeNamespaces: .texts(count: 64, bytes: 256)
        case .tags: .texts(count: AgentLimits.tags, bytes: 64)
        }
    }

    /// What it does, a sentence for the editor and the documentation.
    package var meaning: String {
        switch self {
        case .interval: "How often the agent reports."
        case .host: "Report the machine itself: processors, memory, disks, network, sensors."
        case .containers: "Which container engine is asked; auto looks for the sockets of Docker and Podman."
        case .kubernetes: "Watch the Kubernetes cluster that the agent has access to."
        case .imageUpdates: "Ask registries whether the images of containers have updates."
        case .smart: "Ask disks for their SMART figures. Disks that sleep are not woken."
        case .excludeFilesystems: "Mount points and devices that are left out; * stands for any characters."
        case .includeNamespaces: "Namespaces that are watched; * stands for any characters. None means all."
        case .excludeNamespaces: "Namespaces that are left out, also of those included."
        case .tags: "Tags of the machine, beside those it was installed with."
        case .logLevel: "How much the agent writes to its own log."
        case .selfUpdate: "Let the agent replace itself by a newer one that the server offers and signed."
        }
    }

    /// What holds when nobody says anything, as JSON would have it.
    package var fallback: String {
        switch self {
        case .interval: "10"
        case .host, .smart: "true"
        case .containers: "auto"
        case .kubernetes, .imageUpdates, .selfUpdate: "false"
        case .excludeFilesystems, .includeNamespaces, .excludeNamespaces, .tags: "[]"
        case .logLevel: "info"
        }
    }

    /// Takes over what `other` says of this key, if it says anything.
    func copy(from other: AgentSettings, into settings: inout AgentSettings) {
        switch self {
        case .interval: settings.interval = other.interval ?? settings.interval
        case .host: settings.host = other.host ?? settings.host
        case .containers: settings.containers = other.containers ?? settings.containers
        case .kubernetes: settings.kubernetes = other.kubernetes ?? settings.kubernetes
        case .imageUpdates: settings.imageUpdates = other.imageUpdates ?? settings.imageUpdates
        case .smart: settings.smart = other.smart ?? settings.smart
        case .excludeFilesystems: settings.excludeFilesystems = other.excludeFilesystems ?? settings.excludeFilesystems
        case .includeNamespaces: settings.includeNamespaces = other.includeNamespaces ?? settings.includeNamespaces
        case .excludeNamespaces: settings.excludeNamespaces = other.excludeNamespaces ?? settings.excludeNamespaces
        case .tags: settings.tags = other.tags ?? settings.tags
        case .logLevel: settings.logLevel = other.logLevel ?? settings.logLevel
        case .selfUpdate: settings.selfUpdate = other.selfUpdate ?? settings.selfUpdate
        }
    }

    /// Takes this key's value away.
    package func clear(in settings: inout AgentSettings) {
        switch self {
        case .interval: settings.interval = nil
        case .host: settings.host = nil
        case .containers: settings.containers = nil
        case .kubernetes: settings.kubernetes = nil
        case .imageUpdates: settings.imageUpdates = nil
        case .smart: settings.smart = nil
        case .excludeFilesystems: settings.excludeFilesystems = nil
        case .includeNamespaces: settings.includeNamespaces = nil
        case .excludeNamespaces: settings.excludeNamespaces = nil
        case .tags: settings.tags = nil
        case .logLevel: settings.logLevel = nil
        case .selfUpdate: settings.selfUpdate = nil
        }
    }
}
