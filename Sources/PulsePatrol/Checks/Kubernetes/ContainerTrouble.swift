import PulseCore

/// What a container waits for that will not come by itself, or why it ended, over all pods of a workload.
struct ContainerTrouble {
    /// So long it has to last: an image that fails once, or a secret that comes a moment later, is no matter.
    static let patience = Duration.seconds(300)
    /// A database that starts later than what needs it makes that crash once or twice.
    static let crashes = 3

    static let image: Set<String> = [
        "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable", "ImageInspectError",
    ]
    static let configuration: Set<String> = [
        "CreateContainerConfigError", "CreateContainerError", "RunContainerError", "PreCreateHookError", "PreStartHookError", "PostStartHookError",
    ]

    let reasons: Set<String>
    let title: String
    let advice: (Crew.Member, KubernetesContainer) -> String

    func judge(_ look: Look) -> Answer {
        let crew = Crew(look)
        return crew.judge {
            $0.waiting(for: reasons) != nil && $0.lasting(at: look.now) >= Self.patience
        } _: {
            raised(crew, $0)
        }
    }

    private func raised(_ crew: Crew, _ found: [Crew.Member]) -> Raised {
        let (first, container) = (found[0], found[0].waiting(for: reasons))
        let reason = container?.reason ?? title
        let message = container?.message.map { ": \($0.printable(limit: 200))" } ?? "."
        let lasting = Words.duration(first.lasting(at: crew.look.now))
        return Raised(
            .warning, title,
            description: "\(Words.count(found.count, "pod")) of \(crew.look.placedName) cannot start: container \(container?.name ?? "?") "
                + "has been in \(reason) for \(lasting).",
            recommendation: container.map { advice(first, $0) } ?? "Look at \(Crew.command("describe pod", first)).",
            evidence: "\(Crew.names(found)): \(reason)\(message)",
            items: [.fact(first.pod.id, "containers.reason", "\(container?.name ?? ""): \(reason)", at: first.pod.state.since)]
                + [crew.event(first, ["Failed", "BackOff", "InspectFailed"])].compactMap { $0 })
    }
}

extension Crew.Member {
    func waiting(for reasons: Set<String>) -> KubernetesContainer? {
        facts.containers.first { $0.state == "waiting" && $0.reason.map(reasons.contains) == true }
    }

    var isCrashLooping: Bool { crashLooping != nil }

    var crashLooping: KubernetesContainer? {
        facts.containers.first {
            $0.state == "waiting" && $0.reason?.lowercased().contains("crashloop") == true && $0.restarts >= ContainerTrouble.crashes
        }
    }
}
