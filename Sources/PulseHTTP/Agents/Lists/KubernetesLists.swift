import PulseCore

/// What Kubernetes clusters have beside nodes, pods, workloads and claims.
struct KubernetesLists {
    let reader: RecordReader

    func services() -> RecordList {
        reader.clusters(\.services) { service, json in
            json.name("namespace"); json.string(service.namespace)
            json.name("name"); json.string(service.name)
            json.name("type"); json.string(service.type)
            json.name("addresses"); json.array(service.addresses) { $0.string($1) }
            json.name("ports"); json.array(service.ports) { $0.string($1) }
            json.name("createdAt"); json.time(service.createdAt)
        }
    }

    func ingresses() -> RecordList {
        reader.clusters(\.ingresses) { ingress, json in
            json.name("namespace"); json.string(ingress.namespace)
            json.name("name"); json.string(ingress.name)
            json.name("ingressClass"); json.string(ingress.ingressClass)
            json.name("hosts"); json.array(ingress.hosts) { $0.string($1) }
            json.name("addresses"); json.array(ingress.addresses) { $0.string($1) }
            json.name("createdAt"); json.time(ingress.createdAt)
        }
    }

    func volumes() -> RecordList {
        reader.clusters(\.volumes) { volume, json in
            json.name("name"); json.string(volume.name)
            json.name("phase"); json.string(volume.phase)
            json.name("storageClass"); json.string(volume.storageClass)
            json.name("capacity"); json.integer(volume.capacity)
            json.name("claim"); json.string(volume.claim)
            json.name("reclaimPolicy"); json.string(volume.reclaimPolicy)
            json.name("message"); json.string(volume.message)
        }
    }

    /// Newest first within each cluster.
    func events() -> RecordList {
        reader.clusters(\.events) { event, json in
            json.name("namespace"); json.string(event.namespace)
            json.name("objectKind"); json.string(event.objectKind)
            json.name("objectName"); json.string(event.objectName)
            json.name("type"); json.string(event.type)
            json.name("reason"); json.string(event.reason)
            json.name("message"); json.string(event.message)
            json.name("count"); json.integer(event.count)
            json.name("firstAt"); json.time(event.firstAt)
            json.name("lastAt"); json.time(event.lastAt)
        }
    }
}
