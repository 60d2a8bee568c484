/// Signing in to a backup server with a user's password, for those who have no token.
enum BackupServerTickets {
    static let cookie = "PBSAuthCookie"

    /// Password or a ticket that is still good; both give a fresh ticket.
    static func ticket(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        let form = FormFields(call.request.body)
        guard let name = form["username"] else { throw .badRequest("parameter verification failed - 'username': parameter is missing") }
        guard let user = call.world.access.user(name), let password = form["password"], accepts(password, for: user, call) else {
            throw .authentication("authentication failed - invalid credentials")
        }
        let tickets = tickets(call.world)
        var object = JSONObject()
        object.put("username", user.name)
        object.put("ticket", tickets.ticket(for: user.name, at: call.clock))
        object.put("CSRFPreventionToken", tickets.csrfToken(for: user.name, at: call.clock))
        return Payload(object.json)
    }

    static func user(of ticket: String, _ world: BackupServerWorld, at clock: Double) -> String? {
        tickets(world).user(ofTicket: ticket, at: clock).flatMap { world.access.user($0)?.name }
    }

    private static func accepts(_ password: String, for user: AccessControl.User, _ call: BackupServerCall) -> Bool {
        password == user.password || tickets(call.world).user(ofTicket: password, at: call.clock) == user.name
    }

    private static func tickets(_ world: BackupServerWorld) -> Tickets {
        Tickets(secret: String(SplitMix64.mix(world.seed, "ticket secret"), radix: 16), kind: "PBS")
    }
}
