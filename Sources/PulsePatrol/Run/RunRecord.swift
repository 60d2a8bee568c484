package import PulseCore

/// A run in the history of runs.
package struct RunRecord: Hashable, Sendable, Codable, Identifiable {
    package enum Status: String, Hashable, Sendable, Codable {
        case healthy
        case issues = "issues_found"
        case critical
        case error
        case cancelled
    }

    /// Why a run took place.
    package enum Trigger: String, Hashable, Sendable, Codable {
        case schedule, person, event
    }

    package let id: String
    package let trigger: Trigger
    /// The person, or what happened.
    package let by: String?
    package let startedAt: Timestamp
    package internal(set) var endedAt: Timestamp
    package internal(set) var status: Status
    package internal(set) var isScoped: Bool
    /// Resources looked at, by kind.
    package internal(set) var coverage: [String: Int] = [:]
    package internal(set) var checks = 0
    package internal(set) var judged = 0
    /// The commonest reasons why something could not be judged, the commonest first.
    package internal(set) var unjudged: [Reason] = []
    package internal(set) var unjudgedTotal = 0
    /// Checks that failed, and what they said.
    package internal(set) var failures: [String: String] = [:]
    package internal(set) var new: [String] = []
    package internal(set) var regressed: [String] = []
    package internal(set) var resolved: [String] = []
    package internal(set) var existing = 0
    package internal(set) var hiddenByRules = 0
    /// Active findings after the run, by severity.
    package internal(set) var active: [String: Int] = [:]
    /// Why there is no outcome.
    package internal(set) var problem: String?

    package struct Reason: Hashable, Sendable, Codable {
        package let check: String
        package let reason: String
        package let count: Int
    }

    package static let reasonLimit = 200

    package var resources: Int { coverage.values.reduce(0, +) }
    package var duration: Duration { endedAt.since(startedAt) }
}

extension RunRecord {
    init(id: String, _ trigger: Trigger, by: String?, isScoped: Bool, startedAt: Timestamp) {
        (self.id, self.trigger, self.by, self.isScoped) = (id, trigger, by, isScoped)
        (self.startedAt, endedAt, status) = (startedAt, startedAt, .error)
    }

    mutating func write(_ outcome: RunOutcome, _ changes: BookChanges, _ book: FindingBook, at now: Timestamp) {
        coverage = Dictionary(uniqueKeysWithValues: outcome.coverage.map { ($0.key.rawValue, $0.value) })
        (checks, judged, failures) = (outcome.checks.count, outcome.judged, outcome.failures)
        isScoped = isScoped && !outcome.isWhole
        unjudgedTotal = outcome.unjudged.count
        unjudged = Self.reasons(outcome.unjudged)
        (new, regressed, resolved, existing) = (changes.new, changes.regressed, changes.resolved, changes.seen.count)
        hiddenByRules = book.findings.values.count { $0.isActive(at: now) && book.rule(hiding: $0, at: now) != nil }
        let open = book.active(at: now)
        active = Dictionary(grouping: open, by: \.severity.rawValue).mapValues(\.count)
        status =
            !failures.isEmpty
            ? .error : open.contains { $0.severity == .critical } ? .critical : open.contains { $0.severity > .info } ? .issues : .healthy
        endedAt = now
    }

    private static func reasons(_ unjudged: [Unjudged]) -> [Reason] {
        let counts = Dictionary(grouping: unjudged) { [$0.check, $0.reason] }.mapValues(\.count)
        return counts.map { Reason(check: $0.key[0], reason: $0.key[1], count: $0.value) }
            .sorted { ($1.count, $0.check, $0.reason) < ($0.count, $1.check, $1.reason) }.prefix(reasonLimit).map { $0 }
    }
}
