import FoundationEssentials
import PulseCore

/// An object as it comes, that knows what is kept of it.
protocol WatchedObject: Decodable, Sendable {
    var metadata: ObjectMetadata { get }

    /// - Parameter resource: tells apart what looks alike.
    func value(of resource: KubernetesResource, name: ObjectName) -> ResourceValue
}

/// What is kept of an object.
enum ResourceValue: Sendable {
    case namespace(uid: String)
    case node(NodeValue)
    case pod(PodValue)
    case workload(WorkloadValue)
    case owner(OwnerName?)
    case service(KubernetesServiceRecord)
    case ingress(KubernetesIngressRecord)
    case claim(ClaimValue)
    case volume(KubernetesVolumeRecord)
    case event(KubernetesEventRecord)
}

/// Turns the bytes of objects and lines into values at once; nothing of the bytes is kept.
struct ObjectReader: Sendable {
    enum Line: Sendable {
        case put(ObjectName, ResourceValue, version: String)
        case removed(ObjectName, version: String)
        case bookmark(version: String)
        case error(KubernetesFailure)
        case unreadable
    }

    let resource: KubernetesResource

    func item(_ bytes: [UInt8]) -> (ObjectName, ResourceValue)? { item(bytes, as: resource.object) }

    private func item<Object: WatchedObject>(_ bytes: [UInt8], as type: Object.Type) -> (ObjectName, ResourceValue)? {
        guard let object = try? JSONDecoder().decode(type, from: Data(bytes)), let name = ObjectName(object.metadata) else { return nil }
        return (name, object.value(of: resource, name: name))
    }

    func line(_ bytes: ArraySlice<UInt8>) -> Line { line(bytes, as: resource.object) }

    private func line<Object: WatchedObject>(_ bytes: ArraySlice<UInt8>, as type: Object.Type) -> Line {
        guard let line = try? JSONDecoder().decode(StreamLine<Object>.self, from: Data(bytes)) else { return .unreadable }
        switch line {
        case .put(let object):
            guard let name = ObjectName(object.metadata) else { return .unreadable }
            return .put(name, object.value(of: resource, name: name), version: object.metadata.resourceVersion ?? "")
        case .removed(let metadata):
            guard let name = ObjectName(metadata) else { return .unreadable }
            return .removed(name, version: metadata.resourceVersion ?? "")
        case .bookmark(let version): return .bookmark(version: version)
        case .error(let failure): return .error(failure)
        }
    }
}

extension ObjectName {
    /// Nil when it has no name, or one that no name of Kubernetes can be (RFC 1123, and the looser names of RBAC).
    init?(_ metadata: ObjectMetadata) {
        guard let name = metadata.name, Self.isName(name), Self.isName(metadata.namespace ?? "-"), (metadata.namespace?.utf8.count ?? 0) <= 63 else {
            return nil
        }
        self.init(namespace: metadata.namespace ?? "", name: name)
    }

    private static func isName(_ text: String) -> Bool {
        (1...253).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x3A: true
                default: false
                }
            }
    }
}

/// `PartialObjectMetadata` of a namespace.
struct WireNamespace: WatchedObject {
    let metadata: ObjectMetadata

    func value(of resource: KubernetesResource, name: ObjectName) -> ResourceValue { .namespace(uid: metadata.uid ?? "") }
}

/// `PartialObjectMetadata` of a replica set: who made it.
struct WireReplicaSet: WatchedObject {
    let metadata: ObjectMetadata

    func value(of resource: KubernetesResource, name: ObjectName) -> ResourceValue { .owner(metadata.controller) }
}
