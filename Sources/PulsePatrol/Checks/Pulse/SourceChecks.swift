import PulseCore

extension CheckCatalogue {
    static let pulse: [Check] = [
        .pulseSourceUnreachable, .pulseSourceRefused, .pulseCertificateChanged, .pulseEndpoint, .pulsePrivilege, .pulseListOld, .pulseModule,
        .pulseModulePart, .pulseAgentClash, .pulseAnswersLost, .pulseFiguresStalled,
    ]
}

extension Check {
    private static let outage = Duration.seconds(300)
    private static let unseen = CausalRole(explains: [Explanation(.unseen, .source)], symptoms: [.unavailable])

    /// Agents have checks of their own: a silent host, a silent cluster.
    static let pulseSourceUnreachable = Check(
        "PULSE-SOURCE-UNREACHABLE", key: "source-unreachable", "A source does not answer", .reliability, on: SourceMatter.kinds, needs: [.sources],
        page: CheckPage(
            why: "Nothing that the source tells of is watched any more; it may be down with all that runs on it.",
            decides:
                "Critical when no address of a source has answered for \(Words.duration(outage)). Not agents, whose hosts and clusters are looked at "
                + "themselves.",
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
            decides: "Warning when a source answers and refuses Pulse's credentials for \(Words.duration(outage)). Not agents that were revoked.",
            advice: "Renew the token or the password, and enter it in the settings of the source."),
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
        return Raised(
            severity, title,
            description: "\(source.name) has told nothing for \(Words.duration(look.silence)); what is shown of it is as old. \(said)",
            recommendation: problem?.nextStep ?? "Test the connection in the settings of the source.",
            evidence: "Last answer \(source.lastAnswerAt.map(Words.minute) ?? "before Pulse was started"). \(said)",
            items: [.record(look.id, "problem", problem?.code ?? source.condition.name, said, at: source.lastAnswerAt)])
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

    static let pulseModule = matter(
        "PULSE-AGENT-MODULE", key: "agent-module-failing", "A part of an agent fails",
        SourceMatter(codes: ["module_failing"], severity: .warning, title: "A part of the agent fails"), on: [.host],
        why: "What the part should tell (containers, disks) is not known.", fires: "Warning when a part of an agent says that it can tell nothing",
        advice: "Do what the problem says; `pulse-agent doctor` on the machine shows more.")

    static let pulseModulePart = matter(
        "PULSE-AGENT-PART", key: "agent-module-limited", "An agent sees only a part",
        SourceMatter(codes: [Problem.inPart], severity: .info, title: "The agent sees only a part"), on: [.host, .kubernetesCluster],
        why: "What the agent may not read is missing, and its checks are silent.", fires: "Info when an agent says that it sees only a part",
        advice: "Give it the right that the problem names.")

    static let pulseAgentClash = matter(
        "PULSE-AGENT-CLASH", key: "agent-clash", "Two agents tell of the same thing",
        SourceMatter(codes: ["machine_shared", "cluster_spoken_for"], severity: .warning, title: "Two agents tell of the same thing"),
        on: [.host, .kubernetesCluster], why: "What one of them says is left out, or shown as another machine's.",
        fires: "Warning when two agents have the same machine id or watch the same cluster",
        advice: "Give the clone a machine id of its own, or switch Kubernetes off in all agents but one.")

    static let pulseAnswersLost = matter(
        "PULSE-ANSWERS-LOST", key: "source-rows-lost", "Answers of a source are not understood",
        SourceMatter(codes: ["rows_not_understood", "numbers_invalid"], severity: .watch, title: "Answers are not understood"),
        on: SourceMatter.kinds, why: "What was left out is not watched.", fires: "Watch when rows or figures of a source could not be understood",
        advice: "Report it with the output of the command that the problem names.")

    static let pulseFiguresStalled = matter(
        "PULSE-FIGURES-STALLED", key: "node-figures-stalled", "Figures of a node no longer change",
        SourceMatter(codes: ["node_figures_stalled"], severity: .warning, title: "Figures of a node no longer change"), on: [.cluster, .node],
        why: "Proxmox tells old figures as new ones, so alerts on them are blind; usually a storage hangs.",
        fires: "Warning when the figures of an online node stand still, as its source found out",
        advice: "Look at pvestatd and at storages that hang.")

    private static func matter(
        _ code: String, key: String, _ title: String, _ matter: SourceMatter, on kinds: Set<ResourceKind>, why: String, fires: String, advice: String
    ) -> Check {
        Check(
            code, key: key, title, .reliability, on: kinds, needs: [.sources],
            page: CheckPage(why: why, decides: fires + ". Not while its source does not answer.", advice: advice)
        ) { look in
            guard look.source?.condition != .unreachable, look.source?.condition != .refused else {
                throw NotEvaluable("\(look.sourceName) does not answer.")
            }
            return matter.judge(look)
        }
    }
}
