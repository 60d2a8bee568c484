/// A packed file of the spool, named by the reports in it: `00000000000000000001-00000000000000000032.gz`.
struct SpoolBlock: Sendable {
    /// Reports in one: enough that their names and words pack well.
    static let reports = 32
    /// The file beside the packed ones, with the newest reports, and the one with the name of the run.
    static let tailName = "tail"
    static let runName = "run"

    let first: UInt64
    let last: UInt64
    /// Bytes.
    let size: Int

    init(first: UInt64, last: UInt64, size: Int) {
        self.first = first
        self.last = last
        self.size = size
    }

    /// Nil when the file is none.
    init?(file name: String, size: Int) {
        guard name.hasSuffix(".gz") else { return nil }
        let numbers = name.dropLast(3).split(separator: "-").compactMap { UInt64($0) }
        guard numbers.count == 2, numbers[0] <= numbers[1] else { return nil }
        self.init(first: numbers[0], last: numbers[1], size: size)
    }

    var name: String { "\(Self.digits(first))-\(Self.digits(last)).gz" }

    private static func digits(_ number: UInt64) -> String {
        let text = String(number)
        return String(repeating: "0", count: 20 - text.count) + text
    }
}
