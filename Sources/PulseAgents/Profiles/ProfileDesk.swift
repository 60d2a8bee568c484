package import PulseAgentProtocol
package import PulseCore
import PulseStorage
import Synchronization

/// What is done about profiles.
package struct ProfileDesk: Sendable {
    let shelf: ProfileShelf
    let directory: AgentDirectory
    let secrets: AgentSecrets

    /// By name.
    package func all() -> [Profile] { shelf.book.withLock { $0.profiles.values.sorted { ($0.name, $0.id) < ($1.name, $1.id) } } }

    /// Takes over what stands in the file, as after an import.
    package func reread() throws { try shelf.reread() }

    package func find(_ id: String) throws -> Profile { try shelf.book.withLock { try Self.find(id, $0) } }

    package func create(_ draft: ProfileDraft, by author: String, at now: Timestamp) throws -> Profile {
        let id = Hex.text(secrets.bytes(16))
        return try shelf.change { book, transaction in
            try Self.check(draft, except: nil, book)
            guard book.profiles.count < Profile.most else { throw AgentRefusal.tooManyProfiles }
            let profile = Profile(
                id: id, name: draft.name, description: draft.description, settings: draft.settings, version: 1, createdAt: now, updatedAt: now)
            try ProfileRows.save(profile, by: author, in: transaction)
            book.profiles[id] = profile
            return profile
        }
    }

    /// Settings that differ are a new version; a new name alone is none.
    package func update(_ id: String, _ draft: ProfileDraft, by author: String, at now: Timestamp) throws -> Profile {
        try shelf.change { book, transaction in
            var profile = try Self.find(id, book)
            try Self.check(draft, except: id, book)
            let isNewVersion = profile.settings != draft.settings
            (profile.name, profile.description, profile.settings) = (draft.name, draft.description, draft.settings)
            profile.updatedAt = now
            if isNewVersion { profile.version += 1 }
            try ProfileRows.save(profile, by: isNewVersion ? author : nil, in: transaction)
            book.profiles[id] = profile
            return profile
        }
    }

    /// Also ends its assignments and rules; agents go back to what they do without it.
    package func delete(_ id: String, at now: Timestamp) throws {
        try shelf.change { book, transaction in
            _ = try Self.find(id, book)
            try ProfileRows.remove(id, in: transaction)
            book.profiles[id] = nil
            book.assignments = book.assignments.filter { $0.value.profileID != id }
            book.rules.removeAll { $0.profileID == id }
        }
    }

    /// Newest first.
    package func versions(of id: String) throws -> [ProfileVersion] {
        _ = try find(id)
        return try ProfileRows.versions(of: id, shelf.database)
    }

    /// The settings of an earlier version become a new one: nothing that was is forgotten.
    package func rollBack(_ id: String, to version: Int, by author: String, at now: Timestamp) throws -> Profile {
        let profile = try find(id)
        guard let earlier = try versions(of: id).first(where: { $0.version == version }) else { throw AgentRefusal.noSuchVersion(version) }
        return try update(
            id, ProfileDraft(name: profile.name, description: profile.description, settings: earlier.settings), by: author, at: now)
    }

    static func find(_ id: String, _ book: ProfileBook) throws -> Profile {
        guard let profile = book.profiles[id] else { throw AgentRefusal.noSuchProfile(id) }
        return profile
    }

    private static func check(_ draft: ProfileDraft, except id: String?, _ book: ProfileBook) throws {
        if let fault = draft.fault { throw AgentRefusal.profileInvalid(fault) }
        if book.isNameTaken(draft.name, except: id) { throw AgentRefusal.profileNameTaken(draft.name) }
    }
}

/// Who has which profile.
extension ProfileDesk {
    package func assignments() -> [ProfileAssignment] { shelf.book.withLock { $0.assignments.values.sorted { $0.agentID < $1.agentID } } }

    package func assign(_ agentID: String, _ profileID: String, at now: Timestamp) throws -> ProfileAssignment {
        _ = try directory.cell(agentID)
        return try shelf.change { book, transaction in
            _ = try Self.find(profileID, book)
            let assignment = ProfileAssignment(agentID: agentID, profileID: profileID, at: now)
            try ProfileRows.save(assignment, in: transaction)
            book.assignments[agentID] = assignment
            return assignment
        }
    }

    /// Taking away what there is not changes nothing.
    package func unassign(_ agentID: String, at now: Timestamp) throws {
        try shelf.change { book, transaction in
            try ProfileRows.removeAssignment(of: agentID, in: transaction)
            book.assignments[agentID] = nil
        }
    }

    package func rules() -> [ProfileRule] { shelf.book.withLock { $0.rules } }

    package func setRules(_ rules: [ProfileRule], at now: Timestamp) throws {
        if let fault = ProfileRule.fault(of: rules) { throw AgentRefusal.profileInvalid(fault) }
        try shelf.change { book, transaction in
            for rule in rules { _ = try Self.find(rule.profileID, book) }
            try ProfileRows.replace(rules, in: transaction)
            book.rules = rules
        }
    }

    /// The agents that have it now, by assignment or by rule.
    package func assignedAgents(_ profileID: String) -> [String] {
        let subjects = directory.subjects()
        return shelf.book.withLock { book in subjects.filter { book.profile(for: $0)?.id == profileID }.map(\.agentID).sorted() }
    }

    package func effective(_ agentID: String) throws -> [EffectiveSetting] { try preview(agentID, with: nil) }

    /// What the agent would have with these settings; with nil what it has.
    package func preview(_ agentID: String, with settings: AgentSettings?) throws -> [EffectiveSetting] {
        let (subject, refused) = try directory.cell(agentID).state.withLock { ($0.subject, $0.estate.status?.refusedSettings ?? []) }
        let own = shelf.book.withLock { $0.profile(for: subject)?.settings }
        return EffectiveSetting.all(settings ?? own ?? AgentSettings(), refused: refused)
    }
}
