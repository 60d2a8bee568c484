/// A datastore of a backup server.
package struct DatastoreFacts: Hashable, Sendable {
    package var name: String
    package var comment: String?
    /// Proxmox's word when it is in maintenance: `read-only`, `offline` …
    package var maintenance: String?
    /// `mounted`, `notmounted`, `nonremovable`.
    package var mountStatus: String?
    /// `filesystem`, `s3`; nil on versions that don't say.
    package var backend: String?
    /// The server's own estimate of the day it is full; nil when it gives none, or none that lies ahead.
    package var estimatedFullAt: Timestamp?
    /// Of the last garbage collection.
    package var collectedAt: Timestamp?
    package var pendingBytes: Int64?
    package var removedBytes: Int64?
    /// Chunks that are damaged still.
    package var badChunks: Int?
    package var groups: Int?
    package var snapshots: Int?
    /// What the server says when it can't look into it.
    package var error: String?

    package init(name: String) {
        self.name = name
    }
}

/// A device of a ZFS pool, as `zpool status` shows it.
package struct PoolDevice: Hashable, Sendable {
    package var name: String
    /// 0 for the pool itself, one more for each step down the tree.
    package var depth: Int
    package var state: String?
    package var readErrors: Int?
    package var writeErrors: Int?
    package var checksumErrors: Int?
    package var message: String?

    package init(name: String, depth: Int) {
        self.name = name
        self.depth = depth
    }
}

/// A ZFS pool or an LVM thin pool.
package struct PoolFacts: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case zfs
        case lvmThin = "lvm_thin"
    }

    package var kind: Kind
    package var name: String
    package var node: String
    /// ZFS: `ONLINE`, `DEGRADED`, `FAULTED` …
    package var health: String?
    /// 0…1
    package var fragmentation: Double?
    package var deduplication: Double?
    package var scrubbedAt: Timestamp?
    /// `zpool status`: what the last or running scrub or resilver says.
    package var scan: String?
    package var errors: String?
    package var action: String?
    package var devices: [PoolDevice]?

    package init(kind: Kind, name: String, node: String) {
        self.kind = kind
        self.name = name
        self.node = node
    }
}

/// A physical disk.
package struct DiskFacts: Hashable, Sendable {
    package struct Attribute: Hashable, Sendable {
        package var id: Int?
        package var name: String
        package var value: Int?
        package var worst: Int?
        package var threshold: Int?
        package var raw: String?
        /// SMART says it fails now, or did once.
        package var failure: String?

        package init(name: String) {
            self.name = name
        }
    }

    package var node: String
    /// `/dev/sda`
    package var device: String
    package var model: String?
    package var vendor: String?
    package var serial: String?
    /// `ssd`, `hdd`, `nvme`, `usb`, `unknown`.
    package var type: String?
    package var size: Int64?
    package var rotations: Int?
    /// Proxmox's word: `PASSED`, `OK`, `FAILED!`, `UNKNOWN`, `SMART Disabled`.
    package var health: String?
    /// What lies on it: `LVM`, `ZFS`, `partitions`, `mounted` …
    package var usage: String?
    package var osd: Int?
    package var powerOnTime: Duration?
    package var mediaErrors: Int?
    package var attributes: [Attribute]?

    package init(node: String, device: String) {
        self.node = node
        self.device = device
    }
}

package struct CephFacts: Hashable, Sendable {
    package var health: String?
    package var osdsTotal: Int?
    package var osdsUp: Int?
    package var osdsIn: Int?
    package var monitorsTotal: Int?
    package var monitorsInQuorum: Int?
    package var placementGroups: Int?
    package var version: String?

    package init() {}
}

package struct MailFacts: Hashable, Sendable {
    package var nodesTotal: Int?
    package var nodesReachable: Int?
    package var spamQuarantine: Int?
    package var virusQuarantine: Int?

    package init() {}
}
