package import PulseCore

/// All findings there are, and the rules that hide some. Pure: runs and people tell it what happened, and it says what changed.
package struct FindingBook: Sendable, Hashable {
    package internal(set) var findings: [String: Finding] = [:]
    package internal(set) var rules: [SuppressionRule] = []

    /// Resolved findings are forgotten after this long.
    package static let memory = Duration.seconds(90 * 86_400)
    /// At most so many findings; the oldest resolved ones go first.
    package static let limit = 20_000
    package static let ruleLimit = 500

    package init(findings: [Finding] = [], rules: [SuppressionRule] = []) {
        self.findings = Dictionary(findings.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.rules = rules
    }

    /// The rule that hides a finding now.
    package func rule(hiding finding: Finding, at now: Timestamp) -> SuppressionRule? { rules.first { $0.hides(finding, at: now) } }

    /// What a person still has to look at, the most severe first, then the newest.
    package func active(at now: Timestamp) -> [Finding] {
        findings.values.filter { $0.isActive(at: now) && rule(hiding: $0, at: now) == nil }.sorted(by: Self.isBefore)
    }

    /// Everything that is kept, newest first seen first.
    package var all: [Finding] { findings.values.sorted { ($1.firstSeen, $0.id) < ($0.firstSeen, $1.id) } }

    package static func isBefore(_ left: Finding, _ right: Finding) -> Bool {
        if left.severity != right.severity { return left.severity > right.severity }
        return (right.firstSeen, left.id) < (left.firstSeen, right.id)
    }
}
