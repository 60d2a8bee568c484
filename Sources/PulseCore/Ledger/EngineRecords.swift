// Lists of a container engine. They travel from agent to server as they stand: a property may be added when it is optional, and none changes
// its name or meaning.

package struct ImageRecord: Hashable, Sendable, Codable {
    package var imageID: String
    /// `owner/web:1.2`; empty of one that no tag points to any more.
    package var tags: [String]
    package var digests: [String]
    /// Bytes.
    package var size: Int64?
    package var createdAt: Timestamp?
    /// Containers that use it; nil when the engine did not count.
    package var containers: Int?

    package init(imageID: String, tags: [String] = [], digests: [String] = []) {
        self.imageID = imageID
        self.tags = tags
        self.digests = digests
    }
}

package struct VolumeRecord: Hashable, Sendable, Codable {
    package var name: String
    package var driver: String?
    package var mountpoint: String?
    /// Bytes; nil when the engine did not reckon it.
    package var size: Int64?
    package var containers: Int?
    package var createdAt: Timestamp?
    package var project: String?

    package init(name: String) {
        self.name = name
    }
}

package struct NetworkRecord: Hashable, Sendable, Codable {
    package var networkID: String
    package var name: String
    package var driver: String?
    package var scope: String?
    package var subnets: [String] = []
    package var isInternal: Bool?

    package init(networkID: String, name: String) {
        self.networkID = networkID
        self.name = name
    }
}

package struct SwarmNodeRecord: Hashable, Sendable, Codable {
    package var nodeID: String
    package var hostname: String
    /// `manager`, `worker`.
    package var role: String?
    /// `ready`, `down`, `disconnected`, `unknown`.
    package var state: String?
    /// `active`, `pause`, `drain`.
    package var availability: String?
    package var isLeader: Bool?
    package var reachability: String?
    package var address: String?
    package var engineVersion: String?

    package init(nodeID: String, hostname: String) {
        self.nodeID = nodeID
        self.hostname = hostname
    }
}

/// The lists of one engine of a machine.
package struct EngineRecords: Hashable, Sendable, Codable {
    /// `docker`, `podman`.
    package var product: String
    package var images: [ImageRecord] = []
    package var volumes: [VolumeRecord] = []
    package var networks: [NetworkRecord] = []
    package var swarmNodes: [SwarmNodeRecord] = []
    /// How many rows of each were left out at the limit.
    package var leftOut = 0

    package init(product: String) {
        self.product = product
    }
}
