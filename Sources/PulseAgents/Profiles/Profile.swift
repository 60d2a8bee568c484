package import PulseAgentProtocol
package import PulseCore

/// Settings under a name, for as many agents as are to have them.
package struct Profile: Hashable, Sendable {
    package static let most = 200

    package let id: String
    package var name: String
    package var description: String
    package var settings: AgentSettings
    /// Counts the changes of the settings, from 1.
    package var version: Int
    package let createdAt: Timestamp
    package var updatedAt: Timestamp
}

/// What a profile is to be.
package struct ProfileDraft: Sendable {
    package var name: String
    package var description: String
    package var settings: AgentSettings

    package init(name: String, description: String = "", settings: AgentSettings) {
        self.name = name
        self.description = description
        self.settings = settings
    }

    /// What is wrong with it, a sentence.
    var fault: String? {
        guard (1...100).contains(name.count), name.printable(limit: 100) == name, name.contains(where: { !$0.isWhitespace }) else {
            return "A profile needs a name of 1 to 100 characters."
        }
        guard description.count <= 1000 else { return "A description has at most 1000 characters." }
        return settings.faults.first?.sentence
    }
}

/// The settings that a profile had at one time.
package struct ProfileVersion: Hashable, Sendable {
    package let version: Int
    package let settings: AgentSettings
    package let at: Timestamp
    package let author: String
    /// Against the version before.
    package let changes: [SettingChange]
}

/// A setting that differs between two versions; nil where it is not said.
package struct SettingChange: Hashable, Sendable {
    package let key: AgentSettingKey
    /// JSON.
    package let from: String?
    package let to: String?
}

package struct ProfileAssignment: Hashable, Sendable {
    package let agentID: String
    package let profileID: String
    package let at: Timestamp
}

/// Gives a profile to every agent that fits, where none is assigned. The first rule that fits counts.
package struct ProfileRule: Hashable, Sendable {
    package static let most = 100

    /// Each nil fits all.
    package let tag: String?
    package let platform: String?
    /// `host`, `docker` (which Podman is too), `kubernetes`.
    package let module: String?
    package let profileID: String

    package init(tag: String? = nil, platform: String? = nil, module: String? = nil, profileID: String) {
        self.tag = tag
        self.platform = platform
        self.module = module
        self.profileID = profileID
    }

    /// What is wrong with a list of rules, a sentence.
    static func fault(of rules: [ProfileRule]) -> String? {
        guard rules.count <= most else { return "There may be \(most) rules." }
        if let module = rules.compactMap(\.module).first(where: { !["host", "docker", "kubernetes"].contains($0) }) {
            return "There is no module '\(module.printable(limit: 64))'; it may be host, docker or kubernetes."
        }
        return rules.compactMap(\.tag).lazy.compactMap { AgentTags.fault(of: [$0]) }.first
    }

    func fits(_ subject: ProfileSubject) -> Bool {
        if let tag, !subject.tags.contains(tag) { return false }
        if let platform, platform.lowercased() != subject.platform.lowercased() { return false }
        guard let module else { return true }
        return subject.modules.contains(module) || (module == "docker" && subject.modules.contains("podman"))
    }
}

/// What rules ask about an agent.
struct ProfileSubject: Hashable, Sendable {
    let agentID: String
    var tags: [String]
    var platform: String
    var modules: [String]
}
