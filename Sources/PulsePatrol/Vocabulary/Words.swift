package import PulseCore

/// Numbers as a sentence has them. Binary sizes, whole per cent where a fraction says nothing, and the largest unit of time that fits.
package enum Words {
    /// A ratio as per cent: 0.874 is `87.4 %`, 0.87 is `87 %`.
    package static func percent(_ ratio: Double) -> String { "\(short(ratio * 100, places: 1)) %" }

    /// `1.74 TiB`, `512 MiB`, `0 B`.
    package static func bytes(_ value: Double) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        var (rest, unit) = (value, 0)
        while abs(rest) >= 1024, unit < units.count - 1 { (rest, unit) = (rest / 1024, unit + 1) }
        return "\(short(rest, places: abs(rest) < 10 ? 2 : abs(rest) < 100 ? 1 : 0)) \(units[unit])"
    }

    package static func bytes(_ value: Int64) -> String { bytes(Double(value)) }

    /// `3 days`, `1 hour`, `45 seconds`.
    package static func duration(_ duration: Duration) -> String {
        let seconds = Int64(abs(duration.asSeconds).rounded())
        let (size, unit): (Int64, String) =
            seconds >= 2 * 86_400 ? (86_400, "day") : seconds >= 2 * 3600 ? (3600, "hour") : seconds >= 120 ? (60, "minute") : (1, "second")
        return count(Int((seconds + size / 2) / size), unit)
    }

    /// `1 guest`, `3 guests`. Nouns of the catalogue take an s.
    package static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// `2026-11-24`, in UTC.
    package static func day(_ moment: Timestamp) -> String { String(moment.description.prefix(10)) }

    /// `2026-11-24 10:15 UTC`
    package static func minute(_ moment: Timestamp) -> String {
        let text = moment.description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC"
    }

    /// Names as a list: `a, b and 3 more`.
    package static func list(_ names: [String], limit: Int = 5) -> String {
        guard names.count > 1 else { return names.first ?? "" }
        guard names.count <= limit else { return "\(names.prefix(limit).joined(separator: ", ")) and \(names.count - limit) more" }
        return "\(names.dropLast().joined(separator: ", ")) and \(names[names.count - 1])"
    }

    package static func figure(_ value: Double, _ unit: MetricUnit) -> String {
        switch unit {
        case .ratio: percent(value)
        case .bytes: bytes(value)
        case .bytesPerSecond: "\(bytes(value))/s"
        case .celsius: "\(short(value, places: 1)) °C"
        case .count: short(value, places: 1)
        case .seconds: value < 10 ? "\(short(value, places: 2)) s" : duration(.seconds(Int64(value.rounded())))
        }
    }

    /// A number with at most so many places, without trailing zeros.
    package static func short(_ value: Double, places: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
        let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
        let scaled = Int64((value * scale).rounded())
        let (whole, part) = (abs(scaled) / Int64(scale), abs(scaled) % Int64(scale))
        var digits = String(part)
        digits = String(repeating: "0", count: max(0, places - digits.count)) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return (scaled < 0 ? "-" : "") + "\(whole)" + (places == 0 || part == 0 ? "" : ".\(digits)")
    }
}
