/// A row of `GET /images/json`.
struct ImageRow: Decodable, Sendable {
    let id: String
    @Lenient var tags: [String]?
    @Lenient var digests: [String]?
    @Lenient var size: Int64?
    @Lenient var created: Int64?
    /// -1 when it was not counted.
    @Lenient var containers: Int?

    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case tags = "RepoTags"
        case digests = "RepoDigests"
        case size = "Size"
        case created = "Created"
        case containers = "Containers"
    }
}

/// `GET /volumes`.
struct VolumeAnswer: Decodable, Sendable {
    @Lenient private var list: LenientList<VolumeRow>?

    var rows: [VolumeRow] { list?.rows ?? [] }

    private enum CodingKeys: String, CodingKey { case list = "Volumes" }
}

struct VolumeRow: Decodable, Sendable {
    struct Usage: Decodable, Sendable {
        /// -1 when it was not counted.
        @Lenient var size: Int64?
        @Lenient var containers: Int?

        private enum CodingKeys: String, CodingKey {
            case size = "Size"
            case containers = "RefCount"
        }
    }

    let name: String
    @Lenient var driver: String?
    @Lenient var mountpoint: String?
    @Lenient var created: String?
    @Lenient var labels: [String: String]?
    /// Only in the answer about disk use.
    @Lenient var usage: Usage?

    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case driver = "Driver"
        case mountpoint = "Mountpoint"
        case created = "CreatedAt"
        case labels = "Labels"
        case usage = "UsageData"
    }
}

/// A row of `GET /networks`.
struct NetworkRow: Decodable, Sendable {
    struct Addressing: Decodable, Sendable {
        struct Pool: Decodable, Sendable {
            @Lenient var subnet: String?

            private enum CodingKeys: String, CodingKey { case subnet = "Subnet" }
        }

        @Lenient private var list: LenientList<Pool>?

        var pools: [Pool] { list?.rows ?? [] }

        private enum CodingKeys: String, CodingKey { case list = "Config" }
    }

    let id: String
    let name: String
    @Lenient var driver: String?
    @Lenient var scope: String?
    @Lenient var isInternal: Bool?
    @Lenient var addressing: Addressing?

    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case name = "Name"
        case driver = "Driver"
        case scope = "Scope"
        case isInternal = "Internal"
        case addressing = "IPAM"
    }
}
