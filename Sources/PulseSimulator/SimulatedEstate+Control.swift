extension SimulatedEstate {
    /// Applies a fault written in JSON, as the control API takes it: `{"fault":"node-down","node":"pve2"}`.
    package func apply(json: String) async throws {
        switch try OrderedFault(json) {
        case .mail(let fault, let gateway): try await apply(mail: fault, gateway: gateway)
        case .backup(let fault, let server): try await apply(backup: fault, server: server)
        case .cluster(let fault, let cluster): try await apply(fault, cluster: cluster)
        }
    }

    /// Throws what is wrong with a fault written in JSON as far as that can be said without an estate.
    package static func check(json: String) throws { _ = try OrderedFault(json) }

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

/// A fault with the number of the server or cluster that it is for.
private enum OrderedFault {
    case mail(MailGatewayFault, Int)
    case backup(BackupServerFault, Int)
    case cluster(Fault, Int)

    init(_ json: String) throws {
        if let order = MailFaultOrder.read(json) {
            self = .mail(try order.order(), order.gateway ?? 0)
        } else if let order = BackupServerFaultOrder.read(json) {
            self = .backup(try order.order(), order.server ?? 0)
        } else {
            let order = try FaultOrder.read(json)
            self = .cluster(try DepthFaultOrder.read(json) ?? order.order(), order.cluster ?? 0)
        }
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
