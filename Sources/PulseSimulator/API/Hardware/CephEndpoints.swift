/// Ceph: what `ceph status` prints, its daemons and its pools.
enum CephEndpoints {
    private static let version = "ceph version 19.2.3 (2f03f1cd83e5d40cdf1393cb64a662a8e8bb07c6) squid (stable)"

    /// Where Ceph is not installed every call ends in the same error, which is no outage.
    private static func state(_ call: Call) throws(APIRefusal) -> CephState {
        if call.parameters["node"] != nil { _ = try call.node() }
        guard let ceph = call.world.ceph else { throw .failed("binary not installed: /usr/bin/ceph-mon") }
        return CephState(ceph, in: call.world)
    }

    static func status(_ call: Call) throws(APIRefusal) -> Payload {
        let state = try state(call)
        var status = JSONObject()
        status.put("fsid", "b1f6d9c2-0e47-4a53-9c1e-7d20a4f83e65")
        status.put("health", json: health(state))
        status.put("election_epoch", 42)
        status.put("quorum", json: JSONText.array(state.quorum.indices.map(String.init)))
        status.put("quorum_names", json: JSONText.strings(state.quorum))
        status.put("monmap", json: "{\"epoch\":3,\"num_mons\":\(state.ceph.monitors.count)}")
        status.put(
            "osdmap", json: "{\"epoch\":812,\"num_osds\":\(state.ceph.stores.count),\"num_up_osds\":\(state.up),\"num_in_osds\":\(state.inside)}")
        status.put("pgmap", json: placement(state, call))
        status.put("fsmap", json: "{\"epoch\":1,\"by_rank\":[],\"up:standby\":0}")
        status.put("mgrmap", json: managers(state))
        status.put("servicemap", json: "{\"epoch\":9,\"services\":{}}")
        return Payload(status.json)
    }

    private static func health(_ state: CephState) -> String {
        var checks = JSONObject()
        for check in state.checks {
            var summary = JSONObject()
            summary.put("message", check.message)
            summary.put("count", check.count)
            var object = JSONObject()
            object.put("severity", check.severity.rawValue)
            object.put("summary", json: summary.json)
            object.put("detail", json: "[{\"message\":\(JSONText.string(check.message))}]")
            object.put("muted", false)
            checks.put(check.code, json: object.json)
        }
        var health = JSONObject()
        health.put("status", state.health)
        health.put("checks", json: checks.json)
        health.put("mutes", json: "[]")
        return health.json
    }

    private static func placement(_ state: CephState, _ call: Call) -> String {
        let total = CephCluster.storeSize * state.inside
        var groups = ["{\"state_name\":\"active+clean\",\"count\":\(CephCluster.placementGroups - state.degraded)}"]
        if state.degraded > 0 { groups.append("{\"state_name\":\"active+undersized+degraded\",\"count\":\(state.degraded)}") }
        var map = JSONObject()
        map.put("pgs_by_state", json: JSONText.array(groups))
        map.put("num_pgs", CephCluster.placementGroups)
        map.put("num_pools", 2)
        map.put("num_objects", 27_090)
        map.put("data_bytes", state.used / 3)
        map.put("bytes_used", state.used)
        map.put("bytes_avail", max(0, total - state.used))
        map.put("bytes_total", total)
        map.put("read_bytes_sec", 1_200_000 + Int(call.now) % 97 * 5_000)
        map.put("write_bytes_sec", 800_000 + Int(call.now) % 89 * 7_000)
        map.put("read_op_per_sec", 210)
        map.put("write_op_per_sec", 330)
        guard state.degraded > 0 else { return map.json }
        map.put("degraded_objects", state.degraded * 210)
        map.put("degraded_total", 81_270)
        map.put("degraded_ratio", Double(state.degraded * 210) / 81_270)
        return map.json
    }

    /// The list of modules is most of the body of a real one.
    private static func managers(_ state: CephState) -> String {
        var map = JSONObject()
        map.put("available", !state.quorum.isEmpty)
        map.put("active_name", state.quorum.first ?? "")
        map.put("num_standbys", max(0, state.quorum.count - 1))
        map.put("modules", json: JSONText.strings(["iostat", "nfs"]))
        map.put("available_modules", json: JSONText.array((0..<30).map { "{\"name\":\"module-\($0)\",\"can_run\":true,\"error_string\":\"\"}" }))
        return map.json
    }

    // MARK: Daemons

    static func stores(_ call: Call) throws(APIRefusal) -> Payload {
        let state = try state(call)
        let hosts = Dictionary(grouping: state.ceph.stores, by: \.node).sorted { $0.key < $1.key }.enumerated().map { position, entry in
            var host = branch(entry.key, "host", id: -3 - 2 * position, children: entry.value.map { store($0, state) })
            host.put("version", "19.2.3")
            return host.json
        }
        let base = branch("default", "root", id: -1, children: hosts)
        var tree = JSONObject()
        tree.put(
            "flags", (["sortbitwise", "recovery_deletes", "purged_snapdirs", "pglog_hardlimit"] + state.ceph.flags.sorted()).joined(separator: ","))
        tree.put("root", json: "{\"leaf\":0,\"children\":[\(base.json)]}")
        return Payload(tree.json)
    }

