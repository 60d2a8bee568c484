// What agents of v5 are answered. Member names are v5's. Commands are never sent.

/// A part without members.
package struct V5Empty: Encodable, Sendable {}

package struct V5HostReply: Encodable, Sendable {
    package let success = true
    package let hostId: String
    /// RFC 3339, by this server's clock.
    package let lastSeen: String
    package let platform: String?
    package let osName: String?
    package let osVersion: String?
    package let config = V5Empty()

    private enum CodingKeys: String, CodingKey {
        case success, hostId, lastSeen, platform, osName, osVersion, config
    }
}

package struct V5DockerReply: Encodable, Sendable {
    package let success = true
    package let hostId: String
    package let commands: [V5Empty] = []

    private enum CodingKeys: String, CodingKey {
        case success, hostId, commands
    }
}

package struct V5KubernetesReply: Encodable, Sendable {
    package let success = true
    package let clusterId: String
    package let lastSeen: String
    package let commands: [V5Empty] = []

    private enum CodingKeys: String, CodingKey {
        case success, clusterId, lastSeen, commands
    }
}

package struct V5LookupReply: Encodable, Sendable {
    package struct Host: Encodable, Sendable {
        package let id: String
        package let hostname: String
        package let displayName: String
        /// `online`, `offline`.
        package let status: String
        package let connected: Bool
        package let lastSeen: String?
        package let agentVersion: String
    }

    package let success = true
    package let host: Host

    private enum CodingKeys: String, CodingKey {
        case success, host
    }
}

package struct V5ConfigurationReply: Encodable, Sendable {
    package struct Configuration: Encodable, Sendable {
        package let settings: V5Settings?
    }

    package let success = true
    package let hostId: String
    package let config: Configuration

    private enum CodingKeys: String, CodingKey {
        case success, hostId, config
    }
}

/// The settings of a profile that agents of v5 know.
package struct V5Settings: Encodable, Sendable {
    package let interval: Int?
    package let enableDocker: Bool?
    package let enableKubernetes: Bool?
    package let logLevel: String?

    private enum CodingKeys: String, CodingKey {
        case interval
        case enableDocker = "enable_docker"
        case enableKubernetes = "enable_kubernetes"
        case logLevel = "log_level"
    }
}
