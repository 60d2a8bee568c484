/// Turns a request into an answer for one mail gateway. No input or output: time, world and request are handed in.
struct MailServer {
    let world: MailWorld
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

    /// In the order of the original: who are you, does it exist, may you, then the node that is asked about.
    private func route(_ request: APIRequest) throws(APIRefusal) -> APIAnswer {
        let found = MailRoutes.find(request)
        let user = found.map { $0.0.isOpen } ?? false ? nil : try authenticate(request)
        guard let (route, parameters) = found else {
            throw APIRefusal(status: 501, phrase: "Method '\(request.method) \(request.path)' not implemented")
        }
        if request.method == "GET", !request.body.isEmpty { throw APIRefusal(status: 501, phrase: "Unexpected content for method 'GET'") }
        guard route.admits(user) else { throw APIRefusal(status: 403, phrase: "Permission check failed") }
        let call = MailCall(
            request: request, parameters: parameters, user: user, world: world, now: now, entry: entry, options: options)
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
        if parameters["node"] == nil, request.path == "/config/cluster/status" { answer.work += slowness }
        return answer
    }

    private func authenticate(_ request: APIRequest) throws(APIRefusal) -> MailAccess.User {
        let clock = now + (world.node(entry)?.clockSkew ?? 0)
        guard let ticket = request.ticket(inCookie: "PMGAuthCookie") else {
            throw .authentication(request.authorization == nil ? "No ticket" : "API tokens not implemented")
        }
        let tickets = Tickets(secret: world.secret, kind: "PMG")
        guard let name = tickets.user(ofTicket: ticket, at: clock), let user = world.access.user(name), user.enabled else {
            throw .authentication("permission denied - invalid PMG ticket")
        }
        if request.method != "GET", !tickets.accepts(csrfToken: request.csrfToken ?? "", from: name, at: clock) {
            throw .authentication("permission denied - invalid csrf token")
        }
        return user
    }

    /// Calls about a node are passed on to it; what goes wrong there has its own status codes.
    private func reach(_ name: String, _ answer: inout APIAnswer) throws(APIRefusal) {
        guard let node = world.node(name == "localhost" ? entry : name), node.name != entry else { return }
        answer.work += node.latency
        answer.workplace = node.name
        if let failure = node.failure { throw .unreachable(failure) }
    }

    /// The node that answers asks every other one in turn, also those that are away.
    private var slowness: Duration {
        world.nodes.reduce(.zero) { sum, node in
            guard node.name != entry else { return sum }
            return sum + node.latency + (node.failure == nil ? .zero : options.delays.proxy / 5)
        }
    }
}
