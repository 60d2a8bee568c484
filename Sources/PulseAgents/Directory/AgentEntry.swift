package import PulseAgentProtocol
package import PulseCore

/// An agent with how it does.
package struct AgentEntry: Sendable {
    package enum Condition: String, Sendable {
        case reporting
        case overdue
        case revoked
        /// It enrolled and has not reported yet.
        case never
    }

    package let record: AgentRecord
    package let condition: Condition
    package let lastSeenAt: Timestamp?
    package let interval: Duration
    package let modules: [AgentStatus.Module]
    package let profile: ProfileState?
    /// Positive when the agent's clock is behind this server's; nil before its first report.
    package let clockOffset: Duration?
    /// Reports that the agent threw away because its log was full.
    package let lostReports: UInt64
    /// Another agent has the same machine id: one machine was cloned from the other.
    package let isMachineShared: Bool
    /// The clusters that it speaks for.
    package let clusters: [SourceSlug]
}

/// What an agent is to have by profiles, and what it has.
package struct ProfileState: Hashable, Sendable {
    /// Nil when there is none for it.
    package let id: String?
    package let name: String?
    package let serial: Int
    /// The one in force, as the agent says.
    package let appliedSerial: Int?
    /// Keys that the agent's own file does not let a profile set.
    package let refused: [String]

    /// False is drift: the agent has not taken over what it is to have.
    package var isApplied: Bool { appliedSerial == serial }
}
