package import PulseCore

/// One sample, minute or hour of a series on its way from one store to another.
package struct HistoryRecord: Sendable, Equatable {
    package let key: SeriesKey
    package let tier: Tier
    /// The second of a sample, or the beginning of its minute or hour.
    package let start: Timestamp
    package let values: HistoryPoint.Values

    /// - Throws: ``HistoryRecordError`` for what no store could hold.
    package init(_ key: SeriesKey, _ tier: Tier, _ start: Timestamp, _ values: HistoryPoint.Values) throws(HistoryRecordError) {
        guard [values.least, values.average, values.greatest].allSatisfy(\.isFinite) else { throw .notANumber }
        guard values.least <= values.average, values.average <= values.greatest else { throw .order }
        guard values.count >= 1 else { throw .count }
        guard start.milliseconds >= 0, start.milliseconds % 1000 == 0 else { throw .fraction }
        if tier == .raw {
            guard values.least == values.greatest, values.count == 1 else { throw .severalValues }
        } else {
            guard start.seconds % tier.span == 0 else { throw .boundary(tier) }
        }
        self.key = key
        self.tier = tier
        self.start = start
        self.values = values
    }
}

/// What makes a record useless.
package enum HistoryRecordError: SentenceError, Equatable {
    case notANumber
    case order
    case count
    case fraction
    case severalValues
    case boundary(Tier)

    package var sentence: String {
        switch self {
        case .notANumber: "its values are not finite numbers"
        case .order: "its average is not between its least and greatest value"
        case .count: "its count is less than 1"
        case .fraction: "its time is not a whole second since 1970"
        case .severalValues: "it is a raw value, but has several numbers or a count other than 1"
        case .boundary(let tier): "its time is not the beginning of \(tier == .minute ? "a minute" : "an hour")"
        }
    }
}

/// What became of records that were brought in.
package struct HistoryImport: Sendable, Equatable, Codable {
    package var added = 0
    /// Something was known of their time already; it stays as it was.
    package var present = 0
    /// Their time lies ahead, or before what is kept.
    package var refused = 0

    package init() {}

    package static func += (sum: inout HistoryImport, part: HistoryImport) {
        sum.added += part.added
        sum.present += part.present
        sum.refused += part.refused
    }
}
