package import PulseCore

/// Where a finding stands between the run that raised it and the person who reads it.
package enum Standing: Hashable, Sendable, Codable {
    case open
    case acknowledged(word: Word)
    case snoozed(until: Timestamp, word: Word)
    case dismissed(reason: DismissalReason, word: Word)
    case resolved(how: Resolution, word: Word)

    /// Who said so, when, and what they wrote. Nobody's name when it was patrol itself.
    package struct Word: Hashable, Sendable, Codable {
        package let at: Timestamp
        package let by: String?
        package let note: String?

        package init(at: Timestamp, by: String? = nil, note: String? = nil) { (self.at, self.by, self.note) = (at, by, note) }
    }
}

/// The raw values are those of v5.
package enum DismissalReason: String, Hashable, Sendable, Codable, CaseIterable {
    case notAnIssue = "not_an_issue"
    case expected = "expected_behavior"
    case later = "will_fix_later"
}

package enum Resolution: String, Hashable, Sendable, Codable {
    /// The check looked again, and the condition was not there.
    case conditionGone = "condition_gone"
    /// The source says that the resource no longer exists, or the source itself was removed.
    case resourceRemoved = "resource_removed"
    /// The catalogue has no such check any more.
    case checkRetired = "check_retired"
    /// Another check says the same in particular.
    case superseded
    case byPerson = "by_person"
}

/// One line of what became of a finding.
package struct FindingEvent: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable {
        case raised, escalated, eased, acknowledged, snoozed, dismissed, reopened, resolved, regressed
    }

    package let at: Timestamp
    package let kind: Kind
    package let severity: FindingSeverity
    package let by: String?
    package let note: String?
}
