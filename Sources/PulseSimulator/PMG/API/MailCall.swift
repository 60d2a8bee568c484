/// One authenticated request to a mail gateway on its way through an endpoint.
struct MailCall {
    let request: APIRequest
    let parameters: [String: String]
    /// Nil on what is open to everybody.
    let user: MailAccess.User?
    let world: MailWorld
    /// Simulated seconds since 1970.
    let now: Double
    /// The node that was connected to.
    let entry: String
    let options: EstateOptions

    func node() throws(APIRefusal) -> MailNode {
        let name = parameters["node"] ?? ""
        if let node = world.node(name == "localhost" ? entry : name) { return node }
        throw .failed("no such cluster node '\(name)'")
    }

    /// The time as the node that was connected to believes it is: statistics are asked of it.
    var clock: Double { now + (world.node(entry)?.clockSkew ?? 0) }

    func text(_ name: String) -> String? { request.query[name] }

    func number(_ name: String, in range: ClosedRange<Int>) throws(APIRefusal) -> Int? {
        guard let text = request.query[name] else { return nil }
        guard let value = Int(text) else { throw .parameter(name, "type check ('integer') failed - got '\(text)'") }
        guard value >= range.lowerBound else { throw .parameter(name, "value must have a minimum value of \(range.lowerBound)") }
        guard value <= range.upperBound else { throw .parameter(name, "value must have a maximum value of \(range.upperBound)") }
        return value
    }
}

/// One endpoint of the mail gateway: where, which roles may, which parameters, and what answers.
struct MailRoute: Sendable {
    enum Permission: Sendable {
        case world
        case user
        case roles(Set<MailAccess.Role>)

        static let audit = Permission.roles([.administrator, .auditor])
        static let statistics = Permission.roles([.administrator, .quarantineManager, .auditor])
    }

    let pattern: RoutePattern
    let permission: Permission
    let answer: @Sendable (MailCall) throws(APIRefusal) -> Payload

    init(
        _ template: String, _ permission: Permission, method: String = "GET", knows: [String: [String]] = [:],
        answer: @escaping @Sendable (MailCall) throws(APIRefusal) -> Payload
    ) {
        pattern = RoutePattern(method, template, knows: knows)
        self.permission = permission
        self.answer = answer
    }

    var isOpen: Bool { if case .world = permission { true } else { false } }

    func admits(_ user: MailAccess.User?) -> Bool {
        guard case .roles(let wanted) = permission else { return true }
        return user.map { $0.role == .root || !$0.role.held.isDisjoint(with: wanted) } ?? false
    }
}
