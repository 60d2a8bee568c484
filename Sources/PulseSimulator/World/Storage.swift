/// A storage as configured for the cluster; a storage that is not shared has one filling per node.
struct Storage: Sendable {
    let id: String
    let type: String
    let content: String
    let shared: Bool
    let size: Int
    let seed: UInt64
    /// Extra keys of the configuration row, in order.
    let settings: [(String, String)]
    /// nil: available on all nodes.
    let nodes: [String]?
    /// An inactive storage stays in /cluster/resources with its old numbers, `/nodes/n/storage` knows at once.
    var inactiveSince: Double?
    var filling: Filling?

    func isOn(_ node: String) -> Bool { nodes?.contains(node) ?? true }

    /// Grows by up to half a percent a day, with the saw teeth of pruning on backup storages.
    func used(on node: String, at t: Double, epoch: Double) -> Int {
        let seed = shared ? seed : SplitMix64.mix(seed, node)
        let days = (t - epoch) / 86_400
        var fraction = 0.2 + 0.5 * SplitMix64.unit(SplitMix64.mix(seed, 11))
        fraction += days * 0.005 * SplitMix64.unit(SplitMix64.mix(seed, 12))
        if content.contains("backup") { fraction += 0.03 * (days - days.rounded(.down)) }
        let wobble = Signal.noise(seed: seed, at: t / 6) * 0.0005
        let share = min(0.985, max(0.01, fraction + wobble))
        return Int(Double(size) * (filling?.raised(share, at: t) ?? share)) / 4_096 * 4_096
    }
}
