import PulseCore

extension Check {
    static let nodeCertificate = Check(
        "PVE-NODE-CERTIFICATE", key: "node-certificate-expiring", "A certificate of the node expires", .security, on: [.node],
        needs: [.ledger("certificates")],
        page: CheckPage(
            why: "With an expired certificate browsers, backup clients and Pulse itself refuse to talk to the node.",
            decides: CertificateLife.words + " For each file. Not in maintenance mode.",
            advice: "`pvecm updatecerts --force` renews the node's own one, `pvenode acme cert renew` that of Let's Encrypt.")
    ) { look in
        guard let facts = try look.node() else { return .clear }
        let records: [CertificateRecord] = try look.told(look.ledger(of: facts.name).certificates, "Certificates", within: .seconds(2 * 86_400))
        return Answer(
            raised: records.compactMap { CertificateLife(from: $0.notBefore, to: $0.notAfter, at: look.now)?.raised($0.file, look) })
    }
}

extension CertificateLife {
    fileprivate func raised(_ file: String, _ look: Look) -> Raised {
        Raised(
            instance: file, severity, title, description: "\(file) of \(look.name) \(words).",
            recommendation: file == "pveproxy-ssl.pem"
                ? "Run `pvenode acme cert renew` on \(look.name), or upload a new certificate." : "Run `pvecm updatecerts --force` on \(look.name).",
            evidence: evidence, items: [record(of: look.id, file)])
    }
}
