package import PulseCore

/// What of an observation is kept as history: every current measurement at its own time, and what facts hold beside it.
package enum SampleCollector {
    /// - Parameter fleet: after the observations were applied, so that values that were merged from several answers are there.
    package static func samples(of observations: [Observation], in fleet: Fleet) -> [Sample] {
        var samples: [Sample] = []
        for observation in observations {
            for observed in observation.resources where observed.isFresh {
                guard let resource = fleet.resources[observed.id] else { continue }
                collect(resource, at: observation.at, &samples)
                for part in observed.parts { add(observed.id, part.metric, part.part, observation.at, part.value, &samples) }
            }
        }
        return samples
    }

    private static func collect(_ resource: Resource, at now: Timestamp, _ samples: inout [Sample]) {
        for entry in resource.metrics.entries where entry.measurement.isCurrent {
            guard let value = entry.measurement.value, let at = entry.measurement.at else { continue }
            add(resource.id, entry.metric, "", at, value, &samples)
        }
        switch resource.facts {
        case .node(let facts): uptime(resource, facts.startedAt, now, &samples)
        case .guest(let facts):
            uptime(resource, facts.startedAt, now, &samples)
            // File systems are asked seldom, together with the sum that the metric holds.
            if let at = resource.metrics[.diskUsed]?.at { filesystems(resource.id, facts.filesystems ?? [], at, &samples) }
        case .host(let facts):
            uptime(resource, facts.startedAt, now, &samples)
            filesystems(resource.id, facts.filesystems, now, &samples)
            for reading in facts.temperatures { add(resource.id, .temperature, reading.label, now, reading.celsius, &samples) }
            for count in facts.diskCounts { add(resource.id, count.metric, count.part, now, count.value, &samples) }
        case .container(let facts): uptime(resource, facts.startedAt, now, &samples)
        case .kubernetesPod(let facts): uptime(resource, facts.startedAt, now, &samples)
        case .cluster, .storage, .datastore, .pool, .disk, .ceph, .mail, .swarmService, .kubernetesCluster, .kubernetesNode, .kubernetesWorkload,
            .kubernetesClaim:
            break
        }
    }

    private static func uptime(_ resource: Resource, _ startedAt: Timestamp?, _ now: Timestamp, _ samples: inout [Sample]) {
        guard let startedAt, startedAt <= now, [.online, .running].contains(resource.state.status) else { return }
        add(resource.id, .uptime, "", now, now.since(startedAt).asSeconds, &samples)
    }

    private static func filesystems(_ id: ResourceID, _ systems: [Filesystem], _ at: Timestamp, _ samples: inout [Sample]) {
        for system in systems {
            if let used = system.used { add(id, .diskUsed, system.mountpoint, at, Double(used), &samples) }
            if let total = system.total { add(id, .diskTotal, system.mountpoint, at, Double(total), &samples) }
        }
    }

    private static func add(
        _ id: ResourceID, _ metric: Metric, _ part: String, _ at: Timestamp, _ value: Double, _ samples: inout [Sample]
    ) {
        if let sample = Sample(SeriesKey(id, metric, part: part), at: at, value: value) { samples.append(sample) }
    }
}
