import PulseCore

/// What a series usually is in each hour of the week: the medians of the last four weeks' hours, in UTC.
///
/// One table answers for the hour of the week, for the hour of the day (the newest seven days of that hour) and for everything (the newest of all
/// hours), so a young series has a baseline of the coarser kind. At most 168 × 4 single-precision numbers, 2.7 kB, whatever the history.
struct HourOfWeekTable: Sendable {
    static let hours = 168
    static let weeks = 4

    /// Rows of `weeks` places; `filled` says how many of a row are in use, oldest first.
    private var medians = [Float](repeating: 0, count: Self.hours * Self.weeks)
    private var filled = [UInt8](repeating: 0, count: Self.hours)
    private var current: Int64?
    private var sample = HourSample()

    /// The hour that a moment lies in, counted from 1970.
    static func hour(of moment: Timestamp) -> Int64 {
        let (quotient, remainder) = moment.milliseconds.quotientAndRemainder(dividingBy: 3_600_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// Lets time pass. True when a new hour begins, so that what was derived from the table has to be asked anew.
    ///
    /// A moment that is not later than the newest hour counts for that: clocks are set back, and reports come late.
    mutating func enter(_ moment: Timestamp) -> Bool {
        let hour = Self.hour(of: moment)
        if let current, hour <= current { return false }
        close()
        current = hour
        sample = HourSample()
        return true
    }

    mutating func note(_ value: Double) { sample.add(value) }

    /// The finished medians of an hour of the week, oldest first.
    func weekly(_ hour: Int64) -> [Double] {
        let row = Self.row(hour)
        return (0..<Int(filled[row])).map { Double(medians[row * Self.weeks + $0]) }
    }

    /// The newest finished median of that hour of the day, for each day of the week that has one.
    func daily(_ hour: Int64) -> [Double] { (0..<7).compactMap { newest(Self.row(hour + Int64($0 * 24))) } }

    /// The newest finished median of each hour of the week that has one.
    var all: [Double] { (0..<Self.hours).compactMap(newest) }

    private func newest(_ row: Int) -> Double? {
        filled[row] > 0 ? Double(medians[row * Self.weeks + Int(filled[row]) - 1]) : nil
    }

    private static func row(_ hour: Int64) -> Int {
        let row = Int(hour % Int64(hours))
        return row < 0 ? row + hours : row
    }

    private mutating func close() {
        guard let current, let median = sample.median else { return }
        let row = Self.row(current)
        let first = row * Self.weeks
        if Int(filled[row]) == Self.weeks {
            for place in first..<(first + Self.weeks - 1) { medians[place] = medians[place + 1] }
        } else {
            filled[row] += 1
        }
        medians[first + Int(filled[row]) - 1] = Float(holding: median)
    }
}

/// The values of one hour, thinned evenly so that no more than 64 are kept however many come.
struct HourSample: Sendable {
    private static let limit = 64
    private var kept: [Float] = []
    private var stride = 1
    private var seen = 0

    mutating func add(_ value: Double) {
        defer { seen += 1 }
        guard seen % stride == 0 else { return }
        kept.append(Float(holding: value))
        guard kept.count == Self.limit else { return }
        kept = Swift.stride(from: 0, to: kept.count, by: 2).map { kept[$0] }
        stride *= 2
    }

    var median: Double? { Statistics.median(kept.map(Double.init)) }
}
