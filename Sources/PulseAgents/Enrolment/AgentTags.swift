import PulseAgentProtocol
import PulseCore

/// Tags that a person gave.
enum AgentTags {
    private static let longest = 64

    /// What is wrong with them, a sentence.
    static func fault(of tags: [String]) -> String? {
        guard tags.count <= AgentLimits.tags else { return "There may be \(AgentLimits.tags) tags." }
        let isBad = tags.contains { $0.isEmpty || $0.utf8.count > longest || $0.printable(limit: longest) != $0 }
        return isBad ? "A tag has 1 to \(longest) bytes and no control characters." : nil
    }

    /// Each once, in their order.
    static func union(_ lists: [String]...) -> [String] {
        var seen: Set<String> = []
        return Array(lists.joined().filter { seen.insert($0).inserted }.prefix(AgentLimits.tags))
    }
}
