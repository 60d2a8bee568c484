import PulseCore

extension Check {
    static let kubernetesCertificate = Check(
        "K8S-CERTIFICATE", key: "kubernetes-certificate-expiring", "A certificate of a cluster expires", .security, on: [.kubernetesCluster],
        needs: [.facts],
        page: CheckPage(
            why: "When the certificate of the API server has expired, nothing in the cluster can be changed, healed or seen any more. When that of "
                + "the agent has, Pulse no longer sees the cluster.",
            decides: CertificateLife.words
                + " For the certificate that the API server shows, and for the client certificate that the agent may have. "
                + "Not of a cluster that has not been heard of for \(Words.duration(CertificateLife.silence)). Certificates in secrets are not looked at: the agent "
                + "may not read them.",
            advice: "`kubeadm certs renew all` on each node of the control plane, then a restart of its static pods; k3s and RKE2 renew theirs when "
                + "the server restarts. The agent needs a new kubeconfig, or a service account, whose tokens are renewed by themselves.")
    ) { look in
        guard case .kubernetesCluster(let facts) = look.resource.facts else { return .clear }
        guard let certificates = facts.certificates else { throw NotEvaluable("Its agent does not tell of certificates.") }
        guard look.now.since(look.resource.lastSeen) <= CertificateLife.silence else {
            throw NotEvaluable("The cluster has not been heard of for a day.")
        }
        return Answer(
            raised: certificates.compactMap { CertificateLife(from: $0.notBefore, to: $0.notAfter, at: look.now)?.raised($0.owner, look) })
    }
}

extension CertificateLife {
    fileprivate static let silence = Duration.seconds(86_400)

    fileprivate func raised(_ owner: KubernetesCertificate.Owner, _ look: Look) -> Raised {
        let (instance, whose, advice) =
            switch owner {
            case .apiServer:
                (
                    "API server", "The certificate of the API server of \(look.name)",
                    "Run `kubeadm certs renew all` on each node of the control plane of \(look.name) and restart its static pods; with k3s or RKE2 restart the server."
                )
            case .agent:
                (
                    "agent", "The client certificate of the agent of \(look.name)",
                    "Give the agent of \(look.name) a kubeconfig with a new client certificate, or run it with a service account."
                )
            }
        return Raised(
            instance: instance, severity, title, description: "\(whose) \(words).", recommendation: advice, evidence: evidence,
            items: [record(of: look.id, instance)])
    }
}
