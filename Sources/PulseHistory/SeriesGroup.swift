/// Series are kept in groups of one source each, so that a tick of a source is a few rows and not one per series.
///
/// The number of a series is its group's number times ``size`` plus its slot.
enum SeriesGroup {
    static let size = 1024

    static func group(of series: Int64) -> Int64 { series / Int64(size) }
    static func slot(of series: Int64) -> Int { Int(series % Int64(size)) }
    static func series(_ group: Int64, _ slot: Int) -> Int64 { group * Int64(size) + Int64(slot) }
}
