import PulseCore

extension Check {
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
