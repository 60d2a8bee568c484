import PulseAgentProtocol
import PulseCore

/// All profiles and who has which.
///
/// Pure. An assignment goes before rules, and the first rule that fits counts. The serial of an agent grows whenever what it is to have changes,
/// wherever the change comes from, so that an agent can refuse what is older than what it has.
struct ProfileBook: Sendable {
    struct Serial: Equatable, Sendable {
        let serial: Int
        /// The JSON of ``Content``.
        let payload: String
    }

    /// What an agent is to have, apart from the serial.
    struct Content: Hashable, Codable {
        let name: String?
        let settings: AgentSettings
    }

    var profiles: [String: Profile] = [:]
    var assignments: [String: ProfileAssignment] = [:]
    var rules: [ProfileRule] = []
    var serials: [String: Serial] = [:]
    /// Counts the changes of everything but the serials.
    var revision: UInt64 = 0

    func profile(for subject: ProfileSubject) -> Profile? {
        if let assigned = assignments[subject.agentID] { return profiles[assigned.profileID] }
        return rules.first { $0.fits(subject) }.flatMap { profiles[$0.profileID] }
    }

    /// The serial that holds now, and whether it is a new one that has to be kept before anybody is told; nil for an agent that never had a profile.
    func serial(for subject: ProfileSubject) -> (serial: Serial, isNew: Bool)? {
        let profile = profile(for: subject)
        let known = serials[subject.agentID]
        if profile == nil, known == nil { return nil }
        let payload = JSONText.of(Content(name: profile?.name, settings: profile?.settings ?? AgentSettings()))
        if let known, known.payload == payload { return (known, false) }
        return (Serial(serial: (known?.serial ?? 0) + 1, payload: payload), true)
    }

    func isNameTaken(_ name: String, except id: String?) -> Bool {
        profiles.values.contains { $0.id != id && Self.folded($0.name) == Self.folded(name) }
    }

    static func folded(_ name: String) -> String { name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
