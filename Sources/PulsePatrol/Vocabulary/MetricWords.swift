package import PulseCore

extension Metric {
    /// As it stands within a sentence: `Its used disk space is not known now`.
    package var words: String {
        switch self {
        case .cpu: "CPU usage"
        case .ioWait: "I/O wait"
        case .load1: "load average"
        case .memoryUsed: "used memory"
        case .memoryTotal: "memory size"
        case .swapUsed: "used swap"
        case .swapTotal: "swap size"
        case .diskUsed: "used disk space"
        case .diskTotal: "disk size"
        case .networkIn: "incoming network traffic"
        case .networkOut: "outgoing network traffic"
        case .diskRead: "disk reading rate"
        case .diskWrite: "disk writing rate"
        case .temperature: "temperature"
        case .uptime: "uptime"
        case .metadataUsed: "used metadata"
        case .metadataTotal: "metadata size"
        case .wear: "wear"
        case .dataLogical: "data before deduplication"
        case .dataStored: "data after deduplication"
        case .queueLength: "length of the mail queue"
        case .queueAge: "age of the oldest deferred mail"
        default: furtherWords
        }
    }

    private var furtherWords: String {
        switch self {
        case .mailIn: "incoming mail"
        case .mailOut: "outgoing mail"
        case .mailSpam: "spam"
        case .mailVirus: "mail with viruses"
        case .steal: "CPU time kept for others"
        case .processorPressure: "CPU pressure"
        case .memoryPressure: "memory pressure"
        case .ioPressure: "I/O pressure"
        case .diskLatency: "disk latency"
        case .fanSpeed: "fan speed"
        case .restarts: "restarts"
        case .processes: "number of processes"
        case .zfsCache: "ZFS cache"
        case .reallocatedSectors: "replaced sectors"
        case .pendingSectors: "unreadable sectors"
        case .mediaErrors: "uncorrectable errors"
        case .linkErrors: "link errors"
        case .networkErrors: "network errors"
        case .networkDrops: "dropped packets"
        default: rawValue
        }
    }
}

extension Reason {
    /// Why a figure is not there, as it stands behind a colon.
    package var words: String {
        switch self {
        case .pageCacheIncluded: "the guest reports its page cache as used"
        case .hostView: "it is seen from the host only"
        case .firstSample: "a rate needs a second reading"
        case .notRunning: "it is not running"
        case .notReported: "its source does not report it"
        case .notAskedYet: "it was not asked for yet"
        case .guestAgentOff: "the guest agent is not enabled"
        case .guestAgentSilent: "the guest agent does not answer"
        case .permissionMissing: "the token may not read it"
        case .invalidAnswer: "the answer could not be understood"
        case .noSensor: "there is no such sensor"
        case .noMetricsServer: "the cluster has no metrics server"
        case .runtimeUnreachable: "the engine or cluster that the agent asks does not answer it"
        case .nodeOffline: "its node is offline"
        case .nodeStatusMissing: "the cluster does not say how its node is"
        case .sourceUnreachable: "its source does not answer"
        case .sourceRefused: "its source refuses the token, or has another certificate"
        case .overdue: "the last answer is older than it should be"
        case .storageInactive: "the storage is not active"
        case .storageDisabled: "the storage is disabled"
        case .quorumLost: "the cluster has lost its quorum"
        }
    }
}
