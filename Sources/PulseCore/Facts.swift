/// What is known about a resource besides its measurements; one case per kind of resource.
///
/// Nil in a field means "not known". Facts change seldom: whatever changes at every poll is a `Metric`, and an uptime is held as the
/// moment of the start, which stays the same.
/// Indirect, so that the table of all resources stays small to copy.
package indirect enum Facts: Hashable, Sendable {
    case cluster(ClusterFacts)
    case node(NodeFacts)
    case guest(GuestFacts)
    case storage(StorageFacts)
    case host(HostFacts)
    case datastore(DatastoreFacts)
    case pool(PoolFacts)
    case disk(DiskFacts)
    case ceph(CephFacts)
    case mail(MailFacts)
    case container(ContainerFacts)
    case swarmService(SwarmServiceFacts)
    case kubernetesCluster(KubernetesClusterFacts)
    case kubernetesNode(KubernetesNodeFacts)
    case kubernetesPod(KubernetesPodFacts)
    case kubernetesWorkload(KubernetesWorkloadFacts)
    case kubernetesClaim(KubernetesClaimFacts)
}

package struct ClusterFacts: Hashable, Sendable {
    /// The name Proxmox gives the cluster; nil for a standalone node.
    package var clusterName: String?
    package var quorate: Bool?
    package var nodesOnline: Int?
    package var nodesTotal: Int?

    package init(clusterName: String? = nil, quorate: Bool? = nil, nodesOnline: Int? = nil, nodesTotal: Int? = nil) {
        self.clusterName = clusterName
        self.quorate = quorate
        self.nodesOnline = nodesOnline
        self.nodesTotal = nodesTotal
    }
}

/// The processors of a machine. `threads` is what a share of processor time refers to.
package struct ProcessorFacts: Hashable, Sendable, Codable {
    package var model: String?
    package var sockets: Int?
    package var cores: Int?
    package var threads: Int?
    package var megahertz: Double?

    package init(model: String? = nil, sockets: Int? = nil, cores: Int? = nil, threads: Int? = nil, megahertz: Double? = nil) {
        self.model = model
        self.sockets = sockets
        self.cores = cores
        self.threads = threads
        self.megahertz = megahertz
    }
}

package struct NodeFacts: Hashable, Sendable {
    package var name: String
    package var address: String?
    /// `9.2.10`
    package var version: String?
    package var kernel: String?
    package var processors = ProcessorFacts()
    /// Over 1, 5 and 15 minutes.
    package var loadAverage: [Double]?
    package var startedAt: Timestamp?
    package var haState: String?
    /// SHA-256 of the certificate the cluster knows for this node, colon-separated upper-case hex.
    package var certificateFingerprint: String?
    /// Proxmox's own page for this node, without a trailing slash: `https://10.0.0.5:8006`.
    package var webAddress: String?

    package init(name: String) {
        self.name = name
    }
}

package enum GuestType: String, Hashable, Sendable {
    case qemu
    case lxc
}

/// Whether the QEMU guest agent can be asked.
package enum GuestAgentState: String, Hashable, Sendable {
    case notConfigured = "not_configured"
    case answering
    case silent
    /// The token may not ask it.
    case forbidden
    case notAskedYet = "not_asked_yet"
    /// Containers have none.
    case notApplicable = "not_applicable"
}

package struct Filesystem: Hashable, Sendable, Codable {
    package var mountpoint: String
    package var type: String?
    package var device: String?
    package var total: Int64?
    package var used: Int64?

    package init(mountpoint: String, type: String? = nil, device: String? = nil, total: Int64? = nil, used: Int64? = nil) {
        self.mountpoint = mountpoint
        self.type = type
        self.device = device
        self.total = total
        self.used = used
    }
}

package struct NetworkInterface: Hashable, Sendable, Codable {
    package var name: String
    package var hardwareAddress: String?
    /// With prefix length where it is known, `10.0.0.7/24`.
    package var addresses: [String]

    package init(name: String, hardwareAddress: String? = nil, addresses: [String] = []) {
        self.name = name
        self.hardwareAddress = hardwareAddress
        self.addresses = addresses
    }
}

package struct GuestFacts: Hashable, Sendable {
    package var type: GuestType
    package var vmid: Int
    /// The node it runs on now.
    package var node: String
    package var processors: Double?
    package var template = false
    package var lock: String?
    package var pool: String?
    package var haState: String?
    package var startedAt: Timestamp?
    package var agent = GuestAgentState.notAskedYet
    package var osName: String?
    package var hostname: String?
    /// What an application container runs in the place of an init system (made from an OCI image, Proxmox VE 9.1).
    package var entrypoint: String?
    package var interfaces: [NetworkInterface]?
    package var filesystems: [Filesystem]?
    /// Size of the boot disk or root file system, bytes.
    package var diskSize: Int64?
    package var balloonTarget: Int64?
    /// In the order of their names; nil until its configuration was read.
    package var disks: [GuestDisk]?
    /// Proxmox's own page for the node that answers, without a trailing slash.
    package var webAddress: String?

    package init(type: GuestType, vmid: Int, node: String) {
        self.type = type
        self.vmid = vmid
        self.node = node
    }
}

package struct StorageFacts: Hashable, Sendable {
    package var name: String
    /// Proxmox's name of the plug-in: `dir`, `lvmthin`, `zfspool`, `nfs`, `pbs`, …
    package var type: String?
    package var content: [String] = []
    package var shared: Bool
    /// The nodes it exists on, in order of their names.
    package var nodes: [String]
    package var enabled: Bool?
    package var active: Bool?

    package init(name: String, shared: Bool, nodes: [String]) {
        self.name = name
        self.shared = shared
        self.nodes = nodes
    }
}
