/// How closely a stretch of time is kept. A moment is in one tier only: it moves to the next when the tier's retention is over.
package enum Tier: UInt8, Sendable, CaseIterable, Comparable {
    case raw = 0
    case minute = 1
    case hour = 2

    package var name: String {
        switch self {
        case .raw: "raw"
        case .minute: "minute"
        case .hour: "hour"
        }
    }

    /// How long one of its records is, seconds; a raw sample is a moment.
    package var span: Int64 {
        switch self {
        case .raw: 0
        case .minute: 60
        case .hour: 3600
        }
    }

    /// What one chunk covers, seconds. Chunks begin at whole multiples of it and never reach over the next.
    package var chunkSpan: Int64 {
        switch self {
        case .raw: 2 * 3600
        case .minute: 86_400
        case .hour: 10 * 86_400
        }
    }

    package static func < (left: Tier, right: Tier) -> Bool { left.rawValue < right.rawValue }
}
