import PulseAgentProtocol
package import PulseCore

/// Why something of agents was not done. `status` is what an HTTP door answers with.
package enum AgentRefusal: SentenceError, Equatable {
    // Reports
    case signatureMissing
    case signatureWrong
    case agentUnknown(String)
    case agentRevoked(String)
    /// It signed as one agent and speaks for another.
    case otherAgent(String)
    case bodyUnreadable(String)
    case formatUnknown(Int)
    /// A whole sentence.
    case tooMuch(String)
    case busy(retryAfter: Duration)
    // Enrolment
    case codeUnknown
    case codeUsedUp
    case codeExpired
    /// A whole sentence.
    case requestInvalid(String)
    case tooManyAgents
    case tooManyCodes
    case noSuchAgent(String)
    case noSuchCode(String)
    /// Why not, to go on behind "The agent of …".
    case cannotCheckImages(SourceSlug, String)
    // Agents of v5
    case hostNotFound
    case hostForbidden
    case otherToken(String)
    // Profiles
    case noSuchProfile(String)
    case noSuchVersion(Int)
    case profileNameTaken(String)
    /// A whole sentence.
    case profileInvalid(String)
    case tooManyProfiles

    package var code: String { answer.code }

    package var status: Int { answer.status }

    package var retryAfter: Duration? {
        if case .busy(let wait) = self { wait } else { nil }
    }

    private var answer: (status: Int, code: String) {
        switch self {
        case .signatureMissing: (401, "signature_missing")
        case .signatureWrong: (401, "signature_wrong")
        case .agentUnknown: (401, "agent_unknown")
        case .agentRevoked: (403, "agent_revoked")
        case .otherAgent: (403, "other_agent")
        case .bodyUnreadable: (400, "report_unreadable")
        case .formatUnknown: (400, "format_unknown")
        case .tooMuch: (413, "too_much")
        case .busy: (503, "busy")
        case .codeUnknown: (401, "code_unknown")
        case .codeUsedUp: (401, "code_used_up")
        case .codeExpired: (401, "code_expired")
        case .requestInvalid: (400, "request_invalid")
        case .tooManyAgents: (409, "too_many_agents")
        case .tooManyCodes: (409, "too_many_codes")
        case .noSuchAgent: (404, "no_such_agent")
        case .noSuchCode: (404, "no_such_code")
        case .cannotCheckImages: (409, "check_updates_failed")
        case .hostNotFound: (404, "host_not_found")
        case .hostForbidden: (403, "host_lookup_forbidden")
        case .otherToken: (403, "other_token")
        case .noSuchProfile: (404, "no_such_profile")
        case .noSuchVersion: (404, "no_such_version")
        case .profileNameTaken: (409, "profile_name_taken")
        case .profileInvalid: (400, "profile_invalid")
        case .tooManyProfiles: (409, "too_many_profiles")
        }
    }
}

extension AgentRefusal {
    package var sentence: String {
        switch self {
        case .signatureMissing: "The request is not signed by an agent. Enrol the agent with 'pulse-agent enrol'."
        case .signatureWrong: "The signature of the request does not fit its agent's key. Enrol the agent anew with 'pulse-agent enrol'."
        case .agentUnknown(let id): "There is no agent '\(id.printable(limit: 64))' here. Enrol it anew with a code from Settings > Agents."
        case .agentRevoked(let id): "The agent '\(id.printable(limit: 64))' was revoked. Enrol it anew with a code from Settings > Agents."
        case .otherAgent(let id): "The report says that it is of agent '\(id.printable(limit: 64))', which is not the agent that signed it."
        case .bodyUnreadable(let reason): "The report cannot be read: \(reason)."
        case .formatUnknown(let format):
            "The report has format \(format), and this server knows \(AgentBatch.currentFormat). Update the server first, then the agents."
        case .tooMuch(let sentence), .requestInvalid(let sentence), .profileInvalid(let sentence): sentence
        case .busy(let wait): "Too many late reports wait to be stored. Send again in \(max(1, wait.components.seconds)) s."
        case .codeUnknown: "This code is not known here. Make a new one under Settings > Agents."
        case .codeUsedUp: "This code was used as often as it may be. Make a new one under Settings > Agents."
        case .codeExpired: "This code has run out. Make a new one under Settings > Agents."
        case .tooManyAgents: "Pulse keeps no more agents. Forget some that are gone under Settings > Agents."
        case .tooManyCodes: "Pulse keeps no more codes. Delete some that are not needed any more."
        case .noSuchAgent(let id): "There is no agent '\(id.printable(limit: 64))'."
        case .cannotCheckImages(let source, let reason):
            "The agent of '\(source)' \(reason). By itself it asks every six hours, where imageUpdates is switched on."
        case .noSuchCode(let id): "There is no code '\(id.printable(limit: 64))'."
        case .hostNotFound: "Host has not registered with Pulse yet"
        case .hostForbidden: "This token did not register that host, and may not see it."
        case .otherToken(let name):
            "The host '\(name.printable(limit: 64))' reports with another API token. It may change its token when it was silent for some minutes."
        case .noSuchProfile(let id): "There is no profile '\(id.printable(limit: 64))'."
        case .noSuchVersion(let version): "The profile has no version \(version)."
        case .profileNameTaken(let name): "There is a profile '\(name.printable(limit: 64))' already."
        case .tooManyProfiles: "Pulse keeps no more profiles. Delete some that are not needed any more."
        }
    }
}
