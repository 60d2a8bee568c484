/// A row of `GET /containers/json`.
struct ContainerRow: Decodable, Sendable {
    struct Port: Decodable, Sendable, Hashable {
        @Lenient var address: String?
        @Lenient var container: Int?
        @Lenient var host: Int?
        @Lenient var transport: String?

        private enum CodingKeys: String, CodingKey {
            case address = "IP"
            case container = "PrivatePort"
            case host = "PublicPort"
            case transport = "Type"
        }

        static func == (left: Self, right: Self) -> Bool {
            left.address == right.address && left.container == right.container && left.host == right.host && left.transport == right.transport
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(address)
            hasher.combine(container)
            hasher.combine(host)
        }
    }

    /// Since API 1.52.
    struct Health: Decodable, Sendable {
        @Lenient var status: String?

        private enum CodingKeys: String, CodingKey { case status = "Status" }
    }

    let id: String
    @Lenient var names: [String]?
    @Lenient var image: String?
    @Lenient var imageID: String?
    /// Seconds since 1970.
    @Lenient var created: Int64?
    @Lenient var labels: [String: String]?
    @Lenient var state: String?
    /// `Up 5 minutes (healthy)`
    @Lenient var status: String?
    @Lenient var health: Health?
    @Lenient private var portList: LenientList<Port>?

    var ports: [Port] { portList?.rows ?? [] }

    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case names = "Names"
        case image = "Image"
        case imageID = "ImageID"
        case created = "Created"
        case labels = "Labels"
        case state = "State"
        case status = "Status"
        case health = "Health"
        case portList = "Ports"
    }

    /// Its own name without the slash that Docker puts before it. Names with more slashes are links that others have to it.
    var name: String? {
        let own = names?.first { !$0.dropFirst().contains("/") } ?? names?.first
        guard let own else { return nil }
        return own.hasPrefix("/") ? String(own.dropFirst()) : own
    }
}

/// A row of Podman's own `GET /libpod/containers/json`, for what the Docker API does not tell.
struct LibpodRow: Decodable, Sendable {
    let id: String
    @Lenient var podName: String?
    @Lenient var isInfra: Bool?

    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case podName = "PodName"
        case isInfra = "IsInfra"
    }
}
