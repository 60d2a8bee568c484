package import PulseCore

/// Something a person should know about one resource, from the first time it was seen to after it is gone.
package struct Finding: Hashable, Sendable, Codable, Identifiable {
    package let id: String
    /// Code of the check.
    package let check: String
    package let key: String
    package let category: FindingCategory
    package let resource: String
    /// Which of several of the resource; empty where there can be one only.
    package let instance: String
    package internal(set) var severity: FindingSeverity
    package internal(set) var subject: Subject
    package internal(set) var title: String
    package internal(set) var description: String
    package internal(set) var recommendation: String
    package internal(set) var evidence: String
    package internal(set) var items: [Evidence]
    package let firstSeen: Timestamp
    package internal(set) var lastSeen: Timestamp
    /// How many runs saw it.
    package internal(set) var timesRaised: Int
    /// How often it came back after it was resolved.
    package internal(set) var regressions: Int
    package internal(set) var standing: Standing
    /// The finding that caused this one, and the way to it over the topology, nearest first.
    package internal(set) var cause: Cause?
    /// Why the last run could not judge it; nil when it could.
    package internal(set) var unjudged: String?
    /// Oldest first, the newest ``historyLimit``.
    package internal(set) var history: [FindingEvent]

    package static let historyLimit = 50

    /// The resource as it was called when last seen.
    package struct Subject: Hashable, Sendable, Codable {
        package let name: String
        /// `node`, `vm`, `container`, `storage`, …: the words of v5 where it has one.
        package let type: String
        package let node: String?
        package let source: String
        package let tags: [String]

        package init(name: String, type: String, node: String?, source: String, tags: [String]) {
            (self.name, self.type, self.node, self.source, self.tags) = (name, type, node, source, tags)
        }
    }

    package struct Cause: Hashable, Sendable, Codable {
        package let finding: String
        package let path: [String]

        package init(finding: String, path: [String]) { (self.finding, self.path) = (finding, path) }
    }

    package var resourceID: ResourceID? { ResourceID(resource) }

    /// What a person still has to look at: not gone, not put off, not dismissed. What a rule hides is decided by the book.
    package func isActive(at now: Timestamp) -> Bool {
        switch standing {
        case .open, .acknowledged: true
        case .snoozed(let until, _): until <= now
        case .dismissed, .resolved: false
        }
    }

    package var isResolved: Bool { if case .resolved = standing { true } else { false } }

    /// It came back, and nobody has said anything about it since.
    package var isRegressed: Bool { regressions > 0 && standing == .open }
}
