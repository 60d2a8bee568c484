/// A permission that an API token carries. A signed-in user has all of them.
package enum Scope: String, Hashable, Sendable, CaseIterable {
    case monitoringRead = "monitoring:read"
    case monitoringWrite = "monitoring:write"
    case settingsRead = "settings:read"
    case settingsWrite = "settings:write"
}

/// The scopes of one identity. `*` in text means all of them, present and future.
package enum ScopeSet: Hashable, Sendable {
    case all
    case only(Set<Scope>)

    package func allows(_ scope: Scope) -> Bool {
        switch self {
        case .all: true
        case .only(let scopes): scopes.contains(scope)
        }
    }

    /// Reads the names of scopes. Nil when a name is not known or there is none: a token without scopes would be a mistake.
    package init?(names: [String]) {
        guard !names.isEmpty else { return nil }
        guard !names.contains("*") else {
            self = .all
            return
        }
        let scopes = names.compactMap(Scope.init(rawValue:))
        guard scopes.count == names.count else { return nil }
        self = .only(Set(scopes))
    }

    package var names: [String] {
        switch self {
        case .all: ["*"]
        case .only(let scopes): scopes.map(\.rawValue).sorted()
        }
    }
}
