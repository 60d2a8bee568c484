import PulseCore

// `facts` of objects of Kubernetes. Members are the properties by name.

extension KubernetesClusterFacts {
    func write(into json: inout JSONWriter) {
        json.name("uid"); json.string(uid)
        json.name("version"); json.string(version)
        json.name("distribution"); json.string(distribution)
        json.name("nodesTotal"); json.integer(nodesTotal)
        json.name("nodesReady"); json.integer(nodesReady)
        json.name("podsTotal"); json.integer(podsTotal)
        json.name("podsRunning"); json.integer(podsRunning)
        json.name("namespaces"); json.integer(namespaces)
        json.name("hasMetrics"); json.bool(hasMetrics)
        json.name("excludedNamespaces"); json.array(excludedNamespaces) { $0.string($1) }
        if let certificates { json.name("certificates"); json.array(certificates) { $1.write(into: &$0) } }
    }
}

extension KubernetesCertificate {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("owner"); json.string(owner.rawValue)
            json.name("notBefore"); json.time(notBefore)
            json.name("notAfter"); json.time(notAfter)
        }
    }
}

extension KubernetesCondition {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("type"); json.string(type)
            json.name("status"); json.string(status)
            json.name("reason"); json.string(reason)
            json.name("message"); json.string(message)
            json.name("since"); json.time(since)
        }
    }
}

extension KubernetesNodeFacts {
    func write(into json: inout JSONWriter) {
        json.name("isReady"); json.bool(isReady)
        json.name("isUnschedulable"); json.bool(isUnschedulable)
        json.name("conditions"); json.array(conditions) { $1.write(into: &$0) }
        json.name("roles"); json.array(roles) { $0.string($1) }
        json.name("kubelet"); json.string(kubelet)
        json.name("runtime"); json.string(runtime)
        json.name("osName"); json.string(osName)
        json.name("kernel"); json.string(kernel)
        json.name("architecture"); json.string(architecture)
        json.name("addresses"); json.array(addresses) { $0.string($1) }
        json.name("processors"); json.number(processors)
        json.name("memory"); json.integer(memory)
        json.name("pods"); json.integer(pods)
        json.name("taints"); json.array(taints) { $0.string($1) }
        json.name("createdAt"); json.time(createdAt)
        json.name("machineID"); json.string(machineID)
        json.name("systemUUID"); json.string(systemUUID)
    }
}

extension KubernetesContainer {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("name"); json.string(name)
            json.name("image"); json.string(image)
            json.name("isInit"); json.bool(isInit)
            json.name("isReady"); json.bool(isReady)
            json.name("state"); json.string(state)
            json.name("reason"); json.string(reason)
            json.name("message"); json.string(message)
            json.name("exitCode"); json.integer(exitCode)
            json.name("restarts"); json.integer(restarts)
            json.name("lastReason"); json.string(lastReason)
            json.name("lastExitCode"); json.integer(lastExitCode)
            json.name("lastFinishedAt"); json.time(lastFinishedAt)
        }
    }
}

extension KubernetesPodFacts {
    func write(into json: inout JSONWriter) {
        json.name("namespace"); json.string(namespace)
        json.name("node"); json.string(node)
        json.name("phase"); json.string(phase)
        json.name("reason"); json.string(reason)
        json.name("message"); json.string(message)
        json.name("ownerKind"); json.string(ownerKind)
        json.name("ownerName"); json.string(ownerName)
        json.name("containers"); json.array(containers) { $1.write(into: &$0) }
        json.name("restarts"); json.integer(restarts)
        json.name("isReady"); json.bool(isReady)
        json.name("isTerminating"); json.bool(isTerminating)
        json.name("createdAt"); json.time(createdAt)
        json.name("startedAt"); json.time(startedAt)
        json.name("quality"); json.string(quality)
        json.name("addresses"); json.array(addresses) { $0.string($1) }
        json.name("processorRequest"); json.number(processorRequest)
        json.name("processorLimit"); json.number(processorLimit)
        json.name("memoryRequest"); json.integer(memoryRequest)
        json.name("memoryLimit"); json.integer(memoryLimit)
    }
}

extension KubernetesWorkloadFacts {
    func write(into json: inout JSONWriter) {
        json.name("namespace"); json.string(namespace)
        json.name("images"); json.array(images) { $0.string($1) }
        json.name("desired"); json.integer(desired)
        json.name("ready"); json.integer(ready)
        json.name("updated"); json.integer(updated)
        json.name("available"); json.integer(available)
        json.name("conditions"); json.array(conditions) { $1.write(into: &$0) }
        json.name("createdAt"); json.time(createdAt)
        json.name("active"); json.integer(active)
        json.name("succeeded"); json.integer(succeeded)
        json.name("failed"); json.integer(failed)
        json.name("startedAt"); json.time(startedAt)
        json.name("finishedAt"); json.time(finishedAt)
        json.name("ownerName"); json.string(ownerName)
        json.name("schedule"); json.string(schedule)
        json.name("isSuspended"); json.bool(isSuspended)
        json.name("lastScheduledAt"); json.time(lastScheduledAt)
        json.name("lastSucceededAt"); json.time(lastSucceededAt)
    }
}

extension KubernetesClaimFacts {
    func write(into json: inout JSONWriter) {
        json.name("namespace"); json.string(namespace)
        json.name("phase"); json.string(phase)
        json.name("storageClass"); json.string(storageClass)
        json.name("volume"); json.string(volume)
        json.name("requested"); json.integer(requested)
        json.name("capacity"); json.integer(capacity)
        json.name("accessModes"); json.array(accessModes) { $0.string($1) }
        json.name("createdAt"); json.time(createdAt)
        json.name("usedBy"); json.array(usedBy) { $0.string($1) }
    }
}
