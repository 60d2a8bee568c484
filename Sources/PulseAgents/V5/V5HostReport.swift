// What a host agent of Pulse v5 sends to POST /api/agents/host/report; the members that are used here. Everything may be missing.

struct V5HostReport: Decodable {
    struct Host: Decodable {
        var id: String?
        var hostname: String?
        var displayName: String?
        var machineId: String?
        var platform: String?
        var osName: String?
        var osVersion: String?
        var kernelVersion: String?
        var architecture: String?
        var cpuModel: String?
        var cpuCount: Int?
        var uptimeSeconds: Int64?
        var loadAverage: [Double]?
    }

    struct Metrics: Decodable {
        var cpuUsagePercent: Double?
        var memory: V5Memory?
    }

    struct DiskIO: Decodable {
        var device: String?
        var readBytes: UInt64?
        var writeBytes: UInt64?
    }

    struct Sensors: Decodable {
        var temperatureCelsius: [String: Double]?
        var fanRpm: [String: Double]?
        var additional: [String: Double]?
        var smart: [SMART]?
    }

    struct SMART: Decodable {
        var device: String?
        var model: String?
        var serial: String?
        var type: String?
        var temperature: Double?
        var health: String?
        var standby: Bool?
    }

    struct RAID: Decodable {
        struct Device: Decodable {
            var device: String?
            var state: String?
            var slot: Int?
        }

        var device: String?
        var level: String?
        var state: String?
        var totalDevices: Int?
        var activeDevices: Int?
        var failedDevices: Int?
        var spareDevices: Int?
        var devices: [Device]?
        var rebuildPercent: Double?
    }

    var agent: V5AgentPart?
    var host: Host?
    var metrics: Metrics?
    var disks: [V5Disk]?
    var diskIO: [DiskIO]?
    var network: [V5Interface]?
    var sensors: Sensors?
    var raid: [RAID]?
    var tags: [String]?
    var timestamp: String?
}

/// What all three reports say of the agent.
struct V5AgentPart: Decodable {
    var id: String?
    var version: String?
    var intervalSeconds: Int?
    var hostname: String?
}

struct V5Memory: Decodable {
    var totalBytes: Int64?
    var usedBytes: Int64?
    var swapTotalBytes: Int64?
    var swapUsedBytes: Int64?
}

struct V5Disk: Decodable {
    var device: String?
    var mountpoint: String?
    var filesystem: String?
    var type: String?
    var totalBytes: Int64?
    var usedBytes: Int64?
}

struct V5Interface: Decodable {
    var name: String?
    var mac: String?
    var addresses: [String]?
    var rxBytes: UInt64?
    var txBytes: UInt64?
}
