/// Version, realms, and what one may do.
enum BackupServerAccess {
    static func version(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        var row = JSONObject()
        row.put("version", call.world.version.version)
        row.put("release", call.world.version.release)
        row.put("repoid", call.world.version.repository)
        return Payload(row.json)
    }

    static func ping(_ call: BackupServerCall) throws(APIRefusal) -> Payload { Payload("{\"pong\":true}") }

    static func domains(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        let realms = [("pam", "Linux PAM standard authentication"), ("pbs", "Proxmox Backup authentication server")]
        return Payload(
            rows: realms.map { realm, comment in
                var row = JSONObject()
                row.put("realm", realm)
                row.put("type", realm)
                row.put("comment", comment)
                if realm == "pam" { row.put("default", true) }
                return row.json
            })
    }

    /// Paths to privileges, each with whether it is passed on.
    static func permissions(_ call: BackupServerCall) throws(APIRefusal) -> Payload {
        let standard = ["/", "/access", "/datastore", "/remote", "/system", "/tape"]
        let stores = call.world.datastores.map { "/datastore/" + $0.name }
        let all = Set(standard + stores + call.world.access.grantedPaths(of: call.principal)).sorted()
        var object = JSONObject()
        for path in call.request.query["path"].map({ [$0] }) ?? all {
            let held = call.world.access.privileges(of: call.principal, on: path)
            guard !held.isEmpty else { continue }
            var privileges = JSONObject()
            for (name, propagates) in held.sorted(by: { $0.key < $1.key }) { privileges.put(name, propagates ? 1 : 0) }
            object.put(path, json: privileges.json)
        }
        return Payload(object.json)
    }
}
