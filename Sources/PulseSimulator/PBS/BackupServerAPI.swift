/// Turns a request into an answer of one backup server. No input or output: time, world and request are handed in.
struct BackupServerAPI {
    let world: BackupServerWorld
    let feeds: [BackupFeed]
    let now: Double
    let options: EstateOptions

    func answer(_ request: APIRequest) -> APIAnswer {
        let spoilt = world.bodies.filter { request.path.hasPrefix($0.key) }.max { $0.key.count < $1.key.count }
        if let fault = spoilt?.value { return fault.answer }
        do throws(APIRefusal) {
            return try route(request)
        } catch {
            return refuse(error)
        }
    }

    private func route(_ request: APIRequest) throws(APIRefusal) -> APIAnswer {
        let found = BackupServerRoutes.find(request)
        let principal = try authenticate(request, optional: found?.0.permission.isOpen ?? false)
        guard let (route, parameters) = found else { throw APIRefusal(status: 404, phrase: "Path '\(request.path)' not found.") }
        let call = BackupServerCall(
            request: request, parameters: parameters, principal: principal, world: world, feeds: feeds, now: now)
        if case .privilege(let template, let privileges) = route.permission {
            var path = template
            for (name, value) in parameters { path = path.replacing("{\(name)}", with: value) }
            guard call.may(privileges, path) else { throw .permissionCheck }
        }
        try verify(request.query, against: route.pattern)
        if let node = parameters["node"], node != "localhost", node != world.name { throw .badRequest("no such node '\(node)'") }
        return APIAnswer(status: 200, phrase: "OK", body: try route.answer(call))
    }

    private func verify(_ query: [String: String], against pattern: RoutePattern) throws(APIRefusal) {
        for (name, value) in query.sorted(by: { $0.key < $1.key }) {
            guard let allowed = pattern.knows[name] else {
                throw .badRequest("parameter verification failed - '\(name)': schema does not allow additional properties.")
            }
            guard allowed.isEmpty || allowed.contains(value) else {
                throw .badRequest("parameter verification failed - '\(name)': value '\(value)' is not defined in the enumeration.")
            }
        }
    }

    /// The explanation is the body, in plain text under a header that says JSON.
    private func refuse(_ refusal: APIRefusal) -> APIAnswer {
        let phrase = [400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"][refusal.status] ?? "Error"
        var answer = APIAnswer(status: refusal.status, phrase: phrase, body: .text(refusal.phrase), work: refusal.work)
        if refusal.status == 401 { answer.pause = options.delays.refusal }
        // Half a second where a wrong token waits for three.
        if refusal.status == 403 { answer.pause = options.delays.refusal / 6 }
        return answer
    }

    // MARK: Who is asking

    /// All that is wrong with a token is answered alike.
    private func authenticate(_ request: APIRequest, optional: Bool) throws(APIRefusal) -> Principal {
        if optional { return Principal(user: "", token: nil) }
        let failed = APIRefusal(status: 401, phrase: "authentication failed")
        if let ticket = request.ticket(inCookie: BackupServerTickets.cookie) {
            guard let user = BackupServerTickets.user(of: ticket, world, at: now + world.clockSkew) else { throw failed }
            return Principal(user: user, token: nil)
        }
        guard let header = request.authorization else { throw failed }
        let prefixes = ["PBSAPIToken=", "PBSAPIToken "]
        guard let prefix = prefixes.first(where: { header.hasPrefix($0) }) else { throw failed }
        let halves = header.dropFirst(prefix.count).split(separator: ":", maxSplits: 1).map { String($0).percentDecoded }
        guard halves.count == 2, let token = world.access.token(halves[0]), token.secret == halves[1] else { throw failed }
        guard token.expires == 0 || Double(token.expires) > now + world.clockSkew else { throw failed }
        return Principal(user: token.user, token: token.id)
    }
}

/// One endpoint of a backup server.
struct BackupServerRoute: Sendable {
    enum Permission: Sendable {
        case world
        /// Any user; the endpoint filters its rows itself.
        case user
        case privilege(String, [String])

        static func audit(_ path: String) -> Permission { .privilege(path, ["Sys.Audit"]) }

        var isOpen: Bool { if case .world = self { true } else { false } }
    }

    let pattern: RoutePattern
    let permission: Permission
    let answer: @Sendable (BackupServerCall) throws(APIRefusal) -> APIAnswer.Body

    init(
        _ template: String, _ permission: Permission, method: String = "GET", knows: [String: [String]] = [:],
        answer: @escaping @Sendable (BackupServerCall) throws(APIRefusal) -> Payload
    ) {
        self.init(template, permission, method: method, knows: knows) { call throws(APIRefusal) in .text(try answer(call).envelope) }
    }

    /// For lists that are too long to be made at once.
    init(
        _ template: String, _ permission: Permission, method: String = "GET", knows: [String: [String]] = [:],
        body: @escaping @Sendable (BackupServerCall) throws(APIRefusal) -> APIAnswer.Body
    ) {
        pattern = RoutePattern(method, template, knows: knows)
        self.permission = permission
        answer = body
    }
}
