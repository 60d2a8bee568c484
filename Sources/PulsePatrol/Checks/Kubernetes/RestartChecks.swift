import PulseCore

/// Restarts of late. The number that a pod keeps is of its whole life and says nothing by itself.
enum Restarts {
    /// In the last hour, of one pod.
    static let rate = 3.0
    /// The last one has to be so new: what settled is over.
    static let recent = Duration.seconds(1800)
    /// Ends for lack of memory are looked for in so long.
    static let memoryWindow = Duration.seconds(6 * 3600)
    /// A pod as young as this counts nothing that is old.
    static let young = Duration.seconds(2 * 86_400)
    static let kills = 2
}

extension Check {
    static let kubernetesOutOfMemory = Check(
        "K8S-OOM", key: "kubernetes-oom-killed", "Containers are killed for lack of memory", .capacity, on: Crew.kinds,
        needs: [.facts, .current(.restarts)],
        page: CheckPage(
            why: "A container that reaches its memory limit is killed in the middle of its work.",
            decides:
                "Warning when a container was killed for lack of memory (OOMKilled) in the last \(Words.duration(Restarts.memoryWindow)) and it was not "
                + "the only time: \(Restarts.kills) pods of the workload were, or the pod was started again \(Restarts.kills) times in the last hour or "
                + "in a life of less than \(Words.duration(Restarts.young)).",
            advice: "Raise the memory limit, or find out what takes the memory."),
        role: .stopsWorkload
    ) { look in
        let crew = Crew(look)
        let killed = crew.seen.filter { $0.killed(within: Restarts.memoryWindow, of: look.now) != nil }
        return crew.judge { member in
            guard member.killed(within: Restarts.memoryWindow, of: look.now) != nil else { return false }
            return killed.count >= Restarts.kills || member.restarts(at: look.now) >= Restarts.kills
        } _: {
            RestartWords(crew: crew, found: $0).killed
        }
    }

    static let kubernetesRestartRate = Check(
        "K8S-RESTART-RATE", key: "kubernetes-restart-rate", "Containers are restarted often", .reliability, on: Crew.kinds,
        needs: [.current(.restarts)],
        page: CheckPage(
            why: "Each restart drops what the container was doing.",
            decides: "Warning when one pod had \(Int(Restarts.rate)) or more restarts in the last hour and the last is not older than "
                + "\(Words.duration(Restarts.recent)). The lifetime count of a pod is not used.",
            advice: "Look at the log of the run before and at the liveness probe."),
        role: CausalRole(symptoms: [.unavailable])
    ) { look in
        let crew = Crew(look)
        return crew.judge {
            $0.isRestarting(at: look.now)
        } _: {
            RestartWords(crew: crew, found: $0).restarting
        }
    }
}

extension Crew.Member {
    func killed(within span: Duration, of now: Timestamp) -> KubernetesContainer? {
        facts.containers.first { container in
            guard container.reason == "OOMKilled" || container.lastReason == "OOMKilled" else { return false }
            return container.lastFinishedAt.map { now.since($0) <= span } ?? false
        }
    }

    /// Of the last hour, or of a life that is short itself.
    func restarts(at now: Timestamp) -> Int {
        let isYoung = facts.createdAt.map { now.since($0) <= Restarts.young } ?? false
        return max(Int(lastHour ?? 0), isYoung ? facts.restarts : 0)
    }

    var lastHour: Double? { pod.metrics[.restarts].flatMap { $0.isCurrent ? $0.value : nil } }

    func isRestarting(at now: Timestamp) -> Bool {
        guard let lastHour, lastHour >= Restarts.rate else { return false }
        return facts.containers.compactMap(\.lastFinishedAt).max().map { now.since($0) <= Restarts.recent } ?? true
    }
}

/// The words for both.
private struct RestartWords {
    let crew: Crew
    let found: [Crew.Member]

    var killed: Raised {
        let (first, container) = (found[0], found[0].killed(within: Restarts.memoryWindow, of: crew.look.now))
        let limit = first.facts.memoryLimit.map { "its pod's limit is \(Words.bytes($0))" } ?? "its pod has no limit of its own"
        let ago = container?.lastFinishedAt.map { Words.duration(crew.look.now.since($0)) } ?? ""
        return Raised(
            .warning, "Container killed for lack of memory",
            description:
                "Container \(container?.name ?? "?") of \(crew.look.placedName) is killed for lack of memory again and again, last \(ago) ago; "
                + "\(limit).",
            recommendation:
                "Raise the memory limit of \(container?.name ?? "the container") in \(crew.look.placedName), or find what takes the memory.",
            evidence: "\(Crew.names(found)): OOMKilled \(ago) ago, \(Words.count(first.facts.restarts, "restart")); \(limit).",
            items: [.fact(first.pod.id, "containers.lastReason", "\(container?.name ?? ""): OOMKilled", at: container?.lastFinishedAt)])
    }

    var restarting: Raised {
        let most = found.max { ($0.lastHour ?? 0, $1.pod.id) < ($1.lastHour ?? 0, $0.pod.id) } ?? found[0]
        let count = Int(most.lastHour ?? 0)
        return Raised(
            .warning, "Containers are restarted often",
            description: "\(most.pod.name) of \(crew.look.placedName) was restarted \(count) times in the last hour.",
            recommendation: "Look at \(Crew.command("describe pod", most)) for exit codes and failed probes.",
            evidence: "\(count) restarts of \(most.pod.name) in the last hour; from \(Int(Restarts.rate)) on it is a finding.",
            items: [
                .measurement(most.pod.id, .restarts, Double(count), at: most.pod.metrics[.restarts]?.at),
                .limit("restarts in an hour", "\(Int(Restarts.rate))", value: Restarts.rate),
            ])
    }
}
