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

    let pattern: RoutePattern
    let permission: Permission
    let answer: @Sendable (Call) throws(APIRefusal) -> Payload

    init(
        _ method: String, _ template: String, _ permission: Permission, knows: [String: [String]] = [:],
        answer: @escaping @Sendable (Call) throws(APIRefusal) -> Payload
    ) {
        pattern = RoutePattern(method, template, knows: knows)
        self.permission = permission
        self.answer = answer
    }
}
