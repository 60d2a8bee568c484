package import PulseAgentProtocol

/// Whether an offered version is fetched. Pure.
package struct UpdateDecision: Sendable {
    /// Bytes of a program that is fetched at all.
    static let largest = 100 << 20

    private let current: AgentVersionNumber?
    /// Versions that were tried here and did not come up.
    private var failed: Set<String>

    package init(current: String = AgentVersion.current, failed: Set<String>) {
        self.current = AgentVersionNumber(current)
        self.failed = failed
    }

    /// - Parameter isAllowed: `selfUpdate` of the settings that hold.
    package func fetches(_ offer: AgentUpdate?, isAllowed: Bool) -> Bool {
        guard isAllowed, let offer, let current, let offered = AgentVersionNumber(offer.version) else { return false }
        return offered > current && !failed.contains(offer.version) && (1...Self.largest).contains(offer.size)
    }
}

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
