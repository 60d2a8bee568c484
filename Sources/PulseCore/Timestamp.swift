/// A moment in time: whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Pulse never asks a clock inside a decision, so moments travel as plain values.
package struct Timestamp: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package init(seconds: Int64) {
        self.milliseconds = seconds.multipliedReportingOverflow(by: 1000).partialValue
    }

    package var seconds: Int64 { milliseconds / 1000 }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    package static func + (moment: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds + duration.wholeMilliseconds)
    }

    package static func - (moment: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds - duration.wholeMilliseconds)
    }

    /// How long after `earlier` this moment is; negative when it is before.
    package func since(_ earlier: Timestamp) -> Duration {
        .milliseconds(milliseconds - earlier.milliseconds)
    }
}

/// A whole number of milliseconds, within 285,000 years of 1970: what is further away comes from somebody who wants sums of it to overflow.
extension Timestamp: Codable {
    private static let decodable: ClosedRange<Int64> = -8_640_000_000_000_000...8_640_000_000_000_000

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        milliseconds = try container.decode(Int64.self)
        guard Self.decodable.contains(milliseconds) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(milliseconds) is no moment in milliseconds since 1970.")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC with milliseconds, `2026-11-24T10:15:00.250Z`.
    package var description: String {
        let (days, milliOfDay) = milliseconds.flooringDivision(by: 86_400_000)
        let date = CivilDate(daysSinceEpoch: days)
        let second = milliOfDay / 1000
        return "\(date.year.padded(4))-\(date.month.padded(2))-\(date.day.padded(2))T\((second / 3600).padded(2)):"
            + "\((second / 60 % 60).padded(2)):\((second % 60).padded(2)).\((milliOfDay % 1000).padded(3))Z"
    }
}

extension Int64 {
    /// Rounds towards the past, where `/` rounds towards zero.
    package func flooringDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    fileprivate func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}

extension Duration {
    /// The duration in milliseconds, rounded towards zero.
    package var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }

    /// The duration in seconds as a floating-point number, for rates.
    package var asSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds / 1_000_000_000) / 1e9
    }
}
