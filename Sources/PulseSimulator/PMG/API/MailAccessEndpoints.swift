/// Version, realms, users and logging in.
enum MailAccessEndpoints {
    static let release = "9.1"
    static let version = "9.1.2"
    static let repository = "42245585286a"

    static func version(_ call: MailCall) throws(APIRefusal) -> Payload {
        var object = JSONObject()
        object.put("version", version)
        object.put("release", release)
        object.put("repoid", repository)
        return Payload(object.json)
    }

    static func realms(_ call: MailCall) throws(APIRefusal) -> Payload {
        let rows = [("pmg", "Proxmox Mail Gateway authentication server"), ("pam", "Linux PAM standard authentication")].map { realm, comment in
            var row = JSONObject()
            row.put("realm", realm)
            row.put("type", realm)
            row.put("comment", comment)
            return row.json
        }
        return Payload(rows: rows)
    }

    static func users(_ call: MailCall) throws(APIRefusal) -> Payload {
        Payload(
            rows: call.world.access.users.map { user in
                var row = JSONObject()
                row.put("userid", user.name)
                row.put("enable", user.enabled ? 1 : 0)
                row.put("role", user.role.rawValue)
                row.put("comment", "")
                return row.json
            })
    }

    static func noTicket(_ call: MailCall) throws(APIRefusal) -> Payload { Payload("null") }

    /// Password or a ticket that is still good; both give a fresh ticket.
    static func ticket(_ call: MailCall) throws(APIRefusal) -> Payload {
        let form = FormFields(call.request.body)
        guard var name = form["username"] else { throw .parameter("username", "property is missing and it is not optional") }
        guard let password = form["password"] else { throw .parameter("password", "property is missing and it is not optional") }
        if !name.contains("@"), let realm = form["realm"] { name += "@" + realm }
        guard let user = call.world.access.user(name), user.enabled, accepts(password, for: user, call) else {
            throw .authentication("authentication failure")
        }
        return Payload(session(user, call))
    }

    private static func accepts(_ password: String, for user: MailAccess.User, _ call: MailCall) -> Bool {
        password == user.password || Tickets(secret: call.world.secret, kind: "PMG").user(ofTicket: password, at: call.clock) == user.name
    }

    private static func session(_ user: MailAccess.User, _ call: MailCall) -> String {
        let tickets = Tickets(secret: call.world.secret, kind: "PMG")
        var object = JSONObject()
        object.put("username", user.name)
        // A half ticket: it is no session, the second factor has to follow.
        object.put("ticket", tickets.ticket(for: user.secondFactor ? "!tfa!" + user.name : user.name, at: call.clock))
        object.put("CSRFPreventionToken", tickets.csrfToken(for: user.name, at: call.clock))
        object.put("role", user.role.rawValue)
        if user.secondFactor { object.put("NeedTFA", 1) }
        return object.json
    }
}
