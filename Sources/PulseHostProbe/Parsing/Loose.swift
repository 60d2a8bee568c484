/// A member of other people's JSON whose type is not to be relied on: what is something else is nil, and spoils nothing beside it.
struct Loose<Value: Decodable & Sendable>: Decodable, Sendable {
    let value: Value?

    init(from decoder: any Decoder) throws {
        value = try? decoder.singleValueContainer().decode(Value.self)
    }
}
