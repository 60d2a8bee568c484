import PulseCore

/// `ObjectMeta` of `meta/v1`, as much of it as is needed. Annotations are not read: kubectl keeps whole objects there, with the environment of their
/// containers.
struct ObjectMetadata: Decodable, Sendable {
    /// Missing in bookmarks.
    let name: String?
    let namespace: String?
    let uid: String?
    let resourceVersion: String?
    let creationTimestamp: WireTime?
    let deletionTimestamp: WireTime?
    let ownerReferences: [OwnerReference]?

    struct OwnerReference: Decodable, Sendable {
        let kind: String
        let name: String
        let controller: Bool?
    }

    /// The owner that manages it.
    var controller: OwnerName? {
        ownerReferences?.first { $0.controller == true }.map { OwnerName(kind: $0.kind, name: $0.name) }
    }
}

/// Who manages an object, in the same namespace.
struct OwnerName: Hashable, Sendable {
    var kind: String
    var name: String
}

/// A time of Kubernetes (RFC 3339); one that cannot be read is none.
struct WireTime: Decodable, Sendable {
    let moment: Timestamp?

    init(from decoder: any Decoder) throws {
        moment = Timestamp(rfc3339: try decoder.singleValueContainer().decode(String.self))
    }
}

/// What an object is called inside its kind.
struct ObjectName: Hashable, Comparable, Sendable {
    /// Empty for what stands beside namespaces, such as nodes.
    let namespace: String
    let name: String

    static func < (left: ObjectName, right: ObjectName) -> Bool {
        left.namespace == right.namespace ? left.name < right.name : left.namespace < right.namespace
    }
}

/// Only metadata is asked for: `PartialObjectMetadata` of `meta/v1`.
struct MetadataOnly: Decodable, Sendable {
    let metadata: ObjectMetadata
}
