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
        static let ceph = Permission.privilege("/", ["Sys.Audit", "Datastore.Audit"])
        static let content = Permission.privilege("/storage/{storage}", ["Datastore.Audit", "Datastore.AllocateSpace"])
        static let guest = Permission.privilege("/vms/{vmid}", ["VM.Audit"])
        static let agent = Permission.privilege("/vms/{vmid}", ["VM.GuestAgent.Audit", "VM.GuestAgent.Unrestricted"])
    }

    let pattern: RoutePattern
    let permission: Permission
    /// Major versions that have the endpoint.
    let versions: ClosedRange<Int>
    let answer: @Sendable (Call) throws(APIRefusal) -> Payload

    init(
        _ method: String, _ template: String, _ permission: Permission, knows: [String: [String]] = [:], versions: ClosedRange<Int> = 7...9,
        answer: @escaping @Sendable (Call) throws(APIRefusal) -> Payload
    ) {
        pattern = RoutePattern(method, template, knows: knows)
        self.permission = permission
        self.versions = versions
        self.answer = answer
    }
}
