/// The nodes of a mail gateway and how each of them is.
enum MailClusterEndpoints {
    static func nodes(_ call: MailCall) throws(APIRefusal) -> Payload {
        Payload(
            rows: call.world.nodes.map { node in
                var row = JSONObject()
                row.put("node", node.name)
                return row.json
            })
    }

    static func configuration(_ call: MailCall) throws(APIRefusal) -> Payload {
        guard call.world.isCluster else { return Payload("[]") }
        return Payload(rows: call.world.nodes.map { identity($0, type: type($0)).json })
    }

    /// A node that is alone lists nothing, unless it is asked to.
    static func status(_ call: MailCall) throws(APIRefusal) -> Payload {
        if !call.world.isCluster {
            guard call.text("list_single_node") == "1", let node = call.world.nodes.first else { return Payload("[]") }
            var row = identity(node, type: "-")
            MailNodeEndpoints.put(node, call, into: &row)
            return Payload(rows: [row.json])
        }
        return Payload(
            rows: call.world.nodes.map { node in
                var row = identity(node, type: type(node))
                if let failure = node.failure, node.name != call.entry {
                    row.put("conn_error", words(failure, node))
                } else {
                    MailNodeEndpoints.put(node, call, into: &row)
                }
                return row.json
            })
    }

    private static func type(_ node: MailNode) -> String { node.number == 1 ? "master" : "node" }

    private static func identity(_ node: MailNode, type: String) -> JSONObject {
        let key = String(SplitMix64.mix(node.seed, "key"), radix: 36)
        var row = JSONObject()
        row.put("cid", type == "-" ? 0 : node.number)
        row.put("name", node.name)
        row.put("ip", node.address)
        row.put("type", type)
        row.put("fingerprint", node.fingerprint)
        row.put("hostrsapubkey", "AAAAB3NzaC1yc2E\(key)")
        row.put("rootrsapubkey", "AAAAB3NzaC1yc2E\(key)root")
        return row
    }

    private static func words(_ failure: Node.Failure, _ node: MailNode) -> String {
        switch failure {
        case .powerOff: "500 Can't connect to \(node.address):8006 (No route to host)"
        case .refused: "500 Can't connect to \(node.address):8006 (Connection refused)"
        case .hanging: "500 read timeout"
        }
    }
}
