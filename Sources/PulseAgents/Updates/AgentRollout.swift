/// How many agents are offered a newer version at a time. Pure: whether an agent takes part is always the same for the same version, so that a
/// growing share only adds agents.
package struct AgentRollout: Hashable, Sendable {
    /// 0…100; of the agents whose own settings allow it.
    package let percent: Int

    /// Nil outside of 0…100.
    package init?(percent: Int) {
        guard (0...100).contains(percent) else { return nil }
        self.percent = percent
    }

    /// Everybody, which nobody gets who did not set `selfUpdate`.
    package static let everybody = AgentRollout(unchecked: 100)

    private init(unchecked percent: Int) {
        self.percent = percent
    }

    package func includes(_ agentID: String, version: String) -> Bool {
        // FNV-1a, 64 bits (draft-eastlake-fnv): spreads ids evenly and is the same in every process, which Hasher is not.
        let hash = "\(version)/\(agentID)".utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        // The lower bits of FNV are its weakest.
        return Int((hash >> 32) % 100) < percent
    }
}
