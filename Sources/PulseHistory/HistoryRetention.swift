/// How long each tier is kept, and how large the file may become.
package struct HistoryRetention: Sendable, Equatable {
    /// Seconds.
    package var raw: Int64
    package var minute: Int64
    package var hour: Int64
    /// Of the file, bytes; nil for as large as it becomes. When it is reached, the oldest raw data become minutes early, and so on.
    package var largestFile: Int64?

    package static let standard = HistoryRetention(raw: 48 * 3600, minute: 30 * 86_400, hour: 730 * 86_400, largestFile: nil)

    package init(raw: Int64, minute: Int64, hour: Int64, largestFile: Int64?) {
        self.raw = raw
        self.minute = minute
        self.hour = hour
        self.largestFile = largestFile
    }

    func seconds(_ tier: Tier) -> Int64 {
        switch tier {
        case .raw: raw
        case .minute: minute
        case .hour: hour
        }
    }
}
