import PulseCore

/// A change of one property.
enum Edit: Hashable, Sendable {
    case set(ScenarioValue)
    /// One entry more in a list.
    case add(ScenarioValue)
    /// A property says nothing any more, or the entry is gone.
    case remove
    /// A part of a ledger that could not be read the last time.
    case hide(String)
    /// When a part of a ledger was told.
    case date(ScenarioValue)
}

/// Something that a scenario can change: a number, a list, a record with properties.
protocol Editable {
    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> Self
    mutating func edit(_ path: ArraySlice<PropertyPath.Step>, _ edit: Edit, _ moments: Moments) throws
    /// By which an entry of a list is chosen.
    var words: String? { get }
    /// As a whole for `87% of total`.
    var amount: Double? { get }
}

extension Editable {
    var words: String? { nil }
    var amount: Double? { nil }

    mutating func edit(_ path: ArraySlice<PropertyPath.Step>, _ edit: Edit, _ moments: Moments) throws {
        guard path.isEmpty else { throw Unreadable("it has no properties of its own") }
        guard case .set(let value) = edit else { throw Unreadable("it can only be set") }
        self = try Self.make(value, moments)
    }
}

extension String: Editable {
    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> String { try value.text() }
    var words: String? { self }
}

extension Double: Editable {
    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> Double { try Quantity.number(value.text()) }
    var words: String? { "\(self)" }
    var amount: Double? { self }
}

extension Int: Editable {
    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> Int { Int((try Quantity.number(value.text())).rounded()) }
    var words: String? { "\(self)" }
    var amount: Double? { Double(self) }
}

extension Int64: Editable {
    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> Int64 { Int64((try Quantity.number(value.text())).rounded()) }
    var words: String? { "\(self)" }
    var amount: Double? { Double(self) }
}

extension Bool: Editable {
    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> Bool {
        switch try value.text() {
        case "yes", "true": true
        case "no", "false": false
        case let other: throw Unreadable("“\(other)” is neither yes nor no")
        }
    }
    var words: String? { self ? "yes" : "no" }
}

extension Timestamp: Editable {
    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> Timestamp { try moments.moment(value.text()) }
}

extension Duration: Editable {
    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> Duration { try Quantity.duration(value.text()) }
}

extension ResourceID: Editable {
    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> ResourceID {
        let text = try value.text()
        guard let id = ResourceID(text) else { throw Unreadable("“\(text)” is no id of a resource") }
        return id
    }
    var words: String? { description }
}

/// A word of a fixed list.
protocol EditableWord: Editable, RawRepresentable<String> {}

extension EditableWord {
    static func make(_ value: ScenarioValue, _ moments: Moments) throws -> Self {
        let text = try value.text()
        guard let word = Self(rawValue: text) else { throw Unreadable("“\(text)” is no \(Self.self)") }
        return word
    }
    var words: String? { rawValue }
}
