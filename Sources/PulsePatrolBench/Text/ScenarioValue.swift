/// What stands behind the `=` of a line: a word, a list or names with values.
indirect enum ScenarioValue: Hashable, Sendable {
    case word(String)
    case list([ScenarioValue])
    case map([Entry])

    struct Entry: Hashable, Sendable {
        let name: String
        let value: ScenarioValue
    }

    /// The word, or a complaint.
    func text() throws -> String {
        guard case .word(let text) = self else { throw Unreadable("a single value is expected, not a list or a map") }
        return text
    }

    /// `none`: the source does not say.
    var isNone: Bool { self == .word("none") }
}

/// Reads `{a: 1, b: [x, "y z"]}`. A word ends at a comma or a closing bracket; in quotes it may have any character.
struct ValueReader {
    private let characters: [Character]
    private var place = 0

    static func value(_ text: some StringProtocol) throws -> ScenarioValue {
        var reader = ValueReader(characters: Array(text))
        let value = try reader.value(isInside: false)
        reader.skipSpace()
        guard reader.next == nil else { throw Unreadable("“\(String(reader.characters[reader.place...]))” is left over") }
        return value
    }

    private init(characters: [Character]) { self.characters = characters }

    private var next: Character? { place < characters.count ? characters[place] : nil }

    private mutating func skipSpace() {
        while let next, next == " " || next == "\t" { place += 1 }
    }

    private mutating func value(isInside: Bool) throws -> ScenarioValue {
        skipSpace()
        switch next {
        case "{": return .map(try entries())
        case "[": return .list(try items())
        case "\"": return .word(try quoted())
        default: return .word(try word(isInside: isInside))
        }
    }

    private mutating func entries() throws -> [ScenarioValue.Entry] {
        try sequence(until: "}") { reader in
            let name = reader.next == "\"" ? try reader.quoted() : reader.name()
            reader.skipSpace()
            guard reader.next == ":" else { throw Unreadable("a colon is expected behind “\(name)”") }
            reader.place += 1
            return ScenarioValue.Entry(name: name, value: try reader.value(isInside: true))
        }
    }

    private mutating func items() throws -> [ScenarioValue] { try sequence(until: "]") { try $0.value(isInside: true) } }

    private mutating func sequence<Item>(until end: Character, _ item: (inout ValueReader) throws -> Item) throws -> [Item] {
        place += 1
        var items: [Item] = []
        skipSpace()
        while next != end {
            items.append(try item(&self))
            skipSpace()
            if next == "," { place += 1 } else if next != end { throw Unreadable("a comma or “\(end)” is missing") }
            skipSpace()
        }
        place += 1
        return items
    }

    private mutating func name() -> String {
        let start = place
        while let next, !":,{}[] ".contains(next) { place += 1 }
        return String(characters[start..<place])
    }

    private mutating func quoted() throws -> String {
        place += 1
        let start = place
        while let next, next != "\"" { place += 1 }
        guard next == "\"" else { throw Unreadable("a quotation mark is missing") }
        place += 1
        return String(characters[start..<(place - 1)])
    }

    private mutating func word(isInside: Bool) throws -> String {
        let start = place
        while let next, !(isInside && ",]}".contains(next)) { place += 1 }
        var end = place
        while end > start, characters[end - 1] == " " { end -= 1 }
        guard end > start else { throw Unreadable("a value is missing") }
        return String(characters[start..<end])
    }
}
