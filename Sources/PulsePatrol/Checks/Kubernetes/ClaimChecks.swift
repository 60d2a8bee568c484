import PulseCore

extension Check {
    private static let provisioning = Duration.seconds(300)

    static let kubernetesClaimPending = Check(
        "K8S-CLAIM-PENDING", key: "kubernetes-claim-pending", "A claim gets no volume", .capacity, on: [.kubernetesClaim],
        needs: [.facts, .ledger("events")],
        page: CheckPage(
            why: "Pods that use the claim cannot start.",
            decides:
                "Warning when a claim that a pod uses has been pending for \(Words.duration(provisioning)). Not one that waits for its first pod.",
            advice: "Check the storage class and the driver that makes its volumes."),
        role: CausalRole(explains: [Explanation(.writesFail, .stored)])
    ) { look in
        guard let facts = try claim(look), facts.phase == "Pending", !facts.usedBy.isEmpty else { return .clear }
        let age = facts.createdAt.map { look.now.since($0) } ?? look.lasting
        guard age >= provisioning else { return .clear }
        return .raised(pending(look, facts, Words.duration(age)))
    }

    static let kubernetesClaimLost = Check(
        "K8S-CLAIM-LOST", key: "kubernetes-claim-lost", "A claim lost its volume", .reliability, on: [.kubernetesClaim], needs: [.facts],
        page: CheckPage(
            why: "The volume that held the data of the claim is gone.", decides: "Critical when a claim is in phase Lost.",
            advice: "Find the volume's storage, make the volume anew with the same name, or restore the data."),
        role: CausalRole(explains: [Explanation(.writesFail, .stored)])
    ) { look in
        guard let facts = try claim(look), facts.phase == "Lost" else { return .clear }
        return .raised(
            Raised(
                .critical, "Claim lost its volume",
                description: "The volume \(facts.volume ?? "") of claim \(look.placedName) does not exist any more.",
                recommendation:
                    "Find the storage behind \(facts.volume ?? "the volume") and make the volume anew, or restore the data from a backup.",
                evidence: "Phase Lost; used by \(facts.usedBy.isEmpty ? "no pod" : Words.list(facts.usedBy)).",
                items: [.fact(look.id, "phase", "Lost", at: look.resource.state.since)]))
    }

    static let kubernetesClaimFill = Check(
        "K8S-CLAIM-FILL", key: "kubernetes-claim-full", "A claim is nearly full or fills up", .capacity, on: [.kubernetesClaim],
        needs: [.current(.diskUsed), .current(.diskTotal), .history(.diskUsed, hours: FillRule.hours), .history(.diskTotal, hours: FillRule.hours)],
        page: CheckPage(
            why: "A full volume stops what writes to it; databases may not start again.",
            decides: FillRule.storage.words + " Claims that lie together on one file system, whose figures are that file system's, have one finding.",
            advice: "Enlarge the claim where its storage class allows it, or delete what is not needed."),
        role: CausalRole(explains: [Explanation(.writesFail, .stored), Explanation(.unavailable, .stored)])
    ) { look in
        guard try claim(look) != nil else { return .clear }
        let answer = try FillRule.storage.judge(
            look, noun: "Claim", advice: "Enlarge the claim of \(look.placedName), or delete what is not needed on it.")
        return answer.raised.isEmpty || standsForItsFileSystem(look) ? answer : .clear
    }

    /// A driver without limits (local paths, NFS) tells the figures of the whole file system for each claim on it; the first of them speaks.
    private static func standsForItsFileSystem(_ look: Look) -> Bool {
        let total = look.resource.metrics[.diskTotal]?.value
        return !look.estate.fleet.resources.values.contains { other in
            other.source == look.resource.source && other.id.kind == .kubernetesClaim && other.id < look.id
                && other.metrics[.diskTotal]?.value == total && other.metrics[.diskUsed]?.value == look.resource.metrics[.diskUsed]?.value
        }
    }

    private static func claim(_ look: Look) throws -> KubernetesClaimFacts? {
        guard case .kubernetesClaim(let facts) = look.resource.facts else { return nil }
        guard look.resource.state.status != .unknown else { throw NotEvaluable("Nobody can say how the claim is.") }
        return facts
    }

    private static func pending(_ look: Look, _ facts: KubernetesClaimFacts, _ age: String) -> Raised {
        let event = look.clusterLists?.events.first {
            $0.objectKind == "PersistentVolumeClaim" && $0.objectName == look.resource.name && $0.namespace == facts.namespace
        }
        let why = event.map { " \($0.reason): \($0.message.printable(limit: 200))" } ?? ""
        return Raised(
            .warning, "Claim gets no volume",
            description: "Claim \(look.placedName) of storage class \(facts.storageClass ?? "(none)") has waited for a volume for \(age).\(why)",
            recommendation: "Look at `kubectl -n \(facts.namespace) describe pvc \(look.resource.name)` and at the driver of its storage class.",
            evidence: "Pending for \(age); wanted by \(Words.list(facts.usedBy)).\(why)",
            items: [.fact(look.id, "phase", "Pending", at: facts.createdAt)]
                + (event.map { [.record(look.id, "event", "\(facts.namespace)/\(look.resource.name)/\($0.reason)", $0.message, at: $0.lastAt)] } ?? [])
        )
    }
}
