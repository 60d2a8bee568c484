extension SimulatedEstate {
    /// Applies a fault written in JSON, as the control API takes it: `{"fault":"node-down","node":"pve2"}`.
    package func apply(json: String) async throws {
        if let order = MailFaultOrder.read(json) { return try await apply(mail: try order.order(), gateway: order.gateway ?? 0) }
        if let order = BackupServerFaultOrder.read(json) { return try await apply(backup: try order.order(), server: order.server ?? 0) }
        let order = try FaultOrder.read(json)
        if let fault = try DepthFaultOrder.read(json) { return try await apply(fault, cluster: order.cluster ?? 0) }
        try await apply(try order.order(), cluster: order.cluster ?? 0)
    }

    /// Names of faults and the fields they take.
    package static var knownFaults: [(name: String, fields: String)] {
        FaultOrder.known + DepthFaultOrder.known + BackupServerFaultOrder.known + MailFaultOrder.known
    }

    /// Everything a person or a script needs to connect, on one line of JSON.
    package var state: String {
        var object = JSONObject()
        object.put("seed", String(options.seed))
        object.put("version", options.version.version)
        object.put("now", Int(now))
        object.put("requests", requests().count)
        object.put("clusters", json: JSONText.array(clusters.map(\.json)))
        if !backupMembers.isEmpty { object.put("backupServers", json: JSONText.array(backupServers.map(\.json))) }
        if !gateways.isEmpty { object.put("mailGateways", json: JSONText.array(mailGateways.map(\.json))) }
        return object.json
    }
}

extension RunningCluster {
    fileprivate var json: String {
        var object = JSONObject()
        object.put("index", index)
        object.put("name", ifPresent: name)
        object.put("guests", vmids.count)
        object.put("nodes", json: JSONText.array(nodes.map(\.json)))
        let tokens = [
            ("token", token), ("operator", operatorToken), ("fresh", freshToken), ("limited", limitedToken), ("expired", expiredToken),
        ]
        for (key, token) in tokens {
            var row = JSONObject()
            row.put("id", token.id)
            row.put("secret", token.secret)
            object.put(key, json: row.json)
        }
        object.put(
            "users",
            json: JSONText.array(
                users.map { user in
                    var row = JSONObject()
                    row.put("name", user.name)
                    row.put("password", user.password)
                    return row.json
                }))
        return object.json
    }
}

extension RunningNode {
    var json: String {
        var object = JSONObject()
        object.put("name", name)
        object.put("url", url)
        object.put("fingerprint", fingerprint)
        return object.json
    }
}
