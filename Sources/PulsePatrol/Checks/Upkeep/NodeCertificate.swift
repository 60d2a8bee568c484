import PulseCore

extension Check {
    static let nodeCertificate = Check(
        "PVE-NODE-CERTIFICATE", key: "node-certificate-expiring", "A certificate of the node expires", .security, on: [.node],
        needs: [.ledger("certificates")],
        page: CheckPage(
            why: "With an expired certificate browsers, backup clients and Pulse itself refuse to talk to the node.",
            decides: CertificateRule.words + " For each file. Not in maintenance mode.",
            advice: "`pvecm updatecerts --force` renews the node's own one, `pvenode acme cert renew` that of Let's Encrypt.")
    ) { look in
        guard let facts = try look.node() else { return .clear }
        let records: [CertificateRecord] = try look.told(look.ledger(of: facts.name).certificates, "Certificates", within: .seconds(2 * 86_400))
        return Answer(raised: records.compactMap { CertificateRule($0, at: look.now)?.raised(look) })
    }
}

/// How long a certificate is good for.
private struct CertificateRule {
    private static let watch = Duration.seconds(30 * 86_400)
    private static let warning = Duration.seconds(14 * 86_400)
    private static let short = Duration.seconds(90 * 86_400)
    static let words =
        "Watch when it ends within \(Words.duration(watch)), warning within \(Words.duration(warning)), critical when it has ended. One that is "
        + "made for no "
        + "more than \(Words.duration(short)) is renewed late by itself, so it is found from \(Words.duration(warning)) on."

    private let file: String
    private let end: Timestamp
    private let severity: FindingSeverity

    init?(_ record: CertificateRecord, at now: Timestamp) {
        guard let end = record.notAfter else { return nil }
        let left = end.since(now)
        let isShort = record.notBefore.map { end.since($0) <= Self.short } ?? false
        guard left <= (isShort ? Self.warning : Self.watch) else { return nil }
        (file, self.end) = (record.file, end)
        severity = left <= .zero ? .critical : left <= Self.warning ? .warning : .watch
    }

    func raised(_ look: Look) -> Raised {
        let ends = severity == .critical ? "ended \(Words.duration(look.now.since(end))) ago" : "ends in \(Words.duration(end.since(look.now)))"
        return Raised(
            instance: file, severity, severity == .critical ? "Certificate has expired" : "Certificate expires soon",
            description: "\(file) of \(look.name) \(ends), on \(Words.day(end)).",
            recommendation: file == "pveproxy-ssl.pem"
                ? "Run `pvenode acme cert renew` on \(look.name), or upload a new certificate." : "Run `pvecm updatecerts --force` on \(look.name).",
            evidence: "Good until \(Words.minute(end)).", items: [.record(look.id, "certificate", file, "good until \(Words.day(end))", at: end)])
    }
}
