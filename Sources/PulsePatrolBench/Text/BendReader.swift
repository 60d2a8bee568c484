import PulseCore

/// What a figure does from a moment on: `87%`, `870GiB`, `0.87 of diskTotal`, `ramp to 95% over 3d`, `noise 5%`, `rhythm 20%`,
/// `unknown REASON`, `stale REASON`, `estimated REASON`, `known`.
struct BendReader {
    let metric: Metric

    private static let wholes: [Metric: Metric] = [
        .memoryUsed: .memoryTotal, .swapUsed: .swapTotal, .diskUsed: .diskTotal, .metadataUsed: .metadataTotal, .dataStored: .dataLogical,
    ]

    func bend(_ text: String) throws -> Signal.Bend {
        let (verb, rest) = text.cut(at: " ")
        switch verb {
        case "": throw Unreadable("“= value” is missing")
        case "ramp": return try ramp(rest)
        case "noise": return .noise(try Quantity.number(rest))
        case "rhythm": return .rhythm(try Quantity.number(rest))
        case "unknown": return .unknown(try Reason.make(.word(rest), .none))
        case "stale": return .stale(try Reason.make(.word(rest), .none))
        case "estimated": return .estimated(try Reason.make(.word(rest), .none))
        case "known": return .known
        default: return .level(try aim(text))
        }
    }

    private func ramp(_ text: String) throws -> Signal.Bend {
        guard text.hasPrefix("to "), let over = text.firstRange(of: " over ") else { throw Unreadable("“ramp to 95% over 3d” is expected") }
        let aim = try aim(String(text[text.index(text.startIndex, offsetBy: 3)..<over.lowerBound]).trimmed)
        return .ramp(aim, over: try Quantity.duration(String(text[over.upperBound...]).trimmed))
    }

    /// Per cent of a figure that has a whole are of that one.
    private func aim(_ text: String) throws -> Signal.Aim {
        if let middle = text.firstRange(of: " of ") {
            return .share(
                try Quantity.number(String(text[..<middle.lowerBound]).trimmed),
                of: try ActionReader.metric(String(text[middle.upperBound...]).trimmed))
        }
        let number = try Quantity.number(text)
        if text.hasSuffix("%"), let whole = Self.wholes[metric] { return .share(number, of: whole) }
        return .value(number)
    }
}
