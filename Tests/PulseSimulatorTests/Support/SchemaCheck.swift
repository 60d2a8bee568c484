/// Holds an answer against the `returns` of the vendor's schema and tells every difference.
///
/// Booleans are 0 and 1 there, and optional is written as 1 or "1". Keys the schema does not know are no difference: it documents
/// less than the servers send, see `RecordedShapes` for those.
struct SchemaCheck {
    private(set) var differences: [String] = []

    mutating func check(_ value: JSONValue, against schema: JSONValue, at place: String) {
        switch schema["type"]?.text {
        case "array": array(value, schema, place)
        case "object": object(value, schema, place)
        case "string": expect(value.type == "string", "string", value, place)
        case "integer": expect(value.whole != nil, "integer", value, place)
        case "number": expect(value.type == "number", "number", value, place)
        case "boolean": expect([.integer(0), .integer(1), .bool(true), .bool(false)].contains(value), "boolean", value, place)
        case "null": expect(value == .null, "null", value, place)
        default: break
        }
        limits(value, schema, place)
    }

    private mutating func array(_ value: JSONValue, _ schema: JSONValue, _ place: String) {
        expect(value.type == "array", "array", value, place)
        guard let items = schema["items"] else { return }
        for (position, row) in value.rows.enumerated() { check(row, against: items, at: "\(place)[\(position)]") }
    }

    private mutating func object(_ value: JSONValue, _ schema: JSONValue, _ place: String) {
        expect(value.type == "object", "object", value, place)
        guard case .object(let properties) = schema["properties"] else { return }
        for (key, property) in properties {
            if let member = value[key] {
                check(member, against: property, at: "\(place).\(key)")
            } else if !key.contains("[n]"), !SchemaCheck.isTrue(property["optional"]) {
                differences.append("\(place).\(key) is missing")
            }
        }
    }

    private mutating func limits(_ value: JSONValue, _ schema: JSONValue, _ place: String) {
        if let allowed = schema["enum"]?.rows, !allowed.isEmpty, value.type == "string" {
            expect(allowed.contains(value), "one of \(allowed)", value, place)
        }
        guard let number = value.double else { return }
        if let minimum = schema["minimum"]?.double { expect(number >= minimum, "at least \(minimum)", value, place) }
        if let maximum = schema["maximum"]?.double { expect(number <= maximum, "at most \(maximum)", value, place) }
    }

    private mutating func expect(_ holds: Bool, _ wanted: String, _ value: JSONValue, _ place: String) {
        if !holds { differences.append("\(place) should be \(wanted), is \(value)") }
    }

    static func isTrue(_ value: JSONValue?) -> Bool { value == .integer(1) || value == .string("1") || value == .bool(true) }
}
