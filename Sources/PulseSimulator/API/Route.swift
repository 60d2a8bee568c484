/// One endpoint: where, who may, which parameters, and what answers.
struct Route: Sendable {
    enum Permission: Sendable {
        /// No authentication at all.
        case world
        /// Any user; the endpoint filters its rows itself.
        case user
        /// One of the privileges on the path; `{node}` and `{vmid}` are filled in.
        case privilege(String, [String])

        static func audit(_ path: String) -> Permission { .privilege(path, ["Sys.Audit"]) }
        static let guest = Permission.privilege("/vms/{vmid}", ["VM.Audit"])
        static let agent = Permission.privilege("/vms/{vmid}", ["VM.GuestAgent.Audit", "VM.GuestAgent.Unrestricted"])
    }

    let method: String
    let segments: [String]
    let permission: Permission
    /// Query parameters the endpoint knows; others are refused with 400.
    let knows: [String: [String]]
    let answer: @Sendable (Call) throws(APIRefusal) -> Payload

    init(
        _ method: String, _ template: String, _ permission: Permission, knows: [String: [String]] = [:],
        answer: @escaping @Sendable (Call) throws(APIRefusal) -> Payload
    ) {
        self.method = method
        segments = template.split(separator: "/").map(String.init)
        self.permission = permission
        self.knows = knows
        self.answer = answer
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
