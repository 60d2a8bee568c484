import PulseCore

/// Numbers, sizes, spans and moments as scenarios write them.
package enum Quantity {
    private static let units: [String: Double] = [
        "B": 1, "KiB": 1024, "MiB": 1_048_576, "GiB": 1_073_741_824, "TiB": 1_099_511_627_776, "PiB": 1_125_899_906_842_624,
        "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "%": 0.01, "ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800,
        "KiB/s": 1024, "MiB/s": 1_048_576, "GiB/s": 1_073_741_824,
    ]
    private static let spans: Set<String> = ["ms", "s", "m", "h", "d", "w"]

    /// `870GiB`, `87%`, `0.87`, `3d` in the unit that the quantity is held in.
    static func number(_ text: String) throws -> Double {
        let (number, unit) = split(text)
        guard let number = Double(number), number.isFinite else { throw Unreadable("“\(text)” is not a number") }
        guard !unit.isEmpty else { return number }
        guard let factor = units[unit] else { throw Unreadable("“\(unit)” of “\(text)” is no unit: \(units.keys.sorted().joined(separator: ", "))") }
        return number * factor
    }

    /// `90s`, `5m`, `12h`, `3d`, `2w`
    package static func duration(_ text: String) throws -> Duration {
        let (_, unit) = split(text)
        guard spans.contains(unit) else { throw Unreadable("“\(text)” is no span: 90s, 5m, 12h, 3d, 2w") }
        return .milliseconds(Int64((try number(text) * 1000).rounded()))
    }

    private static func split(_ text: String) -> (number: String, unit: String) {
        let number = text.prefix { $0.isNumber || $0 == "." || $0 == "-" || $0 == "+" || $0 == "_" }
        return (number.filter { $0 != "_" && $0 != "+" }, text[number.endIndex...].description.trimmed)
    }
}

/// The moments that a change knows: those of the scenario, and the one at which it is looked at.
struct Moments: Hashable, Sendable {
    /// Where the scenario's time begins.
    let start: Timestamp
    /// When the change happened.
    let changed: Timestamp
    /// When it is looked at.
    let now: Timestamp

    /// `now`, `3d ago` and `in 3d` move along with the look; `t+12h`, `t-3d` are those of the scenario; `then` is the change's own, `then-2h`.
    func moment(_ text: String) throws -> Timestamp {
        let words = text.split(separator: " ").map(String.init)
        if words == ["now"] { return now }
        if words == ["then"] { return changed }
        if words.count == 2, words[1] == "ago" { return now - (try Quantity.duration(words[0])) }
        if words.count == 2, words[0] == "in" { return now + (try Quantity.duration(words[1])) }
        if let fixed = try fixed(text, "t", start) ?? fixed(text, "then", changed) { return fixed }
        throw Unreadable("“\(text)” is no moment: now, 3d ago, in 3d, t+12h, t-3d, then, then-2h")
    }

    private func fixed(_ text: String, _ name: String, _ base: Timestamp) throws -> Timestamp? {
        guard text.hasPrefix(name) else { return nil }
        let rest = text.dropFirst(name.count)
        if rest.first == "+" { return base + (try Quantity.duration(String(rest.dropFirst()))) }
        return rest.first == "-" ? base - (try Quantity.duration(String(rest.dropFirst()))) : nil
    }
}
