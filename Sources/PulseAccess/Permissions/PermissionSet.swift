/// Some permissions, or all. `*` in text means all of them, present and future.
package enum PermissionSet: Hashable, Sendable {
    case all
    case only(Set<Permission>)

    package static let none = PermissionSet.only([])

    package func allows(_ permission: Permission) -> Bool {
        switch self {
        case .all: true
        case .only(let permissions): permissions.contains(permission)
        }
    }

    /// Reads the names of permissions. Nil when a name is not known or there is none: a token or role without permissions would be a mistake.
    package init?(names: [String]) {
        guard !names.isEmpty else { return nil }
        guard !names.contains("*") else {
            self = .all
            return
        }
        let permissions = names.compactMap(Permission.init(rawValue:))
        guard permissions.count == names.count else { return nil }
        self = .only(Set(permissions))
    }

    /// Reads what was stored: a name that this version does not know grants nothing.
    init(stored text: String) {
        let names = text.split(separator: " ").map(String.init)
        self = PermissionSet(names: names) ?? .only(Set(names.compactMap(Permission.init(rawValue:))))
    }

    package var names: [String] {
        switch self {
        case .all: ["*"]
        case .only(let permissions): permissions.map(\.rawValue).sorted()
        }
    }

    package func union(_ other: PermissionSet) -> PermissionSet {
        switch (self, other) {
        case (.all, _), (_, .all): .all
        case (.only(let mine), .only(let theirs)): .only(mine.union(theirs))
        }
    }

    package func intersection(_ other: PermissionSet) -> PermissionSet {
        switch (self, other) {
        case (.all, let rest), (let rest, .all): rest
        case (.only(let mine), .only(let theirs)): .only(mine.intersection(theirs))
        }
    }

    /// All means present and future permissions, so no list covers it.
    package func covers(_ other: PermissionSet) -> Bool {
        switch (self, other) {
        case (.all, _): true
        case (.only, .all): false
        case (.only(let mine), .only(let theirs)): theirs.isSubset(of: mine)
        }
    }
}
