package import PulseCore

/// Hides findings from the list, never from the record: what it hid is said with the rule.
package struct SuppressionRule: Hashable, Sendable, Codable, Identifiable {
    package let id: String
    package let matches: Matches
    package let description: String
    package let until: Timestamp?
    /// The finding it was made from; nil of one that was written by hand.
    package let finding: String?
    package let createdAt: Timestamp
    package let createdBy: String?

    /// At least one is given; those given must all match. A rule that matched everything would silence patrol.
    package struct Matches: Hashable, Sendable, Codable {
        /// A resource's canonical id; `*` stands for any letters: `guest:lab/*`.
        package var resource: String?
        package var check: String?
        package var category: FindingCategory?
        package var tag: String?

        package init(resource: String? = nil, check: String? = nil, category: FindingCategory? = nil, tag: String? = nil) {
            (self.resource, self.check, self.category, self.tag) = (resource, check, category, tag)
        }

        /// Without a limit at all: a pattern that only says where the signs of an id stand is none.
        package var isEverything: Bool {
            let isAnyResource = (resource ?? "").allSatisfy { "*:/".contains($0) }
            return isAnyResource && [check, tag].allSatisfy { ($0 ?? "").isEmpty } && category == nil
        }
    }

    package init(id: String, matches: Matches, description: String, until: Timestamp?, finding: String?, createdAt: Timestamp, createdBy: String?) {
        (self.id, self.matches, self.description) = (id, matches, description)
        (self.until, self.finding, self.createdAt, self.createdBy) = (until, finding, createdAt, createdBy)
    }

    package func hides(_ finding: Finding, at now: Timestamp) -> Bool {
        guard until.map({ now < $0 }) ?? true, !matches.isEverything else { return false }
        if let pattern = matches.resource, !pattern.isEmpty, !Wildcard.matches(Array(pattern.utf8), Array(finding.resource.utf8)) { return false }
        if let check = matches.check, !check.isEmpty, check != finding.check, check != finding.key { return false }
        if let category = matches.category, category != finding.category { return false }
        if let tag = matches.tag, !tag.isEmpty, !finding.subject.tags.contains(tag) { return false }
        return true
    }
}
