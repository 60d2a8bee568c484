/// Storages of the cluster and as one node sees them.
enum StorageEndpoints {
    private static let privileges = ["Datastore.Audit", "Datastore.AllocateSpace"]

    static func configuration(_ call: Call) throws(APIRefusal) -> Payload {
        let shown = call.world.storages.filter { storage in
            call.may(privileges, "/storage/\(storage.id)") && call.request.query["type"].map { $0 == storage.type } ?? true
        }
        return Payload(
            rows: shown.map { storage in
                var row = JSONObject()
                row.put("storage", storage.id)
                row.put("type", storage.type)
                row.put("content", storage.content)
                for (key, value) in storage.settings { row.put(key, value) }
                if let nodes = storage.nodes { row.put("nodes", nodes.joined(separator: ",")) }
                if storage.shared, storage.type == "pbs" { row.put("prune-backups", "keep-all=1") }
                row.put("digest", String(SplitMix64.mix(call.world.seed, "storage.cfg"), radix: 16))
                return row.json
            })
    }

    static func list(_ call: Call) throws(APIRefusal) -> Payload {
        let node = try call.node()
        let wanted = call.request.query["content"]?.split(separator: ",").map(String.init)
        let shown = call.world.storages.filter { storage in
            guard storage.isOn(node.name), call.may(privileges, "/storage/\(storage.id)") else { return false }
            if let only = call.request.query["storage"], only != storage.id { return false }
            guard let wanted else { return true }
            return storage.content.split(separator: ",").contains { wanted.contains(String($0)) }
        }
        return Payload(rows: shown.map { row($0, node, call) })
    }

    private static func row(_ storage: Storage, _ node: Node, _ call: Call) -> String {
        let active = storage.inactiveSince == nil
        let total = active ? storage.size : 0
        let used = active ? storage.used(on: node.name, at: call.now, epoch: call.world.epoch) : 0
        var row = JSONObject()
        row.put("storage", storage.id)
        row.put("type", storage.type)
        row.put("content", storage.content)
        row.put("active", active ? 1 : 0)
        row.put("enabled", 1)
        row.put("shared", storage.shared ? 1 : 0)
        row.put("total", total)
        row.put("used", used)
        row.put("avail", total - used)
        // Only where there is something to divide by.
        if total > 0 { row.put("used_fraction", Double(used) / Double(total)) }
        return row.json
    }
}
