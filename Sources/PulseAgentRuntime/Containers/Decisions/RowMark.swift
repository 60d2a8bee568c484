/// What a row of the list says that changes when the container does, without what changes with every second.
struct RowMark: Hashable, Sendable {
    let name: String?
    let image: String?
    let state: String?
    /// `healthy`, `unhealthy`, `starting`; nil where the list does not say.
    let health: String?
    /// Of one that ended.
    let exitCode: Int?
    let ports: Int

    init(_ row: ContainerRow) {
        let status = row.status ?? ""
        name = row.name
        image = row.image
        state = row.state
        health = row.health?.status?.unlessEmpty ?? Self.health(in: status)
        exitCode = status.hasPrefix("Exited (") ? Int(status.dropFirst(8).prefix { $0 != ")" }) : nil
        ports = row.ports.count
    }

    /// Of `Up 5 minutes (healthy)` and `Up 2 seconds (health: starting)`.
    private static func health(in status: String) -> String? {
        if status.hasSuffix("(healthy)") { return "healthy" }
        if status.hasSuffix("(unhealthy)") { return "unhealthy" }
        return status.hasSuffix("(health: starting)") ? "starting" : nil
    }
}

/// How long a container runs, as the list tells it in words: `Up 5 minutes`. It only grows while nobody starts it anew, so a smaller one tells of a
/// restart that no event told of.
enum UptimeWords {
    private static let units: [(word: String, seconds: Int)] = [
        ("second", 1), ("minute", 60), ("hour", 3600), ("day", 86_400), ("week", 604_800), ("month", 2_592_000), ("year", 31_536_000),
    ]

    /// Seconds, as exact as the words; nil for one that is not up.
    static func seconds(in status: String) -> Int? {
        guard status.hasPrefix("Up ") else { return nil }
        let words = status.dropFirst(3).split(separator: " ", maxSplits: 3)
        guard words.count >= 2 else { return nil }
        if words[0] == "Less" { return 0 }
        // `About a minute`, `About an hour`
        let (count, unit) = words[0] == "About" && words.count >= 3 ? (1, words[2]) : (Int(words[0]) ?? 0, words[1])
        guard (0...1_000_000).contains(count) else { return nil }
        return units.first { unit.hasPrefix($0.word) }.map { count * $0.seconds }
    }
}
