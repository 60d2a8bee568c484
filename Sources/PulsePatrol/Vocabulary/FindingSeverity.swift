/// How soon a person should look at a finding.
package enum FindingSeverity: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// Good to know; nothing breaks.
    case info
    /// Will become a problem if nothing changes, within weeks.
    case watch
    /// Is a problem, or will be one within days.
    case warning
    /// Something is down, or data is being lost or about to be.
    case critical

    package static func < (left: FindingSeverity, right: FindingSeverity) -> Bool { left.rank < right.rank }

    package var rank: Int {
        switch self {
        case .info: 0
        case .watch: 1
        case .warning: 2
        case .critical: 3
        }
    }
}

package enum FindingCategory: String, Hashable, Sendable, Codable, CaseIterable {
    case performance
    case capacity
    case reliability
    case backup
    case security
    case general
}
