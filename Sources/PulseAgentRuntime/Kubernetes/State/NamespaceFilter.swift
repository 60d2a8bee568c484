import PulseCore

/// Which namespaces are told of. `*` stands for any characters; what is excluded goes before what is included.
package struct NamespaceFilter: Hashable, Sendable {
    private let included: [[UInt8]]
    private let excluded: [[UInt8]]

    package init(include: [String] = [], exclude: [String] = []) {
        included = include.map { Array($0.utf8) }
        excluded = exclude.map { Array($0.utf8) }
    }

    package func allows(_ namespace: String) -> Bool {
        let name = Array(namespace.utf8)
        guard included.isEmpty || included.contains(where: { Wildcard.matches($0, name) }) else { return false }
        return !excluded.contains { Wildcard.matches($0, name) }
    }
}
