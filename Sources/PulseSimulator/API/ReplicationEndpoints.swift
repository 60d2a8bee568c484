/// Replication between the nodes of a cluster: what is configured, and how it went on the node a guest lives on.
enum ReplicationEndpoints {
    private static let rhythm = 900

    private static func guests(_ call: Call) -> [Guest] {
        guard call.world.nodes.count > 1 else { return [] }
        return call.world.guests.filter { $0.vmid % 9 == 0 && call.maySee($0) }
    }

    static func configuration(_ call: Call) throws(APIRefusal) -> Payload {
        Payload(rows: guests(call).map { row($0, call.world).json })
    }

    private static func row(_ guest: Guest, _ world: ClusterWorld) -> JSONObject {
        var row = JSONObject()
        row.put("id", "\(guest.vmid)-0")
        row.put("type", "local")
        row.put("guest", guest.vmid)
        row.put("jobnum", 0)
        row.put("source", guest.node)
        row.put("target", (world.nodes.first { $0.name != guest.node })?.name ?? guest.node)
        row.put("schedule", "*/15")
        return row
    }

    static func state(_ call: Call) throws(APIRefusal) -> Payload {
        let node = try call.node()
        let wanted = call.number("guest")
        let shown = guests(call).filter { $0.node == node.name && (wanted ?? $0.vmid) == $0.vmid }
        return Payload(rows: shown.map { state($0, call) })
    }

    /// Every quarter of an hour; a job that fails tries again sooner, and keeps the time of its last success.
    private static func state(_ guest: Guest, _ call: Call) -> String {
        let now = Int(call.clock)
        let last = now / rhythm * rhythm + guest.vmid % 7
        var row = row(guest, call.world)
        row.put("vmtype", guest.kind.rawValue)
        let target = (call.world.nodes.first { $0.name != guest.node })
        let failing = call.world.failingReplication[guest.vmid] ?? target?.downSince
        guard let failing else {
            row.put("last_sync", last)
            row.put("last_try", last)
            row.put("next_sync", last / rhythm * rhythm + rhythm)
            row.put("duration", 3.5 + Double(guest.vmid % 10) / 3)
            row.put("fail_count", 0)
            return row.json
        }
        row.put("last_sync", Int(failing) / rhythm * rhythm + guest.vmid % 7)
        row.put("last_try", max(Int(failing), now / 300 * 300))
        row.put("next_sync", now / 300 * 300 + 300)
        row.put("duration", 1.25)
        row.put("fail_count", 1 + (now - Int(failing)) / 300)
        row.put("error", "command 'zfs send -Rpv -- rpool/data/vm-\(guest.vmid)-disk-0' failed: got signal 13")
        return row.json
    }
}
