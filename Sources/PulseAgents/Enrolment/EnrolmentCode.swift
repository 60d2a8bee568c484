package import PulseCore

/// A code that lets machines enrol, as it is kept: its text is told once and is nowhere.
package struct EnrolmentCode: Hashable, Sendable {
    package static let lifetimes = Duration.seconds(60)...Duration.seconds(7 * 86_400)
    package static let possibleUses = 1...1000
    /// Codes that are kept at once.
    package static let most = 200

    package let id: String
    package let createdBy: String
    package let createdAt: Timestamp
    package let expiresAt: Timestamp
    package let uses: Int
    package var usesLeft: Int
    /// What the agents that enrol with it are given.
    package let tags: [String]
    /// Under which the machine is to be shown, in place of its own name.
    package let name: String?

    /// Why it opens nothing at this moment.
    package func refusal(at now: Timestamp) -> AgentRefusal? {
        if expiresAt <= now { return .codeExpired }
        return usesLeft > 0 ? nil : .codeUsedUp
    }
}

/// What a new code is to be.
package struct CodeWish: Sendable {
    package var lifetime: Duration
    package var uses: Int
    package var tags: [String]
    package var name: String?

    package init(lifetime: Duration = .seconds(3600), uses: Int = 1, tags: [String] = [], name: String? = nil) {
        self.lifetime = lifetime
        self.uses = uses
        self.tags = tags
        self.name = name
    }

    /// What is wrong with it, a sentence.
    var fault: String? {
        guard EnrolmentCode.lifetimes.contains(lifetime) else { return "A code is good for 1 minute to 7 days." }
        guard EnrolmentCode.possibleUses.contains(uses) else { return "A code is good for 1 to 1000 agents." }
        if let name, !(1...100).contains(name.count) { return "A name has 1 to 100 characters." }
        return AgentTags.fault(of: tags)
    }
}
