extension SimulatedEstate {
    /// The mail gateways as they are now.
    package var mailGateways: [RunningMailGateway] { gateways.map(RunningMailGateway.init) }

    /// Applies a fault to one mail gateway; when it returns, sockets and certificates have followed.
    package func apply(mail fault: MailGatewayFault, gateway: Int = 0) async throws {
        guard gateways.indices.contains(gateway) else { throw FaultRefused(description: "there is no mail gateway \(gateway)") }
        try await gateways[gateway].apply(fault)
    }

    /// Requests to mail gateways in the order they were answered, optionally of one node only.
    package func mailRequests(node: String? = nil) -> [RequestRecord] {
        requests().filter { $0.product == .mailGateway && (node ?? $0.node) == $0.node }
    }

    /// The most requests a node of a mail gateway has had in work at the same time.
    package func peakMailRequests(gateway: Int = 0, node: String) -> Int { log.peak(RequestLog.place(.mailGateway, gateway, node)) }
}

extension RunningMailGateway {
    var json: String {
        var object = JSONObject()
        object.put("index", index)
        object.put("nodes", json: JSONText.array(nodes.map(\.json)))
        object.put(
            "users",
            json: JSONText.array(
                [user, root, quarantineManager, quarantineUser, secondFactorUser].map { user in
                    var row = JSONObject()
                    row.put("name", user.name)
                    row.put("password", user.password)
                    return row.json
                }))
        return object.json
    }
}
