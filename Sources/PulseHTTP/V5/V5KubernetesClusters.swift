import PulseCore

/// Kubernetes clusters with nodes, pods and deployments, as Pulse v5 lists them.
struct V5KubernetesClusters {
    /// What the reader may see.
    private let fleet: Fleet
    private let parts: [SourceSlug: [Resource]]

    init(fleet: Fleet) {
        self.fleet = fleet
        parts = Dictionary(grouping: fleet.sorted([.kubernetesNode, .kubernetesPod, .kubernetesDeployment]), by: \.source)
    }

    func write(into json: inout JSONWriter) {
        json.array(fleet.sorted([.kubernetesCluster])) { cluster($1, &$0) }
    }

    private func cluster(_ resource: Resource, _ json: inout JSONWriter) {
        guard case .kubernetesCluster(let facts) = resource.facts else { return }
        let report = fleet.sources[resource.source]
        let parts = parts[resource.source] ?? []
        json.object { json in
            json.name("id"); json.string(resource.id.description)
            json.name("agentId"); json.string(resource.source.description)
            json.name("name"); json.string(resource.name)
            json.name("displayName"); json.string(resource.annotation.displayName ?? resource.name)
            json.name("version"); json.string(facts.version)
            json.name("status"); json.string(resource.state.status.rawValue)
            json.name("lastSeen"); json.integer(resource.lastSeen.milliseconds)
            json.name("intervalSeconds"); json.integer(report?.interval.components.seconds)
            json.name("agentVersion"); json.string(report?.version)
            json.name("hidden"); json.bool(false)
            json.name("pendingUninstall"); json.bool(false)
            json.name("nodes"); json.array(parts.filter { $0.id.kind == .kubernetesNode }) { node($1, &$0) }
            json.name("pods"); json.array(parts.filter { $0.id.kind == .kubernetesPod }) { pod($1, &$0) }
            json.name("deployments"); json.array(parts.filter { $0.id.kind == .kubernetesDeployment }) { deployment($1, &$0) }
        }
    }

    private func node(_ resource: Resource, _ json: inout JSONWriter) {
        guard case .kubernetesNode(let facts) = resource.facts else { return }
        json.object { json in
            json.name("uid"); json.string(resource.id.description)
            json.name("name"); json.string(resource.name)
            json.name("ready"); json.bool(facts.isReady ?? false)
            json.name("unschedulable"); json.bool(facts.isUnschedulable)
            json.name("kubeletVersion"); json.string(facts.kubelet)
            json.name("containerRuntimeVersion"); json.string(facts.runtime)
            json.name("osImage"); json.string(facts.osName)
            json.name("kernelVersion"); json.string(facts.kernel)
            json.name("architecture"); json.string(facts.architecture)
            json.name("allocatableCpuCores"); json.number(facts.processors)
            json.name("allocatableMemoryBytes"); json.integer(facts.memory)
            json.name("allocatablePods"); json.integer(facts.pods)
            json.name("roles"); json.array(facts.roles) { $0.string($1) }
        }
    }

    private func pod(_ resource: Resource, _ json: inout JSONWriter) {
        guard case .kubernetesPod(let facts) = resource.facts else { return }
        json.object { json in
            json.name("uid"); json.string(resource.id.description)
            json.name("name"); json.string(resource.name)
            json.name("namespace"); json.string(facts.namespace)
            json.name("nodeName"); json.string(facts.node)
            json.name("phase"); json.string(facts.phase)
            json.name("reason"); json.string(facts.reason)
            json.name("message"); json.string(facts.message)
            json.name("qosClass"); json.string(facts.quality)
            json.name("createdAt"); json.integer(facts.createdAt?.milliseconds)
            json.name("startTime"); json.integer(facts.startedAt?.milliseconds)
            json.name("restarts"); json.integer(facts.restarts)
            json.name("ownerKind"); json.string(facts.ownerKind)
            json.name("ownerName"); json.string(facts.ownerName)
            json.name("containers"); json.array(facts.containers.filter { !$0.isInit }) { $1.writeV5(into: &$0) }
        }
    }

    private func deployment(_ resource: Resource, _ json: inout JSONWriter) {
        guard case .kubernetesWorkload(let facts) = resource.facts else { return }
        json.object { json in
            json.name("uid"); json.string(resource.id.description)
            json.name("name"); json.string(resource.name)
            json.name("namespace"); json.string(facts.namespace)
            json.name("desiredReplicas"); json.integer(facts.desired)
            json.name("updatedReplicas"); json.integer(facts.updated)
            json.name("readyReplicas"); json.integer(facts.ready)
            json.name("availableReplicas"); json.integer(facts.available)
        }
    }
}

extension KubernetesContainer {
    fileprivate func writeV5(into json: inout JSONWriter) {
        json.object { json in
            json.name("name"); json.string(name)
            json.name("image"); json.string(image)
            json.name("ready"); json.bool(isReady)
            json.name("restartCount"); json.integer(restarts)
            json.name("state"); json.string(state)
            json.name("reason"); json.string(reason)
            json.name("message"); json.string(message)
        }
    }
}
