import PulseAgentProtocol
import PulseAgents
import PulseCore

/// Which agents are told of a newer version of themselves. Whether they take it is decided on their machines.
struct AgentOffers: Sendable {
    let agents: AgentService
    let downloads: (any AgentDownloads)?
    let rollout: AgentRollout
    let now: @Sendable () -> Timestamp

    /// Nil when there is nothing newer for such a machine, or it is not this agent's turn.
    func offer(to id: String) throws -> AgentUpdate? {
        guard let offered = downloads?.version.flatMap({ AgentVersionNumber($0) }), let record = try? agents.directory.find(id, at: now()).record,
            let current = AgentVersionNumber(record.version), offered > current,
            let program = platform(record.architecture).flatMap({ downloads?.program(for: $0) }), rollout.includes(id, version: program.version)
        else { return nil }
        return try agents.signed(version: program.version, sha256: program.sha256, size: program.size)
    }

    private func platform(_ architecture: String) -> AgentPlatform? {
        switch architecture {
        case "x86_64": .intel
        case "aarch64": .arm
        default: nil
        }
    }
}
