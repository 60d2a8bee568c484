import PulseCore

/// What of a mail gateway a role may not see. There are no single privileges: a role is given as a whole.
enum PMGArea: String, CaseIterable, Sendable {
    case nodes
    case statistics
    case queues
    case health
    case quarantine

    /// What stays hidden without it.
    var hides: String {
        switch self {
        case .nodes: "processor, memory and disks of the nodes, and whether they are in sync"
        case .statistics: "how much mail, spam and viruses pass"
        case .queues: "the mail queues"
        case .health: "services, network traffic, signature databases, updates, backups and tasks"
        case .quarantine: "how much is in quarantine"
        }
    }
}

/// The role a monitor needs, and how to give it.
enum PMGRole {
    static let wanted = "audit"

    /// One line for all that is hidden: the same role opens it.
    static func missing(_ forbidden: Set<PMGArea>, credentials: ProxmoxCredentials) -> [MissingPrivilege] {
        guard !forbidden.isEmpty else { return [] }
        let hides = PMGArea.allCases.filter(forbidden.contains).map(\.hides).joined(separator: "; ")
        return [
            MissingPrivilege(
                privilege: wanted, path: "/", hides: hides, command: "pmgsh set /access/users/\(quoted(credentials.user)) --role \(wanted)")
        ]
    }

    /// For a shell: everything is harmless between single quotes.
    private static func quoted(_ text: String) -> String {
        "'" + text.printable(limit: 128).split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}

extension PMGCall {
    var area: PMGArea {
        switch self {
        case .hours, .domains, .viruses: .statistics
        case .spamQuarantine, .virusQuarantine: .quarantine
        case .shape, .waiting: .queues
        case .members: .nodes
        case .services, .tasks, .virusDatabases, .spamRules, .certificates, .updates, .versions, .subscription, .backups, .traffic:
            .health
        }
    }
}
