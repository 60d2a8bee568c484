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
