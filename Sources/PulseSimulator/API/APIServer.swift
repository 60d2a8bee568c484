/// Turns a request into an answer for one cluster. No input or output: time, world and request are handed in.
struct APIServer {
    let world: ClusterWorld
    let now: Double
    let entry: String
    let options: EstateOptions

    func answer(_ request: APIRequest) -> APIAnswer {
        if let fault = world.quirks.body(for: request.path) { return fault.answer }
        do throws(APIRefusal) {
            return try route(request)
        } catch {
            return error.answer(options)
        }
    }

    /// In the order of the original: who are you, does it exist, may you, then the node that is asked about, which checks parameters.
    private func route(_ request: APIRequest) throws(APIRefusal) -> APIAnswer {
        let found = Routes.find(request, on: world.version)
        let principal = try authenticate(request, optional: found.map { $0.0.isOpen } ?? false)
        guard let (route, parameters) = found else {
            throw APIRefusal(status: 501, phrase: "Method '\(request.method) \(request.path)' not implemented")
        }
        if request.method == "GET", !request.body.isEmpty {
            throw APIRefusal(status: 501, phrase: "Unexpected content for method 'GET'")
        }
        let call = Call(
            request: request, parameters: parameters, principal: principal, world: world, now: now, clock: now + skew(parameters["node"]),
            entry: entry, options: options)
        try permit(call, route.permission)
        var answer = APIAnswer(status: 200, phrase: "OK", body: .text(""))
        if let name = parameters["node"] { try reach(name, &answer) }
        try route.pattern.verify(request.query)
        do {
            answer.body = .text(try route.answer(call).envelope)
        } catch {
            var refusal = error.answer(options)
            refusal.work += answer.work
            refusal.workplace = answer.workplace
            return refusal
        }
        return answer
    }

    private func permit(_ call: Call, _ permission: Route.Permission) throws(APIRefusal) {
        guard case .privilege(let template, var privileges) = permission else { return }
        if template.hasSuffix("{vmid}"), privileges.contains("VM.GuestAgent.Audit"), !world.version.is9 { privileges = ["VM.Monitor"] }
        var path = template
        for (name, value) in call.parameters { path = path.replacing("{\(name)}", with: value) }
        if call.may(privileges, path) { return }
        if let vmid = call.parameters["vmid"].flatMap({ Int($0) }), let pool = world.guest(vmid)?.pool,
            call.may(privileges, "/pool/\(pool)")
        {
            return
        }
        throw .permission(path, privileges)
    }

    /// Any node answers for any other by asking it; what goes wrong there has its own status codes.
    private func reach(_ name: String, _ answer: inout APIAnswer) throws(APIRefusal) {
        guard let node = world.node(name == "localhost" ? entry : name) else { return }
        // The latency of the node connected to is added when its answer is sent.
        guard node.name != entry else { return }
        answer.work += node.latency
        answer.workplace = node.name
        if let failure = node.failure { throw .unreachable(failure) }
    }

    private func skew(_ node: String?) -> Double { world.node(node ?? entry)?.clockSkew ?? 0 }
}

extension Route {
    var isOpen: Bool { if case .world = permission { true } else { false } }
}