    private static func branch(_ name: String, _ type: String, id: Int, children: [String]) -> JSONObject {
        var row = JSONObject()
        row.put("id", String(id))
        row.put("name", name)
        row.put("type", type)
        row.put("leaf", 0)
        row.put("pgs", 0)
        row.put("reweight", -1)
        row.put("children", json: JSONText.array(children))
        return row
    }

    private static func store(_ store: CephCluster.ObjectStore, _ state: CephState) -> String {
        let up = state.isUp(store)
        let used = up ? Int(Double(CephCluster.storeSize) * (0.34 + 0.06 * SplitMix64.unit(SplitMix64.mix(7, UInt64(store.number))))) : 0
        var row = JSONObject()
        row.put("id", String(store.number))
        row.put("name", "osd.\(store.number)")
        row.put("type", "osd")
        row.put("leaf", 1)
        row.put("host", store.node)
        row.put("status", up ? "up" : "down")
        row.put("in", store.isIn ? 1 : 0)
        row.put("device_class", "ssd")
        row.put("osdtype", "bluestore")
        row.put("reweight", store.isIn ? 1 : 0)
        row.put("crush_weight", 0.873199462890625)
        row.put("total_space", CephCluster.storeSize)
        row.put("bytes_used", used)
        // Percent, while the same key of a pool is a fraction.
        row.put("percent_used", Double(used) / Double(CephCluster.storeSize) * 100)
        row.put("pgs", up ? CephCluster.placementGroups * 3 / state.ceph.stores.count : 0)
        row.put("apply_latency_ms", up ? 1 : 0)
        row.put("commit_latency_ms", up ? 1 : 0)
        row.put("ceph_version", version)
        row.put("ceph_version_short", "19.2.3")
        row.put("blfsdev", "/dev/dm-\(store.number + 3)")
        row.put("dbdev", json: "null")
        row.put("waldev", json: "null")
        return row.json
    }

    static func monitors(_ call: Call) throws(APIRefusal) -> Payload {
        let state = try state(call)
        return Payload(
            rows: state.ceph.monitors.enumerated().map { rank, name in
                var row = daemon(name, call, port: ":6789/0")
                let works = state.quorum.contains(name)
                row.put("rank", rank)
                row.put("quorum", works ? 1 : 0)
                row.put("state", works ? "running" : "unknown")
                return row.json
            })
    }

    static func managers(_ call: Call) throws(APIRefusal) -> Payload {
        let state = try state(call)
        return Payload(
            rows: state.quorum.enumerated().map { position, name in
                var row = daemon(name, call, port: "")
                row.put("state", position == 0 ? "active" : "standby")
                return row.json
            })
    }

    static func metadataServers(_ call: Call) throws(APIRefusal) -> Payload {
        _ = try state(call)
        return Payload("[]")
    }

    private static func daemon(_ name: String, _ call: Call, port: String) -> JSONObject {
        var row = JSONObject()
        row.put("name", name)
        row.put("host", name)
        row.put("addr", (call.world.node(name)?.address ?? "") + port)
        row.put("ceph_version", version)
        row.put("ceph_version_short", "19.2.3")
        row.put("direxists", 1)
        row.put("service", 1)
        return row
    }

    // MARK: Pools and flags

    static func pools(_ call: Call) throws(APIRefusal) -> Payload {
        let state = try state(call)
        return Payload(rows: [pool(".mgr", 1, 1, 1_300_000, state), pool("vm", 2, 128, state.used - 1_300_000, state)])
    }

    private static func pool(_ name: String, _ number: Int, _ groups: Int, _ used: Int, _ state: CephState) -> String {
        var row = JSONObject()
        row.put("pool", number)
        row.put("pool_name", name)
        row.put("type", "replicated")
        row.put("size", 3)
        row.put("min_size", 2)
        row.put("pg_num", groups)
        row.put("pg_num_min", json: "null")
        row.put("pg_autoscale_mode", "on")
        row.put("crush_rule", 0)
        row.put("crush_rule_name", "replicated_rule")
        row.put("bytes_used", used)
        row.put("percent_used", Double(used) / Double(CephCluster.storeSize * state.ceph.stores.count))
        row.put("application_metadata", json: name == "vm" ? "{\"rbd\":{}}" : "{\"mgr\":{}}")
        row.put("target_size", json: "null")
        row.put("target_size_ratio", json: "null")
        return row.json
    }

    static func flags(_ call: Call) throws(APIRefusal) -> Payload {
        let state = try state(call)
        return Payload(
            rows: CephCluster.knownFlags.map { name in
                var row = JSONObject()
                row.put("name", name)
                row.put("value", state.ceph.flags.contains(name) ? 1 : 0)
                row.put("description", "See the documentation of Ceph for \(name).")
                return row.json
            })
    }
}
