extension JSONObject {
    /// A number of things.
    func tally(_ key: String) -> Int? { integer(key).flatMap { (0...1_000_000_000).contains($0) ? Int($0) : nil } }
    /// Bytes per second.
    func rate(_ key: String) -> Double? { number(key).flatMap { (0...1e13).contains($0) ? $0 : nil } }
}
