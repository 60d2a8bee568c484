// Objects of a Kubernetes cluster as an agent sees them. They travel from agent to server as they stand: a property may be added when it is
// optional, and none changes its name or meaning.

package struct KubernetesClusterFacts: Hashable, Sendable, Codable {
    /// The uid of the namespace `kube-system`, which no other cluster has.
    package var uid: String
    package var version: String?
    /// `k3s`, `rke2`, `eks` …, as the version or the nodes tell.
    package var distribution: String?
    package var nodesTotal: Int?
    package var nodesReady: Int?
    package var podsTotal: Int?
    package var podsRunning: Int?
    package var namespaces: Int?
    /// Nil when it was not asked.
    package var hasMetrics: Bool?
    /// Namespaces that are left out by configuration; the counts are without them.
    package var excludedNamespaces: [String] = []
    /// What its API server and the agent show each other. Nil where nobody looked, as agents of Pulse v5.
    package var certificates: [KubernetesCertificate]?

    package init(uid: String) {
        self.uid = uid
    }
}

/// A certificate that the connection to a cluster rests on.
package struct KubernetesCertificate: Hashable, Sendable, Codable {
    package enum Owner: String, Hashable, Sendable, Codable {
        case apiServer = "api-server"
        /// The client certificate that the agent says who it is by.
        case agent
    }

    package var owner: Owner
    package var notBefore: Timestamp
    package var notAfter: Timestamp

    package init(_ owner: Owner, notBefore: Timestamp, notAfter: Timestamp) {
        (self.owner, self.notBefore, self.notAfter) = (owner, notBefore, notAfter)
    }
}

/// A condition of an object that says something is wrong, in the words of Kubernetes.
package struct KubernetesCondition: Hashable, Sendable, Codable {
    /// `MemoryPressure`, `PodScheduled`, `Progressing` …
    package var type: String
    /// `True`, `False`, `Unknown`.
    package var status: String
    package var reason: String?
    package var message: String?
    package var since: Timestamp?

    package init(type: String, status: String) {
        self.type = type
        self.status = status
    }
}

package struct KubernetesNodeFacts: Hashable, Sendable, Codable {
    /// Nil when the node's own word is missing (`Unknown`).
    package var isReady: Bool?
    package var isUnschedulable: Bool
    /// Only those that are not as they should be.
    package var conditions: [KubernetesCondition] = []
    package var roles: [String] = []
    package var kubelet: String?
    package var runtime: String?
    package var osName: String?
    package var kernel: String?
    package var architecture: String?
    package var addresses: [String] = []
    /// What pods may use: processors, bytes, number.
    package var processors: Double?
    package var memory: Int64?
    package var pods: Int?
    package var taints: [String] = []
    package var createdAt: Timestamp?
    /// The machine's, which tells the host it is.
    package var machineID: String?
    package var systemUUID: String?

    package init(isReady: Bool?, isUnschedulable: Bool = false) {
        self.isReady = isReady
        self.isUnschedulable = isUnschedulable
    }
}

package struct KubernetesContainer: Hashable, Sendable, Codable {
    package var name: String
    package var image: String?
    /// True of a container that runs before the others and has to end.
    package var isInit: Bool
    package var isReady: Bool
    /// `waiting`, `running`, `terminated`.
    package var state: String?
    /// `CrashLoopBackOff`, `ImagePullBackOff`, `OOMKilled`, `Completed` …
    package var reason: String?
    package var message: String?
    package var exitCode: Int?
    package var restarts: Int
    /// Why it ended the last time.
    package var lastReason: String?
    package var lastExitCode: Int?
    package var lastFinishedAt: Timestamp?

    package init(name: String, isInit: Bool = false, isReady: Bool = false, restarts: Int = 0) {
        self.name = name
        self.isInit = isInit
        self.isReady = isReady
        self.restarts = restarts
    }
}

package struct KubernetesPodFacts: Hashable, Sendable, Codable {
    package var namespace: String
    package var node: String?
    /// `Pending`, `Running`, `Succeeded`, `Failed`, `Unknown`.
    package var phase: String
    /// `Evicted`, `NodeLost`, `Unschedulable` …
    package var reason: String?
    package var message: String?
    /// The workload a person made, not the replica set between: `Deployment`, `api`.
    package var ownerKind: String?
    package var ownerName: String?
    package var containers: [KubernetesContainer] = []
    package var restarts: Int
    package var isReady: Bool
    package var isTerminating: Bool
    package var createdAt: Timestamp?
    package var startedAt: Timestamp?
    package var quality: String?
    package var addresses: [String] = []
    /// Sums over the containers: processors and bytes.
    package var processorRequest: Double?
    package var processorLimit: Double?
    package var memoryRequest: Int64?
    package var memoryLimit: Int64?

    package init(namespace: String, phase: String) {
        self.namespace = namespace
        self.phase = phase
        restarts = 0
        isReady = false
        isTerminating = false
    }
}

/// What keeps pods running: a deployment, a stateful set, a daemon set, a job, a cron job. The resource's kind tells which.
package struct KubernetesWorkloadFacts: Hashable, Sendable, Codable {
    package var namespace: String
    package var images: [String] = []
    package var desired: Int?
    package var ready: Int?
    package var updated: Int?
    package var available: Int?
    /// Only those that are not as they should be.
    package var conditions: [KubernetesCondition] = []
    package var createdAt: Timestamp?
    // Jobs
    package var active: Int?
    package var succeeded: Int?
    package var failed: Int?
    package var startedAt: Timestamp?
    package var finishedAt: Timestamp?
    /// The cron job that made this job.
    package var ownerName: String?
    // Cron jobs
    package var schedule: String?
    package var isSuspended: Bool?
    package var lastScheduledAt: Timestamp?
    package var lastSucceededAt: Timestamp?

    package init(namespace: String) {
        self.namespace = namespace
    }
}

/// A claim on storage, with the volume that fulfils it.
package struct KubernetesClaimFacts: Hashable, Sendable, Codable {
    package var namespace: String
    /// `Pending`, `Bound`, `Lost`.
    package var phase: String
    package var storageClass: String?
    package var volume: String?
    /// Bytes.
    package var requested: Int64?
    package var capacity: Int64?
    package var accessModes: [String] = []
    package var createdAt: Timestamp?
    /// Pods that use it.
    package var usedBy: [String] = []

    package init(namespace: String, phase: String) {
        self.namespace = namespace
        self.phase = phase
    }
}
