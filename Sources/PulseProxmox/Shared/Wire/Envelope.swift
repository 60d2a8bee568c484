/// What was found under `data` of an answer, and what had to be overlooked on the way.
struct Answer<Content: Sendable>: Sendable {
    var content: Content
    /// Rows that could not be understood.
    var dropped = 0
    /// NaN and Infinity, which JSON doesn't know.
    var notFinite = 0
}

/// Takes apart `{"data": …}`, the wrapping of every answer.
enum Envelope {
    /// The rows of a list. A row that `make` can't understand is dropped and counted; the others are kept.
    static func rows<Row>(_ body: [UInt8], _ make: (JSONObject) -> Row?) throws(JSONError) -> Answer<[Row]> {
        var answer = Answer<[Row]>(content: [])
        let found = try data(body, &answer.notFinite) { (reader) throws(JSONError) in
            guard try reader.peek() == UInt8(ascii: "[") else { throw .unexpected(offset: 0) }
            try reader.elements { (reader) throws(JSONError) in
                if let row = try reader.value().object.flatMap(make) { answer.content.append(row) } else { answer.dropped += 1 }
            }
        }
        guard found else { throw .unexpected(offset: 0) }
        return answer
    }

    /// A single value.
    static func value(_ body: [UInt8]) throws(JSONError) -> Answer<JSON> {
        var answer = Answer(content: JSON.null)
        let found = try data(body, &answer.notFinite) { (reader) throws(JSONError) in answer.content = try reader.value() }
        guard found else { throw .unexpected(offset: 0) }
        return answer
    }

    private static func data(
        _ body: [UInt8], _ notFinite: inout Int, _ read: (inout JSONReader) throws(JSONError) -> Void
    ) throws(JSONError) -> Bool {
        var reader = JSONReader(body)
        var found = false
        try reader.members { (key, reader) throws(JSONError) in
            if key == "data", !found {
                found = true
                try read(&reader)
            } else {
                _ = try reader.value()
            }
        }
        notFinite = reader.notFinite
        return found
    }

    /// The explanation that newer versions repeat in the body.
    static func message(_ body: [UInt8]) -> String? {
        var reader = JSONReader(body)
        return (try? reader.value())?.object?.text("message")
    }
}
