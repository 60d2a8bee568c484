import Foundation
import PulseCore

/// Limits as they stand in a column: JSON with sorted lists.
enum LimitsText {
    private struct Stored: Codable {
        var sources: [String] = []
        var tags: [String] = []
        var kinds: [String] = []
    }

    static func write(_ limits: AccessLimits) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let stored = Stored(
            sources: limits.sources.map(\.description).sorted(), tags: limits.tags.sorted(), kinds: limits.kinds.map(\.rawValue).sorted())
        return String(decoding: try encoder.encode(stored), as: UTF8.self)
    }

    /// Limits that this version cannot read leave nothing to see: the opposite would show what somebody meant to hide.
    static func read(_ text: String) -> AccessLimits {
        guard let stored = try? JSONDecoder().decode(Stored.self, from: Data(text.utf8)),
            let limits = try? AccessLimits(sources: stored.sources, tags: stored.tags, kinds: stored.kinds)
        else { return AccessLimits(tags: [""]) }
        return limits
    }
}
