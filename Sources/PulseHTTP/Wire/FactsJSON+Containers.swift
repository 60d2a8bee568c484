import PulseCore

// `facts` of containers and of services of Docker Swarm. Members are the properties by name.

extension ContainerFacts {
    func write(into json: inout JSONWriter) {
        json.name("engine"); json.string(engine)
        json.name("containerID"); json.string(containerID)
        json.name("image"); json.string(image)
        json.name("imageID"); json.string(imageID)
        json.name("imageDigest"); json.string(imageDigest)
        json.name("state"); json.string(state)
        json.name("health"); json.string(health)
        json.name("healthOutput"); json.string(healthOutput)
        json.name("exitCode"); json.integer(exitCode)
        json.name("wasOutOfMemory"); json.bool(wasOutOfMemory)
        json.name("wasStoppedByHand"); json.bool(wasStoppedByHand)
        json.name("error"); json.string(error)
        json.name("createdAt"); json.time(createdAt)
        json.name("startedAt"); json.time(startedAt)
        json.name("finishedAt"); json.time(finishedAt)
        json.name("restartCount"); json.integer(restartCount)
        json.name("restartPolicy"); json.string(restartPolicy)
        json.name("project"); json.string(project)
        json.name("service"); json.string(service)
        json.name("replica"); json.integer(replica)
        json.name("pod"); json.string(pod)
        json.name("processorLimit"); json.number(processorLimit)
        json.name("memoryLimit"); json.integer(memoryLimit)
        json.name("ports"); json.array(ports) { $1.write(into: &$0) }
        json.name("networks"); json.array(networks) { $1.write(into: &$0) }
        json.name("mounts"); json.array(mounts) { $1.write(into: &$0) }
        json.name("labels"); labels.write(into: &json)
        json.name("isPrivileged"); json.bool(isPrivileged)
        json.name("writtenBytes"); json.integer(writtenBytes)
        json.name("update"); update.write(into: &json) { $0.write(into: &$1) }
    }
}

extension ContainerFacts.Port {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("container"); json.integer(container)
            json.name("host"); json.integer(host)
            json.name("transport"); json.string(transport)
            json.name("address"); json.string(address)
        }
    }
}

extension ContainerFacts.Network {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("name"); json.string(name)
            json.name("addresses"); json.array(addresses) { $0.string($1) }
        }
    }
}

extension ContainerFacts.Mount {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("type"); json.string(type)
            json.name("source"); json.string(source)
            json.name("destination"); json.string(destination)
            json.name("isReadOnly"); json.bool(isReadOnly)
        }
    }
}

extension ImageUpdate {
    fileprivate func write(into json: inout JSONWriter) {
        json.object { json in
            json.name("verdict"); json.string(verdict.rawValue)
            json.name("currentDigest"); json.string(currentDigest)
            json.name("latestDigest"); json.string(latestDigest)
            json.name("latestTag"); json.string(latestTag)
            json.name("checkedAt"); json.time(checkedAt)
            json.name("firstSeenAt"); json.time(firstSeenAt)
            json.name("problem"); json.string(problem)
        }
    }
}

extension SwarmServiceFacts {
    func write(into json: inout JSONWriter) {
        json.name("clusterID"); json.string(clusterID)
        json.name("serviceID"); json.string(serviceID)
        json.name("image"); json.string(image)
        json.name("stack"); json.string(stack)
        json.name("mode"); json.string(mode)
        json.name("desired"); json.integer(desired)
        json.name("running"); json.integer(running)
        json.name("ports"); json.array(ports) { $1.write(into: &$0) }
        json.name("updateState"); json.string(updateState)
        json.name("updateMessage"); json.string(updateMessage)
        json.name("createdAt"); json.time(createdAt)
        json.name("updatedAt"); json.time(updatedAt)
        json.name("failures"); json.array(failures) { $0.string($1) }
    }
}
