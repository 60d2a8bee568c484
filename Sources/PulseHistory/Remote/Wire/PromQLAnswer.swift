import FoundationEssentials

/// What the HTTP interface of Prometheus ("HTTP API", stable v1) answers. It comes from another machine: numbers are texts and may be anything.
struct PromQLAnswer<Payload: Decodable>: Decodable {
    let status: String
    let data: Payload?
    let errorType: String?
    let error: String?
}

/// The `data` of a query.
struct PromQLMatrix: Decodable {
    struct Series: Decodable {
        let metric: [String: String]
        let values: [Point]?
    }

    /// `[1795564800.123, "0.25"]`
    struct Point: Decodable {
        /// Milliseconds since 1970.
        let at: Int64
        /// Nil for what is not a finite number.
        let value: Double?

        init(from decoder: any Decoder) throws {
            var pair = try decoder.unkeyedContainer()
            let seconds = try pair.decode(Double.self)
            guard abs(seconds) < 1e12 else {
                throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a time: \(seconds)"))
            }
            at = Int64((seconds * 1000).rounded())
            value = Double(try pair.decode(String.self)).flatMap { $0.isFinite ? $0 : nil }
        }
    }

    let resultType: String
    let result: [Series]
}
