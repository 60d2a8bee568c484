import PulseCore

/// `/cluster/ha/status/current`: one list of rows about quorum, manager, nodes and services (`facts.md`, section 16).
enum PVEHighAvailability {
    static func value(_ rows: [JSONObject]) -> HighAvailability {
        var result = HighAvailability()
        for row in rows { take(row, into: &result) }
        result.resources.sort { $0.id < $1.id }
        return result
    }

    private static func take(_ row: JSONObject, into result: inout HighAvailability) {
        switch row.text("type") {
        case "quorum": result.isQuorate = row.flag("quorate")
        case "master": (result.manager, result.managerStatus) = (row.text("node"), state(row, upTo: [","]))
        case "lrm":
            guard let node = row.text("node") ?? row.text("id").map({ String($0.dropFirst("lrm:".count)) }) else { return }
            // `old timestamp - dead?` is kept as it is: it is all there is to say.
            result.nodes[node] = state(row, upTo: [","]) ?? "unknown"
        case "service":
            if let resource = service(row) { result.resources.append(resource) }
        default: return
        }
    }

    /// `pve1 (active, watchdog active, Thu Jul 23 12:37:11 2026)`: what stands first between the brackets.
    private static func state(_ row: JSONObject, upTo ends: Set<Character>) -> String? {
        guard let status = row.text("status"), let open = status.firstIndex(of: "(") else { return row.text("status")?.printable(limit: 120) }
        let text = status[status.index(after: open)...].prefix { !ends.contains($0) && $0 != ")" }
        return text.isEmpty ? nil : String(text).printable(limit: 120)
    }

    private static func service(_ row: JSONObject) -> HAResource? {
        guard let id = row.text("sid") ?? row.text("id")?.after("service:").map(String.init) else { return nil }
        var resource = HAResource(id: id)
        resource.node = row.text("node")
        resource.state = row.text("state") ?? row.text("crm_state")
        resource.requestedState = row.text("request_state")
        resource.group = row.text("group")
        resource.maximumRestarts = row.integer("max_restart").flatMap { (0...1000).contains($0) ? Int($0) : nil }
        return resource
    }
}
