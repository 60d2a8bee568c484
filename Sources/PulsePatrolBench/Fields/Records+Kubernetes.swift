import PulseCore

extension KubernetesClusterFacts: EditableRecord {
    static var blank: KubernetesClusterFacts { KubernetesClusterFacts(uid: "") }

    static func list(_ field: inout Fields<KubernetesClusterFacts>) {
        field("uid", \.uid)
        field("version", \.version)
        field("distribution", \.distribution)
        field("nodesTotal", \.nodesTotal)
        field("nodesReady", \.nodesReady)
        field("podsTotal", \.podsTotal)
        field("podsRunning", \.podsRunning)
        field("namespaces", \.namespaces)
        field("hasMetrics", \.hasMetrics)
        field("excludedNamespaces", \.excludedNamespaces)
        field("certificates", \.certificates)
    }
}

extension KubernetesCertificate: EditableRecord {
    static var blank: KubernetesCertificate { KubernetesCertificate(.apiServer, notBefore: Timestamp(seconds: 0), notAfter: Timestamp(seconds: 0)) }

    static func list(_ field: inout Fields<KubernetesCertificate>) {
        field("owner", \.owner)
        field("notBefore", \.notBefore)
        field("notAfter", \.notAfter)
    }
}

extension KubernetesCondition: EditableRecord {
    static var blank: KubernetesCondition { KubernetesCondition(type: "", status: "True") }

    static func list(_ field: inout Fields<KubernetesCondition>) {
        field("type", \.type)
        field("status", \.status)
        field("reason", \.reason)
        field("message", \.message)
        field("since", \.since)
    }
}

extension KubernetesNodeFacts: EditableRecord {
    static var blank: KubernetesNodeFacts { KubernetesNodeFacts(isReady: true) }

    static func list(_ field: inout Fields<KubernetesNodeFacts>) {
        field("isReady", \.isReady)
        field("isUnschedulable", \.isUnschedulable)
        field("conditions", \.conditions)
        field("roles", \.roles)
        field("kubelet", \.kubelet)
        field("runtime", \.runtime)
        field("osName", \.osName)
        field("kernel", \.kernel)
        field("architecture", \.architecture)
        field("addresses", \.addresses)
        field("processors", \.processors)
        field("memory", \.memory)
        field("pods", \.pods)
        field("taints", \.taints)
        field("createdAt", \.createdAt)
        field("machineID", \.machineID)
        field("systemUUID", \.systemUUID)
    }
}

extension KubernetesContainer: EditableRecord {
    static var blank: KubernetesContainer { KubernetesContainer(name: "") }

    static func list(_ field: inout Fields<KubernetesContainer>) {
        field("name", \.name)
        field("image", \.image)
        field("isInit", \.isInit)
        field("isReady", \.isReady)
        field("state", \.state)
        field("reason", \.reason)
        field("message", \.message)
        field("exitCode", \.exitCode)
        field("restarts", \.restarts)
        field("lastReason", \.lastReason)
        field("lastExitCode", \.lastExitCode)
        field("lastFinishedAt", \.lastFinishedAt)
    }
}

extension KubernetesPodFacts: EditableRecord {
    static var blank: KubernetesPodFacts { KubernetesPodFacts(namespace: "", phase: "Running") }

    static func list(_ field: inout Fields<KubernetesPodFacts>) {
        field("namespace", \.namespace)
        field("node", \.node)
        field("phase", \.phase)
        field("reason", \.reason)
        field("message", \.message)
        field("ownerKind", \.ownerKind)
        field("ownerName", \.ownerName)
        field("containers", \.containers)
        field("restarts", \.restarts)
        field("isReady", \.isReady)
        field("isTerminating", \.isTerminating)
        field("createdAt", \.createdAt)
        field("startedAt", \.startedAt)
        field("quality", \.quality)
        field("addresses", \.addresses)
        field("processorRequest", \.processorRequest)
        field("processorLimit", \.processorLimit)
        field("memoryRequest", \.memoryRequest)
        field("memoryLimit", \.memoryLimit)
    }
}

