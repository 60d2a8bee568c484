import PulseCore

extension CausalRole {
    /// What keeps the containers of a workload from running is why the workload is incomplete.
    static let stopsWorkload = CausalRole(explains: [Explanation(.unavailable, .placed)])
}

extension Check {
    static let kubernetesCrashLoop = Check(
        "K8S-CRASHLOOP", key: "kubernetes-crashloop-pods", "Containers crash again and again", .reliability, on: Crew.kinds, needs: [.facts],
        page: CheckPage(
            why: "A container that ends as soon as it is started does no work, and Kubernetes starts it more and more seldom.",
            decides:
                "Warning when a container waits in CrashLoopBackOff and was started again at least \(ContainerTrouble.crashes) times. One finding per "
                + "workload, however many of its pods crash.",
            advice: "Read the log of the run before (`kubectl logs --previous`), and look at exit code and last changes."),
        role: CausalRole(explains: [Explanation(.unavailable, .placed)], symptoms: [.unavailable])
    ) { look in
        let crew = Crew(look)
        return crew.judge(\.isCrashLooping) { CrashLoop(crew: crew, found: $0).raised }
    }

    static let kubernetesImagePull = Check(
        "K8S-IMAGE-PULL", key: "kubernetes-image-pull", "An image cannot be pulled", .reliability, on: Crew.kinds,
        needs: [.facts, .ledger("events")],
        page: CheckPage(
            why: "Pods whose image does not come never start; those that run are lost with their node.",
            decides: "Warning when a container has waited for its image for \(Words.duration(ContainerTrouble.patience)) after the pull failed "
                + "(\(ContainerTrouble.image.sorted().joined(separator: ", "))).",
            advice: "Check name and tag of the image, the registry, and the pull secret of the service account."),
        role: .stopsWorkload
    ) { look in
        ContainerTrouble(reasons: ContainerTrouble.image, title: "Image cannot be pulled") { member, container in
            "Check that \(container.image ?? "the image") exists and that the pull secret is right; see \(Crew.command("describe pod", member))."
        }.judge(look)
    }

    static let kubernetesContainerConfiguration = Check(
        "K8S-CONTAINER-CONFIG", key: "kubernetes-container-config", "A container cannot be created", .reliability, on: Crew.kinds,
        needs: [.facts, .ledger("events")],
        page: CheckPage(
            why: "A container whose config map, secret or command is missing never starts.",
            decides: "Warning when a container has been in one of these for \(Words.duration(ContainerTrouble.patience)): "
                + "\(ContainerTrouble.configuration.sorted().joined(separator: ", ")).",
            advice: "Create the missing config map, secret or key that the message names, or correct the pod template."),
        role: .stopsWorkload
    ) { look in
        ContainerTrouble(reasons: ContainerTrouble.configuration, title: "Container cannot be created") { member, container in
            "Correct what container \(container.name) refers to (config map, secret, command); see \(Crew.command("describe pod", member))."
        }.judge(look)
    }
}

/// The words for a workload that crashes.
private struct CrashLoop {
    let crew: Crew
    let found: [Crew.Member]

    var raised: Raised {
        let (first, container) = (found[0], found[0].crashLooping)
        return Raised(
            .warning, "Container crashes again and again",
            description: "\(Words.count(found.count, "pod")) of \(crew.look.placedName) crashed and \(found.count == 1 ? "is" : "are") started again "
                + "only now and then; container \(container?.name ?? "?") last ended \(ending(container)).",
            recommendation: "Read why it ended: \(Crew.command("logs", first, " -c \(container?.name ?? "") --previous")).",
            evidence: "\(Crew.names(found)) in CrashLoopBackOff; \(container?.name ?? "") was started again \(container?.restarts ?? 0) times.",
            items: [
                .fact(first.pod.id, "containers.reason", "\(container?.name ?? ""): \(container?.reason ?? "")", at: container?.lastFinishedAt),
                .limit("restarts", "at least \(ContainerTrouble.crashes)", value: Double(ContainerTrouble.crashes)),
            ] + [crew.event(first, ["BackOff"])].compactMap { $0 })
    }

    private func ending(_ container: KubernetesContainer?) -> String {
        let words = [container?.lastReason.map { "as \($0)" }, container?.lastExitCode.map { "with exit code \($0)" }].compactMap { $0 }
        let ago = container?.lastFinishedAt.map { " \(Words.duration(crew.look.now.since($0))) ago" } ?? ""
        return (words.isEmpty ? "for a reason that is not told" : words.joined(separator: " ")) + ago
    }
}
