import PulseCore

// A container and a Swarm service in the words of Pulse v5.

extension Resource {
    func writeV5Container(into json: inout JSONWriter) {
        guard case .container(let facts) = facts else { return }
        json.object { json in
            json.name("id"); json.string(facts.containerID)
            json.name("name"); json.string(name)
            json.name("image"); json.string(facts.image)
            json.name("state"); json.string(facts.state)
            json.name("status"); json.string(facts.state)
            json.name("health"); json.string(facts.health)
            figures(&json)
            facts.writeV5(into: &json)
        }
    }

    private func figures(_ json: inout JSONWriter) {
        let (used, limit) = (current(.memoryUsed), current(.memoryTotal))
        json.name("cpuPercent"); json.number(current(.cpu).map { $0 * 100 })
        json.name("memoryUsageBytes"); json.number(used)
        json.name("memoryLimitBytes"); json.number(limit)
        json.name("memoryPercent"); json.number(V5Space(used, limit).percent)
        if case .container(let facts) = facts {
            json.name("uptimeSeconds"); json.integer(facts.state == "running" ? uptime(since: facts.startedAt) : 0)
        }
        json.name("blockIo")
        json.object {
            $0.name("readRateBytesPerSecond"); $0.number(current(.diskRead))
            $0.name("writeRateBytesPerSecond"); $0.number(current(.diskWrite))
        }
    }

    func writeV5Service(into json: inout JSONWriter) {
        guard case .swarmService(let facts) = facts else { return }
        json.object { json in
            json.name("id"); json.string(facts.serviceID)
            json.name("name"); json.string(name)
            json.name("stack"); json.string(facts.stack)
            json.name("image"); json.string(facts.image)
            json.name("mode"); json.string(facts.mode)
            json.name("desiredTasks"); json.integer(facts.desired)
            json.name("runningTasks"); json.integer(facts.running)
            if let state = facts.updateState {
                json.name("updateStatus")
                json.object {
                    $0.name("state"); $0.string(state)
                    $0.name("message"); $0.string(facts.updateMessage)
                }
            }
            json.name("endpointPorts")
            json.array(facts.ports) { json, port in
                json.object {
                    $0.name("protocol"); $0.string(port.transport)
                    $0.name("targetPort"); $0.integer(port.container)
                    $0.name("publishedPort"); $0.integer(port.host)
                }
            }
            json.name("createdAt"); json.integer(facts.createdAt?.milliseconds)
            json.name("updatedAt"); json.integer(facts.updatedAt?.milliseconds)
        }
    }
}

extension ContainerFacts {
    fileprivate func writeV5(into json: inout JSONWriter) {
        json.name("restartCount"); json.integer(restartCount)
        json.name("exitCode"); json.integer(exitCode)
        json.name("createdAt"); json.integer(createdAt?.milliseconds)
        json.name("startedAt"); json.integer(startedAt?.milliseconds)
        json.name("finishedAt"); json.integer(finishedAt?.milliseconds)
        json.name("labels"); labels.write(into: &json)
        json.name("ports"); json.array(ports) { $1.writeV5(into: &$0) }
        json.name("networks"); json.array(networks) { $1.writeV5(into: &$0) }
        json.name("mounts"); json.array(mounts) { $1.writeV5(into: &$0) }
        json.name("writableLayerBytes"); json.integer(writtenBytes)
        if engine == "podman" { json.name("podman"); json.object(podman) }
        if let update, update.verdict != .notTracked { json.name("updateStatus"); update.writeV5(into: &json) }
    }

    private func podman(_ json: inout JSONWriter) {
        json.name("podName"); json.string(pod)
        json.name("composeProject"); json.string(project)
        json.name("composeService"); json.string(service)
    }
}

extension ContainerFacts.Port {
    fileprivate func writeV5(into json: inout JSONWriter) {
        json.object { json in
            json.name("privatePort"); json.integer(container)
            json.name("publicPort"); json.integer(host)
            json.name("protocol"); json.string(transport)
            json.name("ip"); json.string(address)
        }
    }
}

extension ContainerFacts.Network {
    fileprivate func writeV5(into json: inout JSONWriter) {
        json.object { json in
            json.name("name"); json.string(name)
            json.name("ipv4"); json.string(addresses.first { !$0.contains(":") })
            json.name("ipv6"); json.string(addresses.first { $0.contains(":") })
        }
    }
}

extension ContainerFacts.Mount {
    fileprivate func writeV5(into json: inout JSONWriter) {
        json.object { json in
            json.name("type"); json.string(type)
            json.name("source"); json.string(source)
            json.name("destination"); json.string(destination)
            json.name("rw"); json.bool(!isReadOnly)
        }
    }
}

extension ImageUpdate {
    /// True when something newer can be had; nil when that could not be found out.
    var isWaiting: Bool? {
        switch verdict {
        case .current: false
        case .newDigest, .newTag: true
        case .notTracked, .unknown: nil
        }
    }

    fileprivate func writeV5(into json: inout JSONWriter) {
        json.object { json in
            json.name("updateAvailable"); json.bool(isWaiting ?? false)
            json.name("currentDigest"); json.string(currentDigest)
            json.name("latestDigest"); json.string(latestDigest)
            json.name("lastChecked"); json.integer(checkedAt?.milliseconds)
            if let problem { json.name("error"); json.string(problem) }
        }
    }
}
