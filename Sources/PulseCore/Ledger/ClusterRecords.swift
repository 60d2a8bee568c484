/// A guest or group under the care of the cluster's high availability.
package struct HAResource: Hashable, Sendable {
    /// `vm:100`, `ct:101`.
    package var id: String
    package var node: String?
    /// `started`, `stopped`, `error`, `fence`, `recovery`, `freeze`, `ignored` …
    package var state: String?
    package var requestedState: String?
    package var group: String?
    /// How often the manager starts it again on its node before it is moved: a setting, not what is left of it.
    package var maximumRestarts: Int?

    package init(id: String) {
        self.id = id
    }
}

/// The cluster's high availability as its manager reports it.
package struct HighAvailability: Hashable, Sendable {
    package var isQuorate: Bool?
    /// The node of the manager, and what it says of itself.
    package var manager: String?
    package var managerStatus: String?
    /// By node: `active`, `idle`, `maintenance`, or how old the last word is.
    package var nodes: [String: String]
    package var resources: [HAResource]

    package init(nodes: [String: String] = [:], resources: [HAResource] = []) {
        self.nodes = nodes
        self.resources = resources
    }
}

/// One of Ceph's health checks that is raised.
package struct CephCheck: Hashable, Sendable {
    /// `OSD_DOWN`, `PG_DEGRADED` …
    package var code: String
    /// `HEALTH_WARN` or `HEALTH_ERR`.
    package var severity: String
    package var message: String
    package var details: [String]
    package var isMuted: Bool

    package init(code: String, severity: String, message: String, details: [String] = [], isMuted: Bool = false) {
        self.code = code
        self.severity = severity
        self.message = message
        self.details = details
        self.isMuted = isMuted
    }
}

package struct CephOSD: Hashable, Sendable {
    package var id: Int
    package var host: String?
    package var deviceClass: String?
    package var isUp: Bool?
    package var isIn: Bool?
    package var used: Int64?
    package var total: Int64?
    package var commitLatency: Duration?

    package init(id: Int) {
        self.id = id
    }
}

package struct CephPool: Hashable, Sendable {
    package var id: Int?
    package var name: String
    package var size: Int?
    package var minimumSize: Int?
    package var placementGroups: Int?
    package var used: Int64?
    /// Share of what the pool could hold, 0…1.
    package var usedShare: Double?
    package var type: String?

    package init(name: String) {
        self.name = name
    }
}

/// What Ceph says of itself beside its figures, which are those of the resource `ceph:…`.
package struct CephState: Hashable, Sendable {
    /// `HEALTH_OK`, `HEALTH_WARN`, `HEALTH_ERR`.
    package var health: String
    package var checks: [CephCheck]
    package var osds: [CephOSD]?
    package var pools: [CephPool]?
    /// Monitors by name and whether each is in quorum.
    package var monitors: [String: Bool]
    /// Placement groups by state: `active+clean`.
    package var placementGroups: [String: Int]
    /// Of the cluster, as Ceph itself knows it.
    package var fsid: String?
    /// Those that run, the active one and its standbys.
    package var managers: Int?
    /// `noout`, `norebalance` … that are set.
    package var flags: [String]?

    package init(health: String, checks: [CephCheck] = [], monitors: [String: Bool] = [:], placementGroups: [String: Int] = [:]) {
        self.health = health
        self.checks = checks
        self.monitors = monitors
        self.placementGroups = placementGroups
    }
}
