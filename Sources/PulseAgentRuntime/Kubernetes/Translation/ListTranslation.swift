import PulseAgentProtocol
import PulseCore

extension WireClaim: WatchedObject {
    func value(of resource: KubernetesResource, name: ObjectName) -> ResourceValue {
        let phase = (status?.phase ?? "Pending").cut(KubernetesText.name)
        var facts = KubernetesClaimFacts(namespace: name.namespace, phase: phase)
        facts.storageClass = spec?.storageClassName?.cut(KubernetesText.name)
        facts.volume = spec?.volumeName?.cut(KubernetesText.name)
        facts.requested = spec?.resources?.requests?.storage?.bytes
        facts.capacity = status?.capacity?.storage?.bytes
        facts.accessModes = (spec?.accessModes ?? []).prefix(8).map { $0.cut(KubernetesText.name) }
        facts.createdAt = metadata.creationTimestamp?.moment
        return .claim(
            ClaimValue(
                key: ObjectKey(.kubernetesClaim, name.namespace, name.name), facts: .kubernetesClaim(facts), phase: phase, createdAt: facts.createdAt)
        )
    }
}

extension WireVolume: WatchedObject {
    func value(of resource: KubernetesResource, name: ObjectName) -> ResourceValue {
        var record = KubernetesVolumeRecord(name: name.name, phase: (status?.phase ?? "Unknown").cut(KubernetesText.name))
        record.storageClass = spec?.storageClassName?.cut(KubernetesText.name)
        record.capacity = spec?.capacity?.storage?.bytes
        if let claim = spec?.claimRef, let namespace = claim.namespace, let claimName = claim.name {
            record.claim = "\(namespace)/\(claimName)".cut(2 * KubernetesText.name)
        }
        record.reclaimPolicy = spec?.persistentVolumeReclaimPolicy?.cut(KubernetesText.name)
        record.message = status?.message?.cut(KubernetesText.message)
        return .volume(record)
    }
}

extension WireService: WatchedObject {
    func value(of resource: KubernetesResource, name: ObjectName) -> ResourceValue {
        var record = KubernetesServiceRecord(namespace: name.namespace, name: name.name, type: (spec?.type ?? "ClusterIP").cut(KubernetesText.name))
        let own = (spec?.clusterIPs ?? []).filter { $0 != "None" } + (spec?.externalName.map { [$0] } ?? [])
        let addresses = own + (spec?.externalIPs ?? []) + (status?.addresses ?? [])
        record.addresses = addresses.prefix(16).map { $0.cut(KubernetesText.name) }
        record.ports = (spec?.ports ?? []).prefix(32).map { port in
            "\(port.port)" + (port.nodePort.map { ":\($0)" } ?? "") + "/\((port.protocol ?? "TCP").cut(8))"
        }
        record.createdAt = metadata.creationTimestamp?.moment
        return .service(record)
    }
}

extension WireIngress: WatchedObject {
    func value(of resource: KubernetesResource, name: ObjectName) -> ResourceValue {
        var record = KubernetesIngressRecord(namespace: name.namespace, name: name.name)
        record.ingressClass = spec?.ingressClassName?.cut(KubernetesText.name)
        for host in (spec?.rules ?? []).compactMap(\.host) where !record.hosts.contains(host) && record.hosts.count < 32 {
            record.hosts.append(host.cut(KubernetesText.name))
        }
        record.addresses = (status?.addresses ?? []).prefix(16).map { $0.cut(KubernetesText.name) }
        record.createdAt = metadata.creationTimestamp?.moment
        return .ingress(record)
    }
}

extension WireEvent: WatchedObject {
    func value(of resource: KubernetesResource, name: ObjectName) -> ResourceValue {
        var record = KubernetesEventRecord(
            namespace: involvedObject.namespace ?? name.namespace, objectKind: (involvedObject.kind ?? "").cut(KubernetesText.name),
            objectName: (involvedObject.name ?? "").cut(KubernetesText.name), type: (type ?? "Normal").cut(KubernetesText.name),
            reason: (reason ?? "").cut(KubernetesText.name), message: (message ?? "").cut(KubernetesText.message),
            count: max(1, series?.count ?? count ?? 1))
        record.firstAt = firstTimestamp?.moment ?? eventTime?.moment ?? metadata.creationTimestamp?.moment
        record.lastAt = series?.lastObservedTime?.moment ?? lastTimestamp?.moment ?? eventTime?.moment ?? metadata.creationTimestamp?.moment
        return .event(record)
    }
}
