package import Crypto
import FoundationEssentials
package import PulseAgentProtocol

/// Decides whether a profile that came is taken: signed by the server this agent enrolled with, for this agent, and not older than the one in force.
package struct ProfileKeeper: Sendable {
    package enum Decision: Equatable, Sendable {
        case unchanged
        case apply(AgentProfile)
        case refused(String)
    }

    private let agentID: String
    private let serverKey: Curve25519.Signing.PublicKey
    package private(set) var current: AgentProfile?

    package init(agentID: String, serverKey: Curve25519.Signing.PublicKey) {
        self.agentID = agentID
        self.serverKey = serverKey
    }

    package mutating func take(_ signed: SignedProfile) -> Decision {
        guard signed.isValid(key: serverKey) else { return .refused("The profile is not signed by the server that this agent enrolled with.") }
        guard let profile = try? JSONDecoder().decode(AgentProfile.self, from: Data(signed.payload.utf8)) else {
            return .refused("The profile holds settings that this version of the agent does not understand.")
        }
        guard profile.agentID == agentID else { return .refused("The profile is for another agent.") }
        if let fault = profile.settings.faults.first { return .refused(fault.sentence) }
        if let current, profile.serial < current.serial { return .refused("The profile is older than the one in force.") }
        guard profile != current else { return .unchanged }
        current = profile
        return .apply(profile)
    }
}
