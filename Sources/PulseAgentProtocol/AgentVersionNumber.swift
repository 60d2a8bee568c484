/// `1.2.3`: three numbers, compared one after the other. Anything else is no version that replaces another.
package struct AgentVersionNumber: Comparable, Hashable, Sendable {
    private let numbers: [Int]

    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in part.utf8.count <= 6 && part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil }
        guard parts.count == 3, numbers.count == 3 else { return nil }
        self.numbers = numbers
    }

    package static func < (left: AgentVersionNumber, right: AgentVersionNumber) -> Bool { left.numbers.lexicographicallyPrecedes(right.numbers) }
}
