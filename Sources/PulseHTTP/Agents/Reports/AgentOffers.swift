import PulseAgentProtocol
import PulseAgents

/// Which agents are told of a newer version of themselves. Whether they take it is decided on their machines.
struct AgentOffers: Sendable {
    let agents: AgentService
    let downloads: (any AgentDownloads)?
    let rollout: AgentRollout

    /// Nil when there is nothing newer for such a machine, or it is not this agent's turn. Asked with every report.
    func offer(to agent: VerifiedAgent) throws -> AgentUpdate? {
        let record = agent.record
        guard let program = platform(record.architecture).flatMap({ downloads?.program(for: $0) }),
            let offered = AgentVersionNumber(program.version), let current = AgentVersionNumber(record.version), offered > current,
            rollout.includes(agent.id, version: program.version)
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
