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
        findings.values.filter { isActive($0, at: now) }.sorted(by: Self.isBefore)
    }

    /// How many of those there are of each sort. Nothing is copied or put in order for it, which would take many times as long.
    package func tally<Sort: Hashable>(by sort: KeyPath<Finding, Sort>, at now: Timestamp, where isShown: (Finding) -> Bool) -> [Sort: Int] {
        findings.values.reduce(into: [:]) { counts, finding in
            if isActive(finding, at: now), isShown(finding) { counts[finding[keyPath: sort], default: 0] += 1 }
        }
    }

    private func isActive(_ finding: Finding, at now: Timestamp) -> Bool { finding.isActive(at: now) && rule(hiding: finding, at: now) == nil }

    /// Everything that is kept, newest first seen first.
    package var all: [Finding] { findings.values.sorted { ($1.firstSeen, $0.id) < ($0.firstSeen, $1.id) } }

    package static func isBefore(_ left: Finding, _ right: Finding) -> Bool {
        if left.severity != right.severity { return left.severity > right.severity }
        return (right.firstSeen, left.id) < (left.firstSeen, right.id)
    }
}
