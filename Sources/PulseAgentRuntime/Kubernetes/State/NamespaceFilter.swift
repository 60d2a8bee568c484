/// Which namespaces are told of. `*` stands for any characters; what is excluded goes before what is included.
package struct NamespaceFilter: Hashable, Sendable {
    private let included: [String]
    private let excluded: [String]

    package init(include: [String] = [], exclude: [String] = []) {
        included = include
        excluded = exclude
    }

    package func allows(_ namespace: String) -> Bool {
        guard included.isEmpty || included.contains(where: { Self.matches($0, namespace) }) else { return false }
        return !excluded.contains { Self.matches($0, namespace) }
    }

    /// Takes the shortest run for each star and widens the last one when it does not fit: never more than the product of both lengths.
    private static func matches(_ pattern: String, _ text: String) -> Bool {
        let (pattern, text) = (Array(pattern.utf8), Array(text.utf8))
        var (inPattern, inText) = (0, 0)
        var star: (pattern: Int, text: Int)?
        while inText < text.count {
            if inPattern < pattern.count, pattern[inPattern] == UInt8(ascii: "*") {
                star = (inPattern, inText)
                inPattern += 1
            } else if inPattern < pattern.count, pattern[inPattern] == text[inText] {
                (inPattern, inText) = (inPattern + 1, inText + 1)
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                (inPattern, inText) = (last.pattern + 1, last.text + 1)
            } else {
                return false
            }
        }
        return pattern[inPattern...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
