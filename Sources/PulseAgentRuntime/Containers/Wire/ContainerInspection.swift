/// `GET /containers/{id}/json`. What stands in `Config.Env` is never read: it holds passwords.
struct ContainerInspection: Decodable, Sendable {
    struct State: Decodable, Sendable {
        @Lenient var status: String?
        @Lenient var processID: Int?
        @Lenient var exitCode: Int?
        @Lenient var error: String?
        @Lenient var wasOutOfMemory: Bool?
        @Lenient var startedAt: String?
        @Lenient var finishedAt: String?
        @Lenient var health: Health?

        private enum CodingKeys: String, CodingKey {
            case status = "Status"
            case processID = "Pid"
            case exitCode = "ExitCode"
            case error = "Error"
            case wasOutOfMemory = "OOMKilled"
            case startedAt = "StartedAt"
            case finishedAt = "FinishedAt"
            case health = "Health"
        }
    }

    struct Health: Decodable, Sendable {
        struct Check: Decodable, Sendable {
            @Lenient var exitCode: Int?
            @Lenient var output: String?

            private enum CodingKeys: String, CodingKey {
                case exitCode = "ExitCode"
                case output = "Output"
            }
        }

        @Lenient var status: String?
        @Lenient private var log: LenientList<Check>?

        /// Oldest first.
        var checks: [Check] { log?.rows ?? [] }

        private enum CodingKeys: String, CodingKey {
            case status = "Status"
            case log = "Log"
        }
    }

    struct Configuration: Decodable, Sendable {
        @Lenient var image: String?
        @Lenient var labels: [String: String]?

        private enum CodingKeys: String, CodingKey {
            case image = "Image"
            case labels = "Labels"
        }
    }

    struct Mount: Decodable, Sendable {
        @Lenient var type: String?
        @Lenient var name: String?
        @Lenient var source: String?
        @Lenient var destination: String?
        @Lenient var isWritable: Bool?

        private enum CodingKeys: String, CodingKey {
            case type = "Type"
            case name = "Name"
            case source = "Source"
            case destination = "Destination"
            case isWritable = "RW"
        }
    }

    @Lenient var created: String?
    @Lenient var name: String?
    @Lenient var image: String?
    @Lenient var restartCount: Int?
    @Lenient var state: State?
    @Lenient var host: HostConfiguration?
    @Lenient var configuration: Configuration?
    @Lenient var network: NetworkSettings?
    @Lenient private var mountList: LenientList<Mount>?

    var mounts: [Mount] { mountList?.rows ?? [] }

    private enum CodingKeys: String, CodingKey {
        case created = "Created"
        case name = "Name"
        case image = "Image"
        case restartCount = "RestartCount"
        case state = "State"
        case host = "HostConfig"
        case configuration = "Config"
        case network = "NetworkSettings"
        case mountList = "Mounts"
    }
}

extension ContainerInspection {
    struct HostConfiguration: Decodable, Sendable {
        struct RestartPolicy: Decodable, Sendable {
            @Lenient var name: String?

            private enum CodingKeys: String, CodingKey { case name = "Name" }
        }

        @Lenient var restartPolicy: RestartPolicy?
        /// Bytes; 0 is no limit.
        @Lenient var memory: Int64?
        /// Billionths of a processor; 0 is no limit.
        @Lenient var nanoProcessors: Int64?
        /// Microseconds.
        @Lenient var processorPeriod: Int64?
        @Lenient var processorQuota: Int64?
        /// `0-2,7`
        @Lenient var processorSet: String?
        @Lenient var isPrivileged: Bool?
        @Lenient var networkMode: String?

        private enum CodingKeys: String, CodingKey {
            case restartPolicy = "RestartPolicy"
            case memory = "Memory"
            case nanoProcessors = "NanoCpus"
            case processorPeriod = "CpuPeriod"
            case processorQuota = "CpuQuota"
            case processorSet = "CpusetCpus"
            case isPrivileged = "Privileged"
            case networkMode = "NetworkMode"
        }
    }

    struct NetworkSettings: Decodable, Sendable {
        struct Endpoint: Decodable, Sendable {
            @Lenient var address: String?
            @Lenient var addressV6: String?

            private enum CodingKeys: String, CodingKey {
                case address = "IPAddress"
                case addressV6 = "GlobalIPv6Address"
            }
        }

        struct Binding: Decodable, Sendable {
            @Lenient var address: String?
            /// A text in this place, unlike in the list.
            @Lenient var port: String?

            private enum CodingKeys: String, CodingKey {
                case address = "HostIp"
                case port = "HostPort"
            }
        }

        @Lenient var networks: [String: Lenient<Endpoint>]?
        /// By `8080/tcp`; null where nothing is published.
        @Lenient var ports: [String: Lenient<LenientList<Binding>>]?

        private enum CodingKeys: String, CodingKey {
            case networks = "Networks"
            case ports = "Ports"
        }
    }
}