extension KubernetesWorkloadFacts: EditableRecord {
    static var blank: KubernetesWorkloadFacts { KubernetesWorkloadFacts(namespace: "") }

    static func list(_ field: inout Fields<KubernetesWorkloadFacts>) {
        field("namespace", \.namespace)
        field("images", \.images)
        field("desired", \.desired)
        field("ready", \.ready)
        field("updated", \.updated)
        field("available", \.available)
        field("conditions", \.conditions)
        field("createdAt", \.createdAt)
        field("active", \.active)
        field("succeeded", \.succeeded)
        field("failed", \.failed)
        field("startedAt", \.startedAt)
        field("finishedAt", \.finishedAt)
        field("ownerName", \.ownerName)
        field("schedule", \.schedule)
        field("isSuspended", \.isSuspended)
        field("lastScheduledAt", \.lastScheduledAt)
        field("lastSucceededAt", \.lastSucceededAt)
    }
}

extension KubernetesClaimFacts: EditableRecord {
    static var blank: KubernetesClaimFacts { KubernetesClaimFacts(namespace: "", phase: "Bound") }

    static func list(_ field: inout Fields<KubernetesClaimFacts>) {
        field("namespace", \.namespace)
        field("phase", \.phase)
        field("storageClass", \.storageClass)
        field("volume", \.volume)
        field("requested", \.requested)
        field("capacity", \.capacity)
        field("accessModes", \.accessModes)
        field("createdAt", \.createdAt)
        field("usedBy", \.usedBy)
    }
}

extension KubernetesServiceRecord: EditableRecord {
    static var blank: KubernetesServiceRecord { KubernetesServiceRecord(namespace: "", name: "", type: "ClusterIP") }

    static func list(_ field: inout Fields<KubernetesServiceRecord>) {
        field("namespace", \.namespace)
        field("name", \.name)
        field("type", \.type)
        field("addresses", \.addresses)
        field("ports", \.ports)
        field("createdAt", \.createdAt)
    }
}

extension KubernetesIngressRecord: EditableRecord {
    static var blank: KubernetesIngressRecord { KubernetesIngressRecord(namespace: "", name: "") }

    static func list(_ field: inout Fields<KubernetesIngressRecord>) {
        field("namespace", \.namespace)
        field("name", \.name)
        field("ingressClass", \.ingressClass)
        field("hosts", \.hosts)
        field("addresses", \.addresses)
        field("createdAt", \.createdAt)
    }
}

extension KubernetesVolumeRecord: EditableRecord {
    static var blank: KubernetesVolumeRecord { KubernetesVolumeRecord(name: "", phase: "Bound") }

    static func list(_ field: inout Fields<KubernetesVolumeRecord>) {
        field("name", \.name)
        field("phase", \.phase)
        field("storageClass", \.storageClass)
        field("capacity", \.capacity)
        field("claim", \.claim)
        field("reclaimPolicy", \.reclaimPolicy)
        field("message", \.message)
    }
}

extension KubernetesEventRecord: EditableRecord {
    static var blank: KubernetesEventRecord {
        KubernetesEventRecord(namespace: "", objectKind: "Pod", objectName: "", type: "Warning", reason: "", message: "")
    }

    static func list(_ field: inout Fields<KubernetesEventRecord>) {
        field("namespace", \.namespace)
        field("objectKind", \.objectKind)
        field("objectName", \.objectName)
        field("type", \.type)
        field("reason", \.reason)
        field("message", \.message)
        field("count", \.count)
        field("firstAt", \.firstAt)
        field("lastAt", \.lastAt)
    }
}

extension KubernetesRecords: EditableRecord {
    static var blank: KubernetesRecords { KubernetesRecords() }

    static func list(_ field: inout Fields<KubernetesRecords>) {
        field("services", \.services)
        field("ingresses", \.ingresses)
        field("volumes", \.volumes)
        field("events", \.events)
        field("leftOut", \.leftOut)
    }
}
