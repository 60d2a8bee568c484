package import PulseCore

/// Which resources a role or link is about. An empty set does not limit; where several are filled, a resource has to fit each of them.
package struct AccessLimits: Hashable, Sendable {
    package let sources: Set<SourceSlug>
    /// Tags as the source gives them; one that fits is enough.
    package let tags: Set<String>
    package let kinds: Set<ResourceKind>

    /// Of each list; more would be a mistake.
    package static let mostEntries = 100
    package static let longestTag = 128

    package static let none = AccessLimits()

    package init(sources: Set<SourceSlug> = [], tags: Set<String> = [], kinds: Set<ResourceKind> = []) {
        (self.sources, self.tags, self.kinds) = (sources, tags, kinds)
    }

    /// - Throws: ``AccessError/limitsInvalid(_:)`` that names what does not fit.
    package init(sources: [String], tags: [String], kinds: [String]) throws {
        guard max(sources.count, tags.count, kinds.count) <= Self.mostEntries else {
            throw AccessError.limitsInvalid("A list of limits has at most \(Self.mostEntries) entries.")
        }
        let slugs = sources.compactMap { SourceSlug($0) }
        guard slugs.count == sources.count else { throw AccessError.limitsInvalid("limits.sources lists the short names of sources.") }
        let words = kinds.compactMap(ResourceKind.init(rawValue:))
        guard words.count == kinds.count else {
            throw AccessError.limitsInvalid("limits.kinds lists some of \(ResourceKind.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        guard tags.allSatisfy({ (1...Self.longestTag).contains($0.count) }) else {
            throw AccessError.limitsInvalid("A tag of limits.tags has 1 to \(Self.longestTag) characters.")
        }
        self.init(sources: Set(slugs), tags: Set(tags), kinds: Set(words))
    }

    package var isUnlimited: Bool { sources.isEmpty && tags.isEmpty && kinds.isEmpty }

    package func fits(_ resource: Resource) -> Bool {
        (sources.isEmpty || sources.contains(resource.source)) && (kinds.isEmpty || kinds.contains(resource.id.kind))
            && (tags.isEmpty || resource.tags.contains { tags.contains($0) })
    }

    /// True when everything of the source is seen, so that the report about the source itself may be.
    func fitsAll(of source: SourceSlug) -> Bool { tags.isEmpty && kinds.isEmpty && (sources.isEmpty || sources.contains(source)) }

    /// True when whatever fits `other` fits these limits too.
    func covers(_ other: AccessLimits) -> Bool {
        Self.covers(sources, other.sources) && Self.covers(tags, other.tags) && Self.covers(kinds, other.kinds)
    }

    private static func covers<Word>(_ mine: Set<Word>, _ theirs: Set<Word>) -> Bool {
        mine.isEmpty || !theirs.isEmpty && theirs.isSubset(of: mine)
    }
}
