/// `GET /containers/{id}/stats`: counters, of which rates are made from two answers.
struct ContainerStatistics: Decodable, Sendable {
    struct Processors: Decodable, Sendable {
        struct Usage: Decodable, Sendable {
            /// Nanoseconds.
            @Lenient var total: UInt64?

            private enum CodingKeys: String, CodingKey { case total = "total_usage" }
        }

        @Lenient var usage: Usage?
        @Lenient var online: Int?

        private enum CodingKeys: String, CodingKey {
            case usage = "cpu_usage"
            case online = "online_cpus"
        }
    }

    struct Memory: Decodable, Sendable {
        struct Parts: Decodable, Sendable {
            /// cgroup v1, with those below it.
            @Lenient var totalInactiveFile: UInt64?
            /// cgroup v2.
            @Lenient var inactiveFile: UInt64?

            private enum CodingKeys: String, CodingKey {
                case totalInactiveFile = "total_inactive_file"
                case inactiveFile = "inactive_file"
            }
        }

        @Lenient var usage: UInt64?
        @Lenient var limit: UInt64?
        @Lenient var parts: Parts?

        private enum CodingKeys: String, CodingKey {
            case usage, limit
            case parts = "stats"
        }
    }

    struct BlockIO: Decodable, Sendable {
        struct Row: Decodable, Sendable {
            /// `Read` with cgroup v1, `read` with v2.
            @Lenient var operation: String?
            @Lenient var value: UInt64?

            private enum CodingKeys: String, CodingKey {
                case operation = "op"
                case value
            }
        }

        @Lenient private var list: LenientList<Row>?

        /// Nil where the kernel does not count, which is not the same as no row: nothing was moved yet.
        var rows: [Row]? { list?.rows }

        private enum CodingKeys: String, CodingKey { case list = "io_service_bytes_recursive" }
    }

    struct Interface: Decodable, Sendable {
        @Lenient var received: UInt64?
        @Lenient var sent: UInt64?

        private enum CodingKeys: String, CodingKey {
            case received = "rx_bytes"
            case sent = "tx_bytes"
        }
    }

    struct Processes: Decodable, Sendable {
        @Lenient var current: UInt64?
    }

    @Lenient var read: String?
    @Lenient var processors: Processors?
    @Lenient var memory: Memory?
    @Lenient var blockIO: BlockIO?
    @Lenient var interfaces: [String: Lenient<Interface>]?
    @Lenient var processes: Processes?

    private enum CodingKeys: String, CodingKey {
        case read
        case processors = "cpu_stats"
        case memory = "memory_stats"
        case blockIO = "blkio_stats"
        case interfaces = "networks"
        case processes = "pids_stats"
    }
}
