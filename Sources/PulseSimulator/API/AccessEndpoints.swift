/// Version, realms, logging in, and what one may do.
enum AccessEndpoints {
    static func version(_ call: Call) throws(APIRefusal) -> Payload {
        var object = JSONObject()
        object.put("version", call.version.version)
        object.put("release", call.version.release)
        object.put("repoid", call.version.repository)
        return Payload(object.json)
    }

    static func domains(_ call: Call) throws(APIRefusal) -> Payload {
        var pam = JSONObject()
        pam.put("realm", "pam")
        pam.put("type", "pam")
        pam.put("comment", "Linux PAM standard authentication")
        var pve = JSONObject()
        pve.put("realm", "pve")
        pve.put("type", "pve")
        pve.put("comment", "Proxmox VE authentication server")
        pve.put("default", 1)
        return Payload(rows: [pve.json, pam.json])
    }

    static func noTicket(_ call: Call) throws(APIRefusal) -> Payload { Payload("null") }

    /// A path is listed when something is granted on it; the number says only whether it is passed on.
    static func permissions(_ call: Call) throws(APIRefusal) -> Payload {
        let standard = ["/", "/access", "/nodes", "/pool", "/sdn", "/storage", "/vms"]
        let wanted = call.request.query["path"].map { [$0] } ?? Set(standard + call.world.access.grantedPaths(of: call.principal)).sorted()
        var object = JSONObject()
        for path in wanted {
            let held = call.world.access.privileges(of: call.principal, on: path)
            guard !held.isEmpty else { continue }
            var privileges = JSONObject()
            for (name, propagates) in held.sorted(by: { $0.key < $1.key }) { privileges.put(name, propagates ? 1 : 0) }
            object.put(path, json: privileges.json)
        }
        return Payload(object.json)
    }

    /// Password or a ticket that is still good; both give a fresh ticket.
    static func ticket(_ call: Call) throws(APIRefusal) -> Payload {
        let form = FormFields(call.request.body)
        guard var name = form["username"] else { throw .parameter("username", "property is missing and it is not optional") }
        guard let password = form["password"] else { throw .parameter("password", "property is missing and it is not optional") }
        if !name.contains("@"), let realm = form["realm"] { name += "@" + realm }
        guard let user = call.world.access.user(name), accepts(password, for: user, call) else {
            throw .authentication("authentication failure")
        }
        return Payload(session(user, call))
    }

    private static func accepts(_ password: String, for user: AccessControl.User, _ call: Call) -> Bool {
        if password == user.password { return true }
        return Tickets(secret: call.world.secret).user(ofTicket: password, at: call.clock) == user.name
    }

    private static func session(_ user: AccessControl.User, _ call: Call) -> String {
        let tickets = Tickets(secret: call.world.secret)
        var object = JSONObject()
        object.put("username", user.name)
        // A half ticket: it is no session, the second factor has to follow.
        object.put("ticket", tickets.ticket(for: user.secondFactor ? "!tfa!" + user.name : user.name, at: call.clock))
        object.put("CSRFPreventionToken", tickets.csrfToken(for: user.name, at: call.clock))
        object.put("cap", json: capabilities(of: user, call))
        object.put("clustername", ifPresent: call.world.clusterName)
        if user.secondFactor { object.put("NeedTFA", 1) }
        return object.json
    }

    private static func capabilities(of user: AccessControl.User, _ call: Call) -> String {
        let held = call.world.access.privileges(of: Principal(user: user.name, token: nil), on: "/").keys.sorted()
        let groups = [
            ("access", "User."), ("dc", "Sys."), ("mapping", "Mapping."), ("nodes", "Sys."), ("sdn", "SDN."), ("storage", "Datastore."),
            ("vms", "VM."),
        ]
        var object = JSONObject()
        for (group, prefix) in groups {
            var privileges = JSONObject()
            for name in held where name.hasPrefix(prefix) { privileges.put(name, 1) }
            object.put(group, json: privileges.json)
        }
        return object.json
    }
}

/// `application/x-www-form-urlencoded`.
struct FormFields {
    private var values: [String: String] = [:]

    init(_ text: String) {
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(FormFields.decode)
            if let name = pair.first { values[name] = pair.count > 1 ? pair[1] : "" }
        }
    }

    private static func decode(_ text: Substring) -> String { String(text.map { $0 == "+" ? " " : $0 }).percentDecoded }

    subscript(name: String) -> String? { values[name] }
    var all: [String: String] { values }
}
