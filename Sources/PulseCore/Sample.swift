/// What a series of history is about: one metric of one resource, of the whole or of a named part (a file system, a sensor).
package struct SeriesKey: Hashable, Comparable, Sendable {
    package let resource: ResourceID
    package let metric: Metric
    /// Empty for the whole; else the mount point or the label of the sensor, at most ``longestPart`` bytes.
    package let part: String

    package static let longestPart = 255

    package init(_ resource: ResourceID, _ metric: Metric, part: String = "") {
        self.resource = resource
        self.metric = metric
        self.part = part.utf8.count <= Self.longestPart ? part : String(decoding: part.utf8.prefix(Self.longestPart), as: UTF8.self)
    }

    package static func < (left: SeriesKey, right: SeriesKey) -> Bool {
        (left.resource, left.metric.rawValue, left.part) < (right.resource, right.metric.rawValue, right.part)
    }
}

/// One number that was measured, on its way into history. Times are kept to the second there.
package struct Sample: Hashable, Sendable {
    package let key: SeriesKey
    package let at: Timestamp
    /// Finite, in the unit of the metric.
    package let value: Double

    /// Nil when `value` is not a finite number.
    package init?(_ key: SeriesKey, at: Timestamp, value: Double) {
        guard value.isFinite else { return nil }
        self.key = key
        self.at = at
        self.value = value
    }
}
