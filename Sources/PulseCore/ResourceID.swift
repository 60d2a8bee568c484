/// What kind of thing a resource is. The raw value is the first part of its id.
package enum ResourceKind: String, Hashable, Sendable, CaseIterable {
    case cluster
    case node
    case guest
    case storage
    case host
    /// A datastore of a backup server.
    case datastore
    /// A ZFS pool or an LVM thin pool of one node.
    case pool
    /// A physical disk of one node.
    case disk
    /// The Ceph of a cluster.
    case ceph
    /// The mail that flows through a gateway and its cluster.
    case mail
    /// A container of Docker or Podman on a host.
    case container
    /// A service of Docker Swarm.
    case swarmService = "swarm-service"
    case kubernetesCluster = "k8s-cluster"
    case kubernetesNode = "k8s-node"
    case kubernetesPod = "k8s-pod"
    case kubernetesDeployment = "k8s-deployment"
    case kubernetesStatefulSet = "k8s-statefulset"
    case kubernetesDaemonSet = "k8s-daemonset"
    case kubernetesJob = "k8s-job"
    case kubernetesCronJob = "k8s-cronjob"
    case kubernetesClaim = "k8s-claim"
}

/// The short, lasting name of a source (a cluster, a standalone node, this machine), chosen once and kept.
///
/// Lower-case letters, digits, `-`, `_` and `.`; 1 to 63 characters; begins with a letter or digit. Safe in URLs and file names.
package struct SourceSlug: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let description: String

    /// Nil unless `text` already has the form of a slug.
    package init?(_ text: some StringProtocol) {
        guard (1...63).contains(text.utf8.count), let first = text.utf8.first, Self.isAlphanumeric(first) else { return nil }
        guard text.utf8.allSatisfy({ Self.isAlphanumeric($0) || $0 == 0x2D || $0 == 0x5F || $0 == 0x2E }) else { return nil }
        description = String(text)
    }

    /// The nearest slug to a free name, made unique among `taken` by a number: `My Cluster` becomes `my-cluster`, then `my-cluster-2`.
    package init(naming name: String, avoiding taken: Set<SourceSlug>) {
        let letters = name.lowercased().utf8.map { Self.isAlphanumeric($0) ? $0 : 0x2D }
        let words = String(decoding: letters, as: UTF8.self).split(separator: "-")
        let stem = String((words.isEmpty ? "source" : words.joined(separator: "-")).prefix(56))
        var candidate = SourceSlug(unchecked: stem)
        var number = 2
        while taken.contains(candidate) {
            candidate = SourceSlug(unchecked: "\(stem)-\(number)")
            number += 1
        }
        self = candidate
    }

    private init(unchecked text: String) {
        description = text
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
    }

    package static func < (left: SourceSlug, right: SourceSlug) -> Bool { left.description < right.description }
}

/// The identity of a monitored thing, `kind:path`, readable, safe in a URL, and independent of where the thing is placed.
///
/// `cluster:homelab`, `node:homelab/pve-1`, `guest:homelab/101`, `storage:homelab/local-lvm@pve-1` (one node's own),
/// `storage:homelab/nfs-media` (shared), `host:nas`, `datastore:pbs-1/main`, `pool:homelab/pve-1/rpool`, `container:nas/web`,
/// `k8s-deployment:prod/shop/api`. A guest is (source, vmid), so live migration does not change it.
package struct ResourceID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let kind: ResourceKind
    /// Everything behind the colon, already encoded.
    package let path: String

    package static func cluster(_ source: SourceSlug) -> ResourceID { ResourceID(kind: .cluster, path: source.description) }
    package static func node(_ source: SourceSlug, _ name: String) -> ResourceID {
        ResourceID(kind: .node, path: "\(source)/\(encode(name))")
    }
    package static func guest(_ source: SourceSlug, vmid: Int) -> ResourceID { ResourceID(kind: .guest, path: "\(source)/\(vmid)") }
    package static func storage(_ source: SourceSlug, _ name: String, node: String?) -> ResourceID {
        ResourceID(kind: .storage, path: "\(source)/\(encode(name))" + (node.map { "@\(encode($0))" } ?? ""))
    }
    package static func datastore(_ source: SourceSlug, _ name: String) -> ResourceID {
        ResourceID(kind: .datastore, path: "\(source)/\(encode(name))")
    }
    /// `pool:homelab/pve-1/rpool`; a thin pool is named `group/volume`, which is encoded.
    package static func pool(_ source: SourceSlug, node: String, _ name: String) -> ResourceID {
        ResourceID(kind: .pool, path: "\(source)/\(encode(node))/\(encode(name))")
    }
    /// - Parameter name: the serial number, which moves with the disk; the device's name only where there is none.
    package static func disk(_ source: SourceSlug, node: String, _ name: String) -> ResourceID {
        ResourceID(kind: .disk, path: "\(source)/\(encode(node))/\(encode(name))")
    }
    package static func ceph(_ source: SourceSlug) -> ResourceID { ResourceID(kind: .ceph, path: source.description) }
    package static func mail(_ source: SourceSlug) -> ResourceID { ResourceID(kind: .mail, path: source.description) }
    package static func host(_ name: String) -> ResourceID { ResourceID(kind: .host, path: encode(name)) }
    /// What an agent told of: `container:nas/web`, `k8s-pod:prod/shop/api-0`; `host:nas`, `k8s-cluster:prod` with an empty path.
    ///
    /// - Parameter path: the names inside the source, outermost first, each through ``encode(_:)`` and joined by `/`.
    package static func reported(_ kind: ResourceKind, _ source: SourceSlug, path: String) -> ResourceID {
        ResourceID(kind: kind, path: path.isEmpty ? source.description : "\(source)/\(path)")
    }

    /// Reads the text form. Nil when the kind is not known or the path is empty.
    package init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":"), let kind = ResourceKind(rawValue: String(text[..<colon])) else { return nil }
        let path = text[text.index(after: colon)...]
        guard !path.isEmpty, path.utf8.count <= 512 else { return nil }
        self.init(kind: kind, path: String(path))
    }

    private init(kind: ResourceKind, path: String) {
        self.kind = kind
        self.path = path
    }

    package var description: String { "\(kind.rawValue):\(path)" }

    package static func < (left: ResourceID, right: ResourceID) -> Bool {
        left.kind == right.kind ? left.path < right.path : left.kind.rawValue < right.kind.rawValue
    }

    /// Percent-encodes every byte that is not an RFC 3986 unreserved character.
    package static func encode(_ part: String) -> String {
        let hex = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in part.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default: bytes += [0x25, hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
