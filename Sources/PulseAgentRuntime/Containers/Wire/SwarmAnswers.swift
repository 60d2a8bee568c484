/// A row of `GET /services`.
struct ServiceRow: Decodable, Sendable {
    struct Specification: Decodable, Sendable {
        struct Template: Decodable, Sendable {
            struct Container: Decodable, Sendable {
                @Lenient var image: String?

                private enum CodingKeys: String, CodingKey { case image = "Image" }
            }

            @Lenient var container: Container?

            private enum CodingKeys: String, CodingKey { case container = "ContainerSpec" }
        }

        struct Mode: Decodable, Sendable {
            struct Replicated: Decodable, Sendable {
                @Lenient var replicas: Int?

                private enum CodingKeys: String, CodingKey { case replicas = "Replicas" }
            }

            struct Job: Decodable, Sendable {
                @Lenient var total: Int?

                private enum CodingKeys: String, CodingKey { case total = "TotalCompletions" }
            }

            struct Nothing: Decodable, Sendable {}

            @Lenient var replicated: Replicated?
            @Lenient var global: Nothing?
            @Lenient var replicatedJob: Job?
            @Lenient var globalJob: Nothing?

            private enum CodingKeys: String, CodingKey {
                case replicated = "Replicated"
                case global = "Global"
                case replicatedJob = "ReplicatedJob"
                case globalJob = "GlobalJob"
            }
        }

        @Lenient var name: String?
        @Lenient var labels: [String: String]?
        @Lenient var template: Template?
        @Lenient var mode: Mode?

        private enum CodingKeys: String, CodingKey {
            case name = "Name"
            case labels = "Labels"
            case template = "TaskTemplate"
            case mode = "Mode"
        }
    }

    struct Endpoint: Decodable, Sendable {
        struct Port: Decodable, Sendable {
            @Lenient var transport: String?
            @Lenient var target: Int?
            @Lenient var published: Int?

            private enum CodingKeys: String, CodingKey {
                case transport = "Protocol"
                case target = "TargetPort"
                case published = "PublishedPort"
            }
        }

        @Lenient private var list: LenientList<Port>?

        var ports: [Port] { list?.rows ?? [] }

        private enum CodingKeys: String, CodingKey { case list = "Ports" }
    }

    struct Update: Decodable, Sendable {
        @Lenient var state: String?
        @Lenient var message: String?

        private enum CodingKeys: String, CodingKey {
            case state = "State"
            case message = "Message"
        }
    }

    let id: String
    @Lenient var created: String?
    @Lenient var updated: String?
    @Lenient var specification: Specification?
    @Lenient var endpoint: Endpoint?
    @Lenient var update: Update?

    private enum CodingKeys: String, CodingKey {
        case id = "ID"
        case created = "CreatedAt"
        case updated = "UpdatedAt"
        case specification = "Spec"
        case endpoint = "Endpoint"
        case update = "UpdateStatus"
    }
}

/// A row of `GET /tasks`.
struct TaskRow: Decodable, Sendable {
    struct Status: Decodable, Sendable {
        @Lenient var at: String?
        @Lenient var state: String?
        @Lenient var error: String?

        private enum CodingKeys: String, CodingKey {
            case at = "Timestamp"
            case state = "State"
            case error = "Err"
        }
    }

    @Lenient var service: String?
    @Lenient var node: String?
    @Lenient var slot: Int?
    @Lenient var status: Status?
    @Lenient var wanted: String?

    private enum CodingKeys: String, CodingKey {
        case service = "ServiceID"
        case node = "NodeID"
        case slot = "Slot"
        case status = "Status"
        case wanted = "DesiredState"
    }
}

/// A row of `GET /nodes`.
struct SwarmNodeRow: Decodable, Sendable {
    struct Specification: Decodable, Sendable {
        @Lenient var role: String?
        @Lenient var availability: String?

        private enum CodingKeys: String, CodingKey {
            case role = "Role"
            case availability = "Availability"
        }
    }

    struct Description: Decodable, Sendable {
        struct Engine: Decodable, Sendable {
            @Lenient var version: String?

            private enum CodingKeys: String, CodingKey { case version = "EngineVersion" }
        }

        @Lenient var hostname: String?
        @Lenient var engine: Engine?

        private enum CodingKeys: String, CodingKey {
            case hostname = "Hostname"
            case engine = "Engine"
        }
    }

    struct Status: Decodable, Sendable {
        @Lenient var state: String?
        @Lenient var address: String?

        private enum CodingKeys: String, CodingKey {
            case state = "State"
            case address = "Addr"
        }
    }

    struct Manager: Decodable, Sendable {
        @Lenient var isLeader: Bool?
        @Lenient var reachability: String?

        private enum CodingKeys: String, CodingKey {
            case isLeader = "Leader"
            case reachability = "Reachability"
        }
    }

    let id: String
    @Lenient var specification: Specification?
    @Lenient var description: Description?
    @Lenient var status: Status?
    @Lenient var manager: Manager?

    private enum CodingKeys: String, CodingKey {
        case id = "ID"
        case specification = "Spec"
        case description = "Description"
        case status = "Status"
        case manager = "ManagerStatus"
    }
}
