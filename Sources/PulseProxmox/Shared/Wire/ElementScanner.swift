/// Gathers the bytes of one JSON value that comes in pieces, and reads it when it is complete.
///
/// It knows strings and brackets, nothing else: enough to see where the value ends. What is wrong inside it ``JSONReader`` finds.
struct ElementScanner {
    private enum Form {
        case unknown
        /// A number or a word: ends before the first byte that can't belong to one.
        case plain
        case text
        /// So many brackets are open.
        case nested(Int)
        case complete
    }

    private let limit: Int
    private var form = Form.unknown
    private var isInText = false
    private var isEscaped = false
    private var bytes: [UInt8] = []
    /// Where it began in the body.
    private var origin = 0
    private var isTooLong = false

    init(limit: Int) {
        self.limit = limit
    }

    var held: Int { bytes.count }

    var isComplete: Bool { if case .complete = form { true } else { false } }

    mutating func begin(at offset: Int) {
        form = .unknown
        (isInText, isEscaped, isTooLong) = (false, false, false)
        bytes.removeAll(keepingCapacity: true)
        origin = offset
    }

    /// Takes what belongs to the value; the position of the first byte that doesn't.
    mutating func scan(_ piece: ArraySlice<UInt8>, from start: Int, base: Int) throws(JSONError) -> Int {
        let end = piece.withUnsafeBufferPointer { buffer in
            piece.startIndex + self.end(in: buffer, from: start - piece.startIndex)
        }
        keep(piece[start..<end])
        if case .nested(let depth) = form, depth > JSONReader.deepest { throw errorOfRest }
        return end
    }

    private mutating func keep(_ part: ArraySlice<UInt8>) {
        guard !isTooLong, bytes.count + part.count <= limit else {
            isTooLong = true
            return bytes.removeAll(keepingCapacity: true)
        }
        bytes.append(contentsOf: part)
    }

    private mutating func end(in buffer: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        if case .unknown = form { form = Self.form(of: buffer[start]) }
        switch form {
        case .unknown, .complete: return start
        case .plain: return plainEnd(in: buffer, from: start)
        case .text, .nested: return bracketEnd(in: buffer, from: start)
        }
    }

    private static func form(of first: UInt8) -> Form {
        switch first {
        case UInt8(ascii: "{"), UInt8(ascii: "["): .nested(0)
        case UInt8(ascii: "\""): .text
        default: .plain
        }
    }

    private mutating func plainEnd(in buffer: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var position = start
        while position < buffer.count {
            switch buffer[position] {
            case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: ":"),
                0x20, 0x09, 0x0A, 0x0D:
                form = .complete
                return position
            default: position += 1
            }
        }
        return position
    }

    private mutating func bracketEnd(in buffer: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var (position, depth) = (start, 0)
        if case .nested(let open) = form { depth = open }
        while position < buffer.count {
            let byte = buffer[position]
            position += 1
            if isInText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInText = false
                    if depth == 0 { return completed(position) }
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                // One too many is found by the reader; more need not be looked at.
                if depth > JSONReader.deepest { return nested(depth, position) }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth <= 0 { return completed(position) }
            default: continue
            }
        }
        if case .nested = form { form = .nested(depth) }
        return position
    }

    private mutating func completed(_ position: Int) -> Int {
        form = .complete
        return position
    }

    private mutating func nested(_ depth: Int, _ position: Int) -> Int {
        form = .nested(depth)
        return position
    }

    /// The complete value, and the NaN in it; nil for one that was longer than the limit.
    mutating func value() throws(JSONError) -> (JSON?, notFinite: Int) {
        guard !isTooLong else { return (nil, 0) }
        var reader = JSONReader(bytes)
        do throws(JSONError) {
            let value = try reader.value()
            try reader.expectEnd()
            return (value, reader.notFinite)
        } catch {
            throw moved(error)
        }
    }

    /// What is wrong with a value that stops here.
    var errorOfRest: JSONError {
        var reader = JSONReader(bytes)
        do throws(JSONError) {
            _ = try reader.value()
            try reader.expectEnd()
            return .truncated
        } catch {
            return moved(error)
        }
    }

    private func moved(_ error: JSONError) -> JSONError {
        switch error {
        case .unexpected(let offset): .unexpected(offset: origin + offset)
        // The brackets closed, so more bytes would not have helped.
        case .truncated where isComplete: .unexpected(offset: origin + bytes.count)
        case .truncated, .tooDeep: error
        }
    }
}
