import PulseCore

extension Check {
    static let kubernetesVolumeFailed = Check(
        "K8S-VOLUME-FAILED", key: "kubernetes-volume-failed", "A volume could not be taken back", .reliability, on: [.kubernetesCluster],
        needs: [.ledger("volumes")],
        page: CheckPage(
            why: "The storage behind it stays taken, and its data may still lie there.",
            decides: "Warning for each persistent volume in phase Failed.",
            advice: "Read the volume's message, delete the storage behind it by hand, then the volume.")
    ) { look in
        try volumes(look, in: "Failed", .warning, "Volume could not be taken back") { volume in
            "Read `kubectl describe pv \(volume.name)`, clear the storage behind it, then delete the volume."
        }
    }

    static let kubernetesVolumeReleased = Check(
        "K8S-VOLUME-RELEASED", key: "kubernetes-volume-released", "A volume is left over", .capacity, on: [.kubernetesCluster],
        needs: [.ledger("volumes")],
        page: CheckPage(
            why: "A volume whose claim is gone takes room, and nothing uses it.",
            decides: "Info for each persistent volume in phase Released that is kept on purpose (reclaim policy Retain).",
            advice: "Save what is of use, then delete the volume and the storage behind it.")
    ) { look in
        try volumes(look, in: "Released", .info, "Volume is left over") { volume in
            "If its data is of no use any more: `kubectl delete pv \(volume.name)`, and delete the storage behind it."
        }
    }

    private static func volumes(
        _ look: Look, in phase: String, _ severity: FindingSeverity, _ title: String, _ advice: (KubernetesVolumeRecord) -> String
    ) throws -> Answer {
        guard let lists = look.clusterLists else { throw NotEvaluable("The volumes of the cluster are not known now.") }
        let found = lists.volumes.filter { $0.phase == phase && (phase != "Released" || $0.reclaimPolicy == "Retain") }
        return Answer(raised: found.map { raised(look, $0, severity, title, advice($0)) })
    }

    private static func raised(
        _ look: Look, _ volume: KubernetesVolumeRecord, _ severity: FindingSeverity, _ title: String, _ advice: String
    ) -> Raised {
        let size = volume.capacity.map { " of \(Words.bytes($0))" } ?? ""
        let claim = volume.claim.map { ", which belonged to claim \($0)," } ?? ""
        let message = volume.message.map { " \($0.printable(limit: 200))" } ?? ""
        return Raised(
            instance: volume.name, severity, title,
            description: "Volume \(volume.name)\(size) of \(look.name)\(claim) is \(volume.phase).\(message)", recommendation: advice,
            evidence: "Phase \(volume.phase), reclaim policy \(volume.reclaimPolicy ?? "not told").",
            items: [.record(look.id, "volume", volume.name, "\(volume.phase) \(volume.claim ?? "")")])
    }
}
