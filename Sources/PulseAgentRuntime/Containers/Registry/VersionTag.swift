/// A tag that is a version: `1.2.3`, `v2.0`, `16-alpine`. Two can be compared when they have the same shape.
struct VersionTag: Hashable, Sendable {
    /// `v` or nothing.
    let prefix: String
    let numbers: [Int]
    /// `-alpine`
    let suffix: String

    /// Nil for `latest`, `stable`, a commit and everything else that has no order.
    init?(_ tag: some StringProtocol) {
        var rest = Substring(tag)
        prefix = rest.hasPrefix("v") ? "v" : ""
        rest = rest.dropFirst(prefix.count)
        let number = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in (1...9).contains(part.count) ? Int(part) : nil }
        guard (1...4).contains(parts.count), numbers.count == parts.count else { return nil }
        suffix = String(rest.dropFirst(number.count))
        guard suffix.isEmpty || suffix.hasPrefix("-") else { return nil }
        self.numbers = numbers
    }

    /// True when `other` says the same thing about a later version: as many numbers, the same words round them. A first number that has more than one
    /// digit more is a date among versions.
    func isOlder(than other: VersionTag) -> Bool {
        guard prefix == other.prefix, suffix == other.suffix, numbers.count == other.numbers.count else { return false }
        guard String(other.numbers[0]).count <= String(numbers[0]).count + 1 else { return false }
        return numbers.lexicographicallyPrecedes(other.numbers)
    }

    /// The newest of the tags that goes before `tag` in its own shape; nil when there is none.
    static func newest(after tag: String, among tags: [String]) -> String? {
        guard let current = VersionTag(tag) else { return nil }
        var best: (tag: String, version: VersionTag)?
        for candidate in tags {
            guard let version = VersionTag(candidate), current.isOlder(than: version) else { continue }
            if best.map({ $0.version.numbers.lexicographicallyPrecedes(version.numbers) }) ?? true { best = (candidate, version) }
        }
        return best?.tag
    }
}
