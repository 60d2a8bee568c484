package import PulseCore

extension Finding {
    init(_ candidate: Candidate, _ id: String, at now: Timestamp) {
        let (check, raised) = (candidate.check, candidate.raised)
        self.init(
            id: id, check: check.code, key: check.key, category: check.category, resource: candidate.resource.id.description,
            instance: raised.instance, severity: raised.severity, subject: Subject(candidate.resource), title: raised.title,
            description: raised.description, recommendation: raised.recommendation, evidence: raised.evidence, items: raised.items, firstSeen: now,
            lastSeen: now, timesRaised: 0, regressions: 0, standing: .open, cause: nil, unjudged: nil, history: [])
        note(.raised, at: now)
    }

    /// The newest words and numbers.
    mutating func write(_ candidate: Candidate, at now: Timestamp) {
        let raised = candidate.raised
        subject = Subject(candidate.resource)
        (title, description, recommendation) = (raised.title, raised.description, raised.recommendation)
        (evidence, items, severity, lastSeen, unjudged) = (raised.evidence, raised.items, raised.severity, now, nil)
        timesRaised += 1
    }

    /// Worse than what somebody said they knew of is news: it counts as open again.
    mutating func seen(_ newer: FindingSeverity, at now: Timestamp) {
        guard newer != severity else { return }
        let isWorse = newer > severity
        severity = newer
        note(isWorse ? .escalated : .eased, at: now)
        if isWorse { standing = .open }
    }

    mutating func regressed(_ newer: FindingSeverity, at now: Timestamp) {
        severity = newer
        regressions += 1
        standing = .open
        note(.regressed, at: now)
    }

    mutating func resolve(_ reason: Resolution, by person: String? = nil, note text: String? = nil, at now: Timestamp) {
        standing = .resolved(how: reason, word: Standing.Word(at: now, by: person, note: text))
        (cause, unjudged) = (nil, nil)
        note(.resolved, by: person, text ?? reason.rawValue, at: now)
    }

    mutating func note(_ kind: FindingEvent.Kind, by person: String? = nil, _ text: String? = nil, at now: Timestamp) {
        history.append(FindingEvent(at: now, kind: kind, severity: severity, by: person, note: text))
        if history.count > Self.historyLimit { history.removeFirst(history.count - Self.historyLimit) }
    }
}

extension Finding.Subject {
    /// As the resource is called now.
    package init(_ resource: Resource) {
        self.init(
            name: resource.annotation.displayName ?? resource.name, type: Self.type(of: resource), node: Self.node(of: resource),
            source: resource.source.description, tags: resource.tags)
    }

    /// The words of v5 where it has one, ours otherwise.
    private static func type(of resource: Resource) -> String {
        switch (resource.id.kind, resource.facts) {
        case (.guest, .guest(let guest)): guest.type == .qemu ? "vm" : "container"
        case (.datastore, _): "pbs_datastore"
        case (.container, _): "docker_container"
        case (.kubernetesCluster, _): "kubernetes_cluster"
        case (let kind, _): kind.rawValue
        }
    }

    private static func node(of resource: Resource) -> String? {
        switch resource.facts {
        case .node(let facts): facts.name
        case .guest(let facts): facts.node
        case .pool(let facts): facts.node
        case .disk(let facts): facts.node
        case .storage(let facts): facts.shared ? nil : facts.nodes.first
        case .kubernetesPod(let facts): facts.node
        default: nil
        }
    }
}
