/// Reads the rows of `{"data": […]}` out of a body that comes in pieces, without ever holding more than one row of it.
///
/// It finds where each row begins and ends and leaves the row itself to ``JSONReader``, so both understand the same texts the same way: a row
/// that `take` can't use costs only itself, NaN is counted. A text that is no JSON ends the reading; the rows before it have been handed over
/// by then, and it is for the caller to believe them or not.
struct RowStream {
    /// What was found so far.
    struct Tally: Sendable, Equatable {
        var rows = 0
        /// Rows that could not be understood, or were longer than the limit.
        var dropped = 0
        var notFinite = 0
    }

    private enum Place {
        case beginning
        case firstMember
        case nextMember
        case key
        case colon
        case valueStart
        case value
        case afterValue
        case firstRow
        case nextRow
        case row
        case afterRow
        case end
    }

    /// Bytes. A snapshot with its files and notes has a few hundred.
    static let rowLimit = 1 << 20

    private(set) var tally = Tally()
    private var place = Place.beginning
    private var element: ElementScanner
    /// Bytes before the current piece.
    private var base = 0
    private var isData = false
    private var foundData = false

    init(rowLimit: Int = RowStream.rowLimit) {
        element = ElementScanner(limit: rowLimit)
    }

    /// Bytes that are held: of the row that has begun, and never more than the limit.
    var held: Int { element.held }

    /// The next piece of the body. `take` says whether it could use the row.
    mutating func feed(_ piece: [UInt8], _ take: (JSONObject) -> Bool) throws(JSONError) {
        try feed(piece[...], take)
    }

    mutating func feed(_ piece: ArraySlice<UInt8>, _ take: (JSONObject) -> Bool) throws(JSONError) {
        var position = piece.startIndex
        while position < piece.endIndex, place != .end {
            switch place {
            case .key, .value, .row:
                position = try element.scan(piece, from: position, base: base - piece.startIndex)
                if element.isComplete { try finishElement(take) }
            default:
                let byte = piece[position]
                if Self.isSpace(byte) { position += 1 } else if try step(byte, at: base + position - piece.startIndex) { position += 1 }
            }
        }
        base += piece.count
    }

    /// Says that the body has ended.
    func finish() throws(JSONError) -> Tally {
        switch place {
        case .end:
            guard foundData else { throw .unexpected(offset: 0) }
            return tally
        case .key, .value, .row: throw element.errorOfRest
        default: throw .truncated
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    /// One byte between values. False when it belongs to the value that begins with it.
    private mutating func step(_ byte: UInt8, at offset: Int) throws(JSONError) -> Bool {
        switch (place, byte) {
        case (.beginning, UInt8(ascii: "{")): place = .firstMember
        case (.firstMember, UInt8(ascii: "}")), (.afterValue, UInt8(ascii: "}")): place = .end
        case (.firstMember, UInt8(ascii: "\"")), (.nextMember, UInt8(ascii: "\"")): return begin(.key, at: offset)
        case (.colon, UInt8(ascii: ":")): place = .valueStart
        case (.valueStart, UInt8(ascii: "[")) where isData: place = .firstRow
        case (.valueStart, _) where isData: throw .unexpected(offset: 0)
        case (.valueStart, _): return begin(.value, at: offset)
        case (.afterValue, UInt8(ascii: ",")): place = .nextMember
        case (.firstRow, UInt8(ascii: "]")), (.afterRow, UInt8(ascii: "]")): place = .afterValue
        case (.firstRow, _), (.nextRow, _): return begin(.row, at: offset)
        case (.afterRow, UInt8(ascii: ",")): place = .nextRow
        default: throw .unexpected(offset: offset)
        }
        return true
    }

    private mutating func begin(_ next: Place, at offset: Int) -> Bool {
        place = next
        element.begin(at: offset)
        return false
    }

    private mutating func finishElement(_ take: (JSONObject) -> Bool) throws(JSONError) {
        let (value, notFinite) = try element.value()
        tally.notFinite += notFinite
        switch place {
        case .key:
            isData = value == .text("data") && !foundData
            if isData { foundData = true }
            place = .colon
        case .row:
            if let row = value?.object, take(row) { tally.rows += 1 } else { tally.dropped += 1 }
            place = .afterRow
        default: place = .afterValue
        }
    }
}
