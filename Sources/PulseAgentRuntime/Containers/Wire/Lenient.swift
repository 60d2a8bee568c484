/// A member of somebody else's JSON: nil where it is missing, null, or of another type than expected. One odd member does not cost the whole answer.
@propertyWrapper
struct Lenient<Value: Decodable & Sendable>: Decodable, Sendable {
    var wrappedValue: Value?

    init(wrappedValue: Value? = nil) {
        self.wrappedValue = wrappedValue
    }

    init(from decoder: any Decoder) {
        wrappedValue = try? Value(from: decoder)
    }
}

extension KeyedDecodingContainer {
    func decode<Value>(_ type: Lenient<Value>.Type, forKey key: Key) throws -> Lenient<Value> {
        try decodeIfPresent(type, forKey: key) ?? Lenient()
    }
}

/// A list whose unreadable rows are left out.
struct LenientList<Row: Decodable & Sendable>: Decodable, Sendable {
    let rows: [Row]

    init(from decoder: any Decoder) throws {
        rows = try [Lenient<Row>](from: decoder).compactMap(\.wrappedValue)
    }
}
