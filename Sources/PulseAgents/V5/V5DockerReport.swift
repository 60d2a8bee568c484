// What a Docker agent of Pulse v5 sends to POST /api/agents/docker/report; the members that are used here. Everything may be missing.

struct V5DockerReport: Decodable {
    struct Host: Decodable {
        var hostname: String?
        var name: String?
        var machineId: String?
        var os: String?
        var runtime: String?
        var runtimeVersion: String?
        var kernelVersion: String?
        var architecture: String?
        var dockerVersion: String?
        var totalCpu: Int?
        var totalMemoryBytes: Int64?
        var uptimeSeconds: Int64?
        var swarm: Swarm?
        var cpuUsagePercent: Double?
        var loadAverage: [Double]?
        var memory: V5Memory?
        var disks: [V5Disk]?
        var network: [V5Interface]?
    }

    struct Swarm: Decodable {
        var nodeId: String?
        var localState: String?
        var controlAvailable: Bool?
        var clusterId: String?
    }

    struct Service: Decodable {
        struct Port: Decodable {
            var `protocol`: String?
            var targetPort: Int?
            var publishedPort: Int?
        }

        struct Update: Decodable {
            var state: String?
            var message: String?
        }

        var id: String?
        var name: String?
        var stack: String?
        var image: String?
        var mode: String?
        var desiredTasks: Int?
        var runningTasks: Int?
        var endpointPorts: [Port]?
        var updateStatus: Update?
        var createdAt: String?
        var updatedAt: String?
    }

    var agent: V5AgentPart?
    var host: Host?
    var containers: [V5Container]?
    var services: [Service]?
    var timestamp: String?
}

struct V5Container: Decodable {
    struct Port: Decodable {
        var privatePort: Int?
        var publicPort: Int?
        var `protocol`: String?
        var ip: String?
    }

    struct Network: Decodable {
        var name: String?
        var ipv4: String?
        var ipv6: String?
    }

    struct BlockIO: Decodable {
        var readBytes: UInt64?
        var writeBytes: UInt64?
    }

    struct Mount: Decodable {
        var type: String?
        var source: String?
        var destination: String?
        var rw: Bool?
        var name: String?
    }

    struct Podman: Decodable {
        var podName: String?
        var composeProject: String?
        var composeService: String?
    }

    struct Update: Decodable {
        var updateAvailable: Bool?
        var currentDigest: String?
        var latestDigest: String?
        var lastChecked: String?
        var error: String?
    }

    var id: String?
    var name: String?
    var image: String?
    var imageDigest: String?
    var createdAt: String?
    var state: String?
    var health: String?
    var cpuPercent: Double?
    var memoryUsageBytes: Int64?
    var memoryLimitBytes: Int64?
    var restartCount: Int?
    var exitCode: Int?
    var startedAt: String?
    var finishedAt: String?
    var ports: [Port]?
    var labels: [String: String]?
    var networks: [Network]?
    var writableLayerBytes: Int64?
    var blockIo: BlockIO?
    var mounts: [Mount]?
    var podman: Podman?
    var updateStatus: Update?
}
