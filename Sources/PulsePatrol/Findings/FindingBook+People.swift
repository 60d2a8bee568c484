import PulseCore

/// Why something asked of a finding could not be done.
package enum FindingError: SentenceError, Hashable {
    case unknown(String)
    case alreadyResolved(String)
    case noSuchRule(String)
    case ruleMatchesEverything
    case tooManyRules

    package var sentence: String {
        switch self {
        case .unknown(let id): "There is no finding \(id.printable()). It may have been forgotten 90 days after it was resolved."
        case .alreadyResolved(let id): "The finding \(id.printable()) is resolved already."
        case .noSuchRule(let id): "There is no suppression rule \(id.printable())."
        case .ruleMatchesEverything: "A suppression rule needs a resource, a check, a category or a tag: this one would hide every finding."
        case .tooManyRules: "There are \(FindingBook.ruleLimit) suppression rules, which is the limit. Delete some that hide nothing."
        }
    }
}

extension FindingBook {
    package static let longestSnooze = Duration.seconds(7 * 86_400)

    package mutating func acknowledge(_ id: String, _ word: Standing.Word) throws(FindingError) {
        try change(id) { finding in
            finding.standing = .acknowledged(word: word)
            finding.note(.acknowledged, by: word.by, word.note, at: word.at)
        }
    }

    /// For at most a week: what is to be quiet for longer is dismissed.
    package mutating func snooze(_ id: String, for duration: Duration, _ word: Standing.Word) throws(FindingError) {
        try change(id) { finding in
            finding.standing = .snoozed(until: word.at + min(duration, Self.longestSnooze), word: word)
            finding.note(.snoozed, by: word.by, word.note, at: word.at)
        }
    }

    package mutating func dismiss(_ id: String, _ reason: DismissalReason, _ word: Standing.Word) throws(FindingError) {
        try change(id) { finding in
            finding.standing = .dismissed(reason: reason, word: word)
            finding.note(.dismissed, by: word.by, word.note ?? reason.rawValue, at: word.at)
        }
    }

    /// Takes back an acknowledgement, a snooze or a dismissal.
    package mutating func reopen(_ id: String, _ word: Standing.Word) throws(FindingError) {
        try change(id) { finding in
            finding.standing = .open
            finding.note(.reopened, by: word.by, word.note, at: word.at)
        }
    }

    /// A person's word. When the condition is still there, the next run says so as a regression.
    package mutating func resolve(_ id: String, _ word: Standing.Word) throws(FindingError) {
        try change(id) { $0.resolve(.byPerson, by: word.by, note: word.note, at: word.at) }
    }

    package mutating func add(_ rule: SuppressionRule) throws(FindingError) {
        guard !rule.matches.isEverything else { throw .ruleMatchesEverything }
        guard rules.count < Self.ruleLimit else { throw .tooManyRules }
        rules.append(rule)
    }

    package mutating func removeRule(_ id: String) throws(FindingError) {
        guard let index = rules.firstIndex(where: { $0.id == id }) else { throw .noSuchRule(id) }
        rules.remove(at: index)
    }

    /// Forgets all findings, not the rules. What is still so comes back with the next run, as new.
    package mutating func clear() -> Int {
        defer { findings = [:] }
        return findings.count
    }

    private mutating func change(_ id: String, _ body: (inout Finding) -> Void) throws(FindingError) {
        guard var finding = findings[id] else { throw .unknown(id) }
        guard !finding.isResolved else { throw .alreadyResolved(id) }
        body(&finding)
        findings[id] = finding
    }
}
