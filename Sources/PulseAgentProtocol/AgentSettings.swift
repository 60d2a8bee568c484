/// What can be set about an agent, each nil where nothing was said. Profiles, the local file, flags and environment all fill the same value;
/// ``AgentSettingKey`` describes each key once, for the editor of profiles, for validation and for the documentation.
package struct AgentSettings: Hashable, Sendable, Codable {
    /// Seconds between reports.
    package var interval: Int?
    package var host: Bool?
    /// Containers: `auto` looks for sockets, `docker` and `podman` ask only that, `off` none.
    package var containers: ContainerChoice?
    package var kubernetes: Bool?
    /// Ask registries whether images have updates.
    package var imageUpdates: Bool?
    /// Ask disks through `smartctl`.
    package var smart: Bool?
    /// Mount points and devices that are left out; `*` stands for any characters.
    package var excludeFilesystems: [String]?
    package var includeNamespaces: [String]?
    package var excludeNamespaces: [String]?
    package var tags: [String]?
    package var logLevel: LogLevel?
    /// Replace the program by a newer one that the server offers and signed.
    package var selfUpdate: Bool?

    package enum ContainerChoice: String, Hashable, Sendable, Codable, CaseIterable {
        case auto, docker, podman, off
    }

    package enum LogLevel: String, Hashable, Sendable, Codable, CaseIterable {
        case debug, info, notice, warning, error
    }

    package init() {}

    /// What `other` says goes before what this says.
    package func overridden(by other: AgentSettings) -> AgentSettings {
        var merged = self
        for key in AgentSettingKey.allCases { key.copy(from: other, into: &merged) }
        return merged
    }
}
