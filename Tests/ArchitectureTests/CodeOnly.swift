/// Blanks out comments and the contents of strings, so that words in them are not taken for code.
///
/// Knows nested comments, raw and multi-line strings, and interpolations (blanked with their string). It does not know regular expression
/// literals: a quote in one would begin a string here.
struct CodeOnly {
    private var bytes: [UInt8]
    private var index = 0

    static func of(_ text: String) -> [UInt8] {
        var scanner = CodeOnly(bytes: [UInt8](text.utf8))
        scanner.scan()
        return scanner.bytes
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func scan() {
        while index < bytes.count {
            if at("//") {
                while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { blank() }
            } else if at("/*") {
                comment()
            } else if let hashes = opening() {
                string(hashes)
            } else {
                index += 1
            }
        }
    }

    private mutating func comment() {
        var depth = 0
        repeat {
            if at("/*") { depth += 1; blank(2) } else if at("*/") { depth -= 1; blank(2) } else { blank() }
        } while depth > 0 && index < bytes.count
    }

    /// The number of `#` before a quote that begins here, or nil where no string begins.
    private func opening() -> Int? {
        var end = index
        while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return nil }
        return end - index
    }

    private mutating func string(_ hashes: Int) {
        let raw = String(repeating: "#", count: hashes)
        blank(hashes)
        let quote = at("\"\"\"") ? "\"\"\"" : "\""
        blank(quote.utf8.count)
        while index < bytes.count {
            if at("\\\(raw)(") {
                blank(hashes + 2)
                interpolation()
            } else if at("\\\(raw)") {
                blank(hashes + 2)
            } else if at(quote + raw) {
                return blank(quote.utf8.count + hashes)
            } else {
                blank()
            }
        }
    }

    private mutating func interpolation() {
        var depth = 1
        while depth > 0, index < bytes.count {
            if let hashes = opening() { string(hashes); continue }
            if bytes[index] == UInt8(ascii: "(") { depth += 1 }
            if bytes[index] == UInt8(ascii: ")") { depth -= 1 }
            blank()
        }
    }

    private func at(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<count where index < bytes.count {
            if bytes[index] != UInt8(ascii: "\n") { bytes[index] = UInt8(ascii: " ") }
            index += 1
        }
    }
}
