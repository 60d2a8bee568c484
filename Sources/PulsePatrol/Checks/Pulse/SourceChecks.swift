import PulseCore

extension CheckCatalogue {
    static let pulse: [Check] = [
        .pulseSourceUnreachable, .pulseSourceRefused, .pulseCertificateChanged, .pulseEndpoint, .pulsePrivilege, .pulseListOld, .pulseModule,
        .pulseModulePart, .pulseAgentClash, .pulseAnswersLost, .pulseFiguresStalled, .pulseClock,
    ]
}

extension Check {
    private static let outage = Duration.seconds(300)
    /// What others say of it fails with it: the storages of Proxmox VE that lead to a backup server.
    private static let unseen = CausalRole(explains: [Explanation(.unseen, .source), Explanation(.unavailable, .placed)], symptoms: [.unavailable])

    /// Agents have checks of their own: a silent host, a silent cluster.
    static let pulseSourceUnreachable = Check(
        "PULSE-SOURCE-UNREACHABLE", key: "source-unreachable", "A source does not answer", .reliability, on: SourceMatter.kinds, needs: [.sources],
        page: CheckPage(
            why: "Nothing that the source tells of is watched any more; it may be down with all that runs on it.",
            decides:
                "Critical when no address of a source has answered for \(Words.duration(outage)), also when none ever has since it was added or Pulse "
                + "was started. Not agents, whose hosts and clusters are looked at themselves.",
            advice: "Look whether the machine runs and whether the network and firewalls between it and Pulse let it be reached."),
        role: unseen
    ) { look in
        guard let source = look.source, source.condition == .unreachable, ![.agent, .kubernetes, .thisHost].contains(source.kind) else {
            return .clear
        }
        guard look.silence >= outage, look.speaksForSource else { return .clear }
        guard !source.problems.contains(where: { $0.code == "certificate_changed" }) else { return .clear }
        return .raised(silent(look, source, .critical, "Source does not answer"))
    }

    static let pulseSourceRefused = Check(
        "PULSE-SOURCE-REFUSED", key: "source-refused", "A source refuses Pulse", .reliability, on: SourceMatter.kinds, needs: [.sources],
        page: CheckPage(
            why: "Nothing that the source tells of is watched until somebody mends the credentials.",
            decides:
                "Warning when a source has refused Pulse's credentials for \(Words.duration(outage)), or Pulse refuses it because nobody has confirmed its "
                + "certificate; also when it has done so since it was added or Pulse was started. Not agents that were revoked.",
            advice: "Renew the token or the password and enter it in the settings of the source, or confirm its certificate there."),
        role: CausalRole(explains: [Explanation(.unseen, .source)])
    ) { look in
        guard let source = look.source, source.condition == .refused, ![.agent, .kubernetes].contains(source.kind) else { return .clear }
        guard look.silence >= outage, look.speaksForSource else { return .clear }
        guard !source.problems.contains(where: { $0.code == "certificate_changed" }) else { return .clear }
        return .raised(silent(look, source, .warning, "Source refuses Pulse"))
    }

    private static func silent(_ look: Look, _ source: SourceReport, _ severity: FindingSeverity, _ title: String) -> Raised {
        let problem = source.problems.first
        let said = problem?.sentence ?? "The reason is not known."
        let quiet = Words.duration(look.silence)
        return Raised(
            severity, title,
            description: look.estate.standIns.contains(look.id)
                ? "\(source.name) has told nothing since it was added or Pulse was started, \(quiet) ago, and nothing of it is watched. \(said)"
                : "\(source.name) has told nothing for \(quiet); what is shown of it is as old. \(said)",
            recommendation: problem?.nextStep ?? "Test the connection in the settings of the source.",
            evidence: "Last answer \(source.lastAnswerAt.map(Words.minute) ?? "before Pulse was started, if ever"). \(said)",
            items: [.record(look.id, "problem", problem?.code ?? source.condition.name, said, at: source.lastAnswerAt)]
        ).at(.state(since: source.lastAnswerAt))
    }

    static let pulseCertificateChanged = Check(
        "PULSE-CERTIFICATE-CHANGED", key: "certificate-changed", "A source shows another certificate", .security, on: SourceMatter.kinds,
        needs: [.sources],
        page: CheckPage(
            why: "Either the certificate was renewed, or somebody is in between. Pulse sends nothing there until a person decides.",
            decides:
                "Warning for each address that shows another certificate than the one that was confirmed; critical when no other address of the source "
                + "answers.",
            advice: "Compare the fingerprint with the one on the machine, and confirm it in the settings only if they are the same."),
        role: CausalRole(explains: [Explanation(.unseen, .source)])
    ) { look in
        guard let source = look.source else { return .clear }
        let isBlind = source.condition == .unreachable || source.condition == .refused
        let changed = source.endpoints.compactMap { endpoint in
            endpoint.problem.flatMap { $0.code == "certificate_changed" ? (endpoint.address, $0) : nil }
        }
        let whole = changed.isEmpty ? source.problems.filter { $0.code == "certificate_changed" }.map { ("", $0) } : changed
        guard !whole.isEmpty, look.speaksForSource else { return .clear }
        return Answer(
            raised: whole.map { address, problem in
                Raised(
                    instance: address, isBlind ? .critical : .warning, "Source shows another certificate",
                    description: "\(source.name): \(problem.sentence)", recommendation: problem.nextStep, evidence: problem.sentence,
                    items: [.record(look.id, "endpoint", address, problem.sentence, at: source.lastAnswerAt)])
            })
    }
}
