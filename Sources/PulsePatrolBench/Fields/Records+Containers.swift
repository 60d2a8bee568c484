import PulseCore

extension ContainerFacts.Port: EditableRecord {
    static var blank: ContainerFacts.Port { ContainerFacts.Port(container: 0) }

    static func list(_ field: inout Fields<ContainerFacts.Port>) {
        field("container", \.container)
        field("host", \.host)
        field("transport", \.transport)
        field("address", \.address)
    }
}

extension ContainerFacts.Network: EditableRecord {
    static var blank: ContainerFacts.Network { ContainerFacts.Network(name: "", addresses: []) }

    static func list(_ field: inout Fields<ContainerFacts.Network>) {
        field("name", \.name)
        field("addresses", \.addresses)
    }
}

extension ContainerFacts.Mount: EditableRecord {
    static var blank: ContainerFacts.Mount { ContainerFacts.Mount(type: "bind", source: nil, destination: "", isReadOnly: false) }

    static func list(_ field: inout Fields<ContainerFacts.Mount>) {
        field("type", \.type)
        field("source", \.source)
        field("destination", \.destination)
        field("isReadOnly", \.isReadOnly)
    }
}

extension ContainerFacts: EditableRecord {
    static var blank: ContainerFacts { ContainerFacts(engine: "docker", containerID: "", image: "", state: "running") }

    static func list(_ field: inout Fields<ContainerFacts>) {
        field("engine", \.engine)
        field("containerID", \.containerID)
        field("image", \.image)
        field("imageID", \.imageID)
        field("imageDigest", \.imageDigest)
        field("state", \.state)
        field("health", \.health)
        field("healthOutput", \.healthOutput)
        field("exitCode", \.exitCode)
        field("wasOutOfMemory", \.wasOutOfMemory)
        field("wasStoppedByHand", \.wasStoppedByHand)
        field("error", \.error)
        field("createdAt", \.createdAt)
        field("startedAt", \.startedAt)
        field("finishedAt", \.finishedAt)
        field("restartCount", \.restartCount)
        field("restartPolicy", \.restartPolicy)
        field("project", \.project)
        field("service", \.service)
        field("replica", \.replica)
        field("pod", \.pod)
        field("processorLimit", \.processorLimit)
        field("memoryLimit", \.memoryLimit)
        field("ports", \.ports)
        field("networks", \.networks)
        field("mounts", \.mounts)
        field("labels", \.labels)
        field("isPrivileged", \.isPrivileged)
        field("writtenBytes", \.writtenBytes)
        field("update", \.update)
    }
}

extension ImageUpdate: EditableRecord {
    static var blank: ImageUpdate { ImageUpdate(.current) }

    static func list(_ field: inout Fields<ImageUpdate>) {
        field("verdict", \.verdict)
        field("currentDigest", \.currentDigest)
        field("latestDigest", \.latestDigest)
        field("latestTag", \.latestTag)
        field("checkedAt", \.checkedAt)
        field("firstSeenAt", \.firstSeenAt)
        field("problem", \.problem)
    }
}

extension SwarmServiceFacts: EditableRecord {
    static var blank: SwarmServiceFacts { SwarmServiceFacts(clusterID: "", serviceID: "", image: "", mode: "replicated") }

    static func list(_ field: inout Fields<SwarmServiceFacts>) {
        field("clusterID", \.clusterID)
        field("serviceID", \.serviceID)
        field("image", \.image)
        field("stack", \.stack)
        field("mode", \.mode)
        field("desired", \.desired)
        field("running", \.running)
        field("ports", \.ports)
        field("updateState", \.updateState)
        field("updateMessage", \.updateMessage)
        field("createdAt", \.createdAt)
        field("updatedAt", \.updatedAt)
        field("failures", \.failures)
    }
}
