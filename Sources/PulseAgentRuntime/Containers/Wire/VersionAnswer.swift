/// `GET /version` of the Docker Engine API.
struct VersionAnswer: Decodable, Sendable {
    struct Component: Decodable, Sendable {
        @Lenient var name: String?

        private enum CodingKeys: String, CodingKey { case name = "Name" }
    }

    @Lenient var version: String?
    @Lenient var apiVersion: String?
    @Lenient var minimumAPIVersion: String?
    @Lenient private var list: LenientList<Component>?

    var components: [Component]? { list?.rows }

    private enum CodingKeys: String, CodingKey {
        case version = "Version"
        case apiVersion = "ApiVersion"
        case minimumAPIVersion = "MinAPIVersion"
        case list = "Components"
    }
}

/// `GET /info` of the Docker Engine API.
struct InfoAnswer: Decodable, Sendable {
    struct Swarm: Decodable, Sendable {
        struct Cluster: Decodable, Sendable {
            @Lenient var id: String?

            private enum CodingKeys: String, CodingKey { case id = "ID" }
        }

        @Lenient var nodeID: String?
        @Lenient var state: String?
        @Lenient var isManager: Bool?
        @Lenient var cluster: Cluster?

        private enum CodingKeys: String, CodingKey {
            case nodeID = "NodeID"
            case state = "LocalNodeState"
            case isManager = "ControlAvailable"
            case cluster = "Cluster"
        }
    }

    @Lenient var id: String?
    @Lenient var processors: Int?
    @Lenient var memory: Int64?
    @Lenient var storageDriver: String?
    @Lenient var serverVersion: String?
    @Lenient var architecture: String?
    @Lenient var operatingSystem: String?
    @Lenient var securityOptions: [String]?
    /// `1` or `2`
    @Lenient var cgroupVersion: String?
    /// `systemd`, `cgroupfs`, or `none` where the engine may not use cgroups.
    @Lenient var cgroupDriver: String?
    /// Podman's.
    @Lenient var rootless: Bool?
    @Lenient var swarm: Swarm?

    private enum CodingKeys: String, CodingKey {
        case id = "ID"
        case processors = "NCPU"
        case cgroupVersion = "CgroupVersion"
        case cgroupDriver = "CgroupDriver"
        case memory = "MemTotal"
        case storageDriver = "Driver"
        case serverVersion = "ServerVersion"
        case architecture = "Architecture"
        case operatingSystem = "OSType"
        case securityOptions = "SecurityOptions"
        case rootless = "Rootless"
        case swarm = "Swarm"
    }
}
