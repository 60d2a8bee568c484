/// `/access/permissions`: what the credentials may do where.
struct ProxmoxPermissions: Sendable, Equatable {
    /// Path -> privilege -> whether it is handed down to what lies below. That a privilege is there means it is granted.
    private var granted: [String: [String: Bool]] = [:]

    init?(_ value: JSON) {
        guard let object = value.object else { return nil }
        for member in object.members {
            guard let privileges = member.value.object else { continue }
            // A path without privileges is said as well: what lies above doesn't reach it.
            granted[member.key] = [:]
            for privilege in privileges.members {
                granted[member.key, default: [:]][privilege.key] = privilege.value.flag ?? false
            }
        }
    }

    /// True when one of the privileges holds at the path: named there, or handed down from the nearest path above that is named.
    func allows(_ privileges: [String], at path: String) -> Bool {
        if let here = granted[path] { return privileges.contains { here[$0] != nil } }
        var above = Self.parent(of: path)
        while let current = above {
            if let there = granted[current] { return privileges.contains { there[$0] == true } }
            above = Self.parent(of: current)
        }
        return false
    }

    /// True when one of the privileges holds at everything below `path`: handed down from it, and taken back nowhere.
    func allows(_ privileges: [String], everywhereBelow path: String) -> Bool {
        let holder = granted[path] ?? granted["/"] ?? [:]
        guard privileges.contains(where: { holder[$0] == true }) else { return false }
        return granted.allSatisfy { key, value in
            !key.hasPrefix(path == "/" ? "/" : path + "/") || key == "/" || privileges.contains { value[$0] != nil }
        }
    }

    private static func parent(of path: String) -> String? {
        guard path != "/", let slash = path.lastIndex(of: "/") else { return nil }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
