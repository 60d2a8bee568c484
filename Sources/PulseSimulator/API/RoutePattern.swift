/// Where an endpoint is and which parameters of the query it knows.
struct RoutePattern: Sendable {
    let method: String
    let segments: [String]
    /// Query parameters the endpoint knows, each with its values where they are few; others are refused with 400.
    let knows: [String: [String]]

    init(_ method: String, _ template: String, knows: [String: [String]]) {
        self.method = method
        segments = template.split(separator: "/").map(String.init)
        self.knows = knows
    }

    var template: String { "/" + segments.joined(separator: "/") }

    /// The values of the placeholders when the path is this one.
    func match(_ path: [String]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (pattern, actual) in zip(segments, path) {
            if pattern.hasPrefix("{") {
                parameters[String(pattern.dropFirst().dropLast())] = actual
            } else if pattern != actual {
                return nil
            }
        }
        return parameters
    }

    /// Proxmox refuses parameters an endpoint does not know, so a client may not send those of a newer version.
    func verify(_ query: [String: String]) throws(APIRefusal) {
        for (name, value) in query.sorted(by: { $0.key < $1.key }) {
            guard let allowed = knows[name] else {
                throw .parameter(name, "property is not defined in schema and the schema does not allow additional properties")
            }
            guard allowed.isEmpty || allowed.contains(value) else {
                throw .parameter(name, "value '\(value)' does not have a value in the enumeration '\(allowed.joined(separator: ", "))'")
            }
        }
    }
}
