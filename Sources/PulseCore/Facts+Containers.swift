// Containers and Swarm services as an agent sees them. They travel from agent to server as they stand: a property may be added when it is
// optional, and none changes its name or meaning.

/// A container of Docker or Podman. What it is called when it is made anew stays the same: the service of its project, or its name.
package struct ContainerFacts: Hashable, Sendable, Codable {
    package struct Port: Hashable, Sendable, Codable {
        package var container: Int
        /// Nil when it is not published.
        package var host: Int?
        /// `tcp`, `udp`, `sctp`.
        package var transport: String
        package var address: String?

        package init(container: Int, host: Int? = nil, transport: String = "tcp", address: String? = nil) {
            self.container = container
            self.host = host
            self.transport = transport
            self.address = address
        }
    }

    package struct Network: Hashable, Sendable, Codable {
        package var name: String
        package var addresses: [String]

        package init(name: String, addresses: [String]) {
            self.name = name
            self.addresses = addresses
        }
    }

    package struct Mount: Hashable, Sendable, Codable {
        /// `bind`, `volume`, `tmpfs` …
        package var type: String
        /// A path of the host, or the name of a volume.
        package var source: String?
        package var destination: String
        package var isReadOnly: Bool

        package init(type: String, source: String?, destination: String, isReadOnly: Bool) {
            self.type = type
            self.source = source
            self.destination = destination
            self.isReadOnly = isReadOnly
        }
    }

    /// `docker`, `podman`.
    package var engine: String
    /// The engine's own id, 64 hex digits. It changes when the container is made anew; the resource's id does not.
    package var containerID: String
    /// As it was asked for, `ghcr.io/owner/web:1.2`.
    package var image: String
    package var imageID: String?
    /// What the tag pointed to when it was pulled, `sha256:…`.
    package var imageDigest: String?
    /// The engine's word: `created`, `running`, `paused`, `restarting`, `removing`, `exited`, `dead`.
    package var state: String
    /// `healthy`, `unhealthy`, `starting`; nil without a check.
    package var health: String?
    /// What the last failed check said.
    package var healthOutput: String?
    package var exitCode: Int?
    package var wasOutOfMemory: Bool?
    /// Stopped by a person or a program over the API, so its exit is not its own.
    package var wasStoppedByHand: Bool?
    package var error: String?
    package var createdAt: Timestamp?
    package var startedAt: Timestamp?
    package var finishedAt: Timestamp?
    /// Since it was made; a rate is the metric `restarts`.
    package var restartCount: Int?
    /// `no`, `always`, `on-failure`, `unless-stopped`.
    package var restartPolicy: String?
    /// Of compose, or the stack of Swarm.
    package var project: String?
    package var service: String?
    package var replica: Int?
    /// Podman's.
    package var pod: String?
    /// Processors it may use; nil when not limited.
    package var processorLimit: Double?
    /// Bytes; nil when not limited.
    package var memoryLimit: Int64?
    package var ports: [Port] = []
    package var networks: [Network] = []
    package var mounts: [Mount] = []
    package var labels: [String: String] = [:]
    package var isPrivileged: Bool?
    /// Bytes it wrote over its image; nil when not asked.
    package var writtenBytes: Int64?
    package var update: ImageUpdate?

    package init(engine: String, containerID: String, image: String, state: String) {
        self.engine = engine
        self.containerID = containerID
        self.image = image
        self.state = state
    }
}

/// What the registry says of the image of a container.
package struct ImageUpdate: Hashable, Sendable, Codable {
    package enum Verdict: String, Hashable, Sendable, Codable {
        case current
        /// The same tag points to another image now.
        case newDigest = "new_digest"
        /// The tag is unchanged, and there is one with a higher version.
        case newTag = "new_tag"
        /// Pinned to a digest, or made here: there is nothing to compare with.
        case notTracked = "not_tracked"
        /// It could not be found out; `problem` says why.
        case unknown
    }

    package var verdict: Verdict
    package var currentDigest: String?
    package var latestDigest: String?
    package var latestTag: String?
    package var checkedAt: Timestamp?
    /// Kept over restarts and re-creation of the container.
    package var firstSeenAt: Timestamp?
    package var problem: String?

    package init(_ verdict: Verdict) {
        self.verdict = verdict
    }
}

/// A service of Docker Swarm, as a manager tells it.
package struct SwarmServiceFacts: Hashable, Sendable, Codable {
    package var clusterID: String
    package var serviceID: String
    package var image: String
    package var stack: String?
    /// `replicated`, `global`, `replicated-job`, `global-job`.
    package var mode: String
    package var desired: Int?
    package var running: Int?
    package var ports: [ContainerFacts.Port] = []
    /// `updating`, `paused`, `completed`, `rollback_started` …; nil when it was never updated.
    package var updateState: String?
    package var updateMessage: String?
    package var createdAt: Timestamp?
    package var updatedAt: Timestamp?
    /// What the newest failed tasks say, newest first.
    package var failures: [String] = []

    package init(clusterID: String, serviceID: String, image: String, mode: String) {
        self.clusterID = clusterID
        self.serviceID = serviceID
        self.image = image
        self.mode = mode
    }
}
