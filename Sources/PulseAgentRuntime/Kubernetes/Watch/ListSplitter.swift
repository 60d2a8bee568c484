/// Cuts the answer to a list into its objects while it arrives, so that one object is in memory and never a page: the elements of `items`, and the
/// list's own `metadata`. It looks at brackets and quotation marks only; what is between them is the decoder's business.
struct ListSplitter: Sendable {
    enum Part: Equatable, Sendable {
        case metadata
        case item
    }

    /// Bytes of an object; a larger one is dropped and counted.
    let limit: Int
    private(set) var dropped = 0
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var isInItems = false
    /// The text read last at the top of the list: before a bracket there, it is the bracket's key.
    private var key: [UInt8] = []
    private var taken: (part: Part, bytes: [UInt8], isTooLarge: Bool)?
    private(set) var isBroken = false
    /// True when the list's own bracket was closed.
    private(set) var isComplete = false

    private static let longestKey = 16
    private static let items = Array("items".utf8)
    private static let metadata = Array("metadata".utf8)

    init(limit: Int) {
        self.limit = limit
    }

    mutating func take(_ bytes: [UInt8], found: (Part, [UInt8]) -> Void) {
        bytes.withUnsafeBufferPointer { bytes in
            var begin = 0
            for index in bytes.indices {
                let byte = bytes[index]
                if isInString {
                    string(byte)
                } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                    if open(byte) { begin = index }
                } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
                    close()
                    if taken != nil, depth == (isInItems ? 2 : 1) { finish(bytes[begin...index], found) }
                } else if byte == UInt8(ascii: "\"") {
                    isInString = true
                    if depth == 1 { key.removeAll(keepingCapacity: true) }
                }
            }
            if taken != nil { keep(bytes[begin...]) }
        }
    }

    private mutating func string(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
            return
        }
        if depth == 1, key.count < Self.longestKey { key.append(byte) }
    }

    /// True when what opens here is wanted.
    private mutating func open(_ byte: UInt8) -> Bool {
        if isComplete { isBroken = true }
        depth += 1
        guard taken == nil else { return false }
        if depth == 2, byte == UInt8(ascii: "["), key == Self.items { isInItems = true }
        guard byte == UInt8(ascii: "{") else { return false }
        if depth == 2, key == Self.metadata { taken = (.metadata, [], false) }
        if depth == 3, isInItems { taken = (.item, [], false) }
        return taken != nil
    }

    private mutating func close() {
        depth -= 1
        if depth < 0 { (depth, isBroken) = (0, true) }
        if depth == 0 { isComplete = true }
        if depth == 1 { isInItems = false }
    }

    private mutating func keep(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        // Not bound to a name: a second owner of the bytes would have them copied.
        if (taken?.bytes.count ?? 0) + bytes.count > limit {
            taken?.bytes = []
            taken?.isTooLarge = true
        } else if taken?.isTooLarge == false {
            taken?.bytes += bytes
        }
    }

    private mutating func finish(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ found: (Part, [UInt8]) -> Void) {
        keep(bytes)
        guard let whole = taken else { return }
        taken = nil
        if whole.isTooLarge { dropped += 1 } else { found(whole.part, whole.bytes) }
    }
}
