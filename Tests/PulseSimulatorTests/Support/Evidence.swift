/// Why a key that was never recorded with this type may be sent all the same.
enum Evidence {
    /// Read in the vendor's source, see facts.md; the number is the section.
    private static let inSource: [String: [String]] = [
        // 7: what rows of containers have is what rows of machines have.
        "/cluster/resources": [
            "lxc.hastate:string", "lxc.lock:string", "qemu.tags:string", "lxc.tags:string", "qemu.pool:string", "pool.id:string",
            "pool.type:string",
            "pool.pool:string", "network.network-type:string",
            "sdn.sdn:string",
        ],
        // 7
        "/nodes": ["id:string", "type:string", "disk:number", "maxdisk:number"],
        // 8: the schema documents only part of it.
        "/nodes/{node}/status": [
            "uptime:number", "wait:number", "idle:number", "kversion:string", "swap.total:number", "swap.used:number", "swap.free:number",
            "ksm.shared:number", "cpuinfo.mhz:string", "cpuinfo.hvm:string", "cpuinfo.flags:string", "cpuinfo.user_hz:number",
        ],
        // 9 and 11
        "/nodes/{node}/qemu": balloon + ["qmpstatus:string"],
        // 5: pressure of containers is text.
        "/nodes/{node}/lxc": pressureOfContainers,
        "/nodes/{node}/lxc/{vmid}/status/current": pressureOfContainers + ["ha.state:string", "pid:number"],
        "/nodes/{node}/qemu/{vmid}/status/current": balloon + ["ha.state:string"],
        // 12
        "/nodes/{node}/rrddata": ["memavailable:number", "arcsize:number"],
        // 9
        "/nodes/{node}/lxc/{vmid}/snapshot": ["digest:string"],
        // 15
        "/cluster/tasks": [
            "saved:string", "node:string", "type:string", "id:string", "user:string", "status:string", "starttime:number", "endtime:number",
            "pid:number",
            "pstart:number",
        ],
        // 14
        "/cluster/backup": ["all:number", "exclude:string", "prune-backups.keep-daily:string"],
        // 17
        "/cluster/replication": replication,
        "/nodes/{node}/replication": replication + [
            "last_sync:number", "last_try:number", "next_sync:number", "duration:number", "fail_count:number", "error:string",
            "vmtype:string",
        ],
        // 16
        "/cluster/ha/resources": [
            "type:string", "state:string", "group:string", "failback:number", "max_restart:number", "max_relocate:number",
            "digest:string",
        ],
        "/cluster/ha/status/manager_status": ["manager_status.master_node:string", "manager_status.timestamp:number"],
        // 19
        "/nodes/{node}/disks/list": ["wearout:number", "by_id_link:string"],
        "/nodes/{node}/disks/smart": ["wearout:number"],
        // 18: named for the application that uses the pool.
        "/nodes/{node}/ceph/pool": ["application_metadata.mgr:object"],
    ]

    private static let replication = [
        "id:string", "type:string", "source:string", "target:string", "schedule:string", "guest:number", "jobnum:number",
    ]

    private static let pressureOfContainers = [
        "pressurecpusome:string", "pressureiosome:string", "pressureiofull:string", "pressurememorysome:string",
        "pressurememoryfull:string",
    ]
    private static let balloon = [
        "balloon:number", "balloon_min:number", "shares:number", "freemem:number", "ballooninfo.actual:number",
        "ballooninfo.max_mem:number",
        "ballooninfo.total_mem:number", "ballooninfo.free_mem:number", "ballooninfo.last_update:number",
    ]

    /// Endpoints whose shape nobody recorded and whose schema says nothing: facts.md has them from the source.
    private static let undocumented: Set<String> = [
        // The output of `ceph status`, which is Ceph's own.
        "/cluster/ceph/status", "/nodes/{node}/ceph/status",
        "/cluster/options", "/nodes/{node}/qemu/{vmid}/rrddata", "/nodes/{node}/lxc/{vmid}/rrddata",
        "/nodes/{node}/qemu/{vmid}/agent/get-osinfo",
        "/nodes/{node}/qemu/{vmid}/agent/get-fsinfo", "/nodes/{node}/qemu/{vmid}/agent/network-get-interfaces",
        "/nodes/{node}/qemu/{vmid}/agent/get-host-name", "/nodes/{node}/qemu/{vmid}/agent/info",
    ]

    static func other(_ key: String, _ value: JSONValue, _ template: String, _ schema: JSONValue) -> Bool {
        if undocumented.contains(template) || inSource[template]?.contains("\(key):\(value.type)") ?? false { return true }
        // 9: the names of the tap devices are keys.
        if template == "/nodes/{node}/qemu/{vmid}/status/current", key.hasPrefix("nics.tap"), value.type == "object" { return true }
        guard let property = property(key, template, schema) else { return false }
        var check = SchemaCheck()
        check.check(value, against: property, at: key)
        return check.differences.isEmpty
    }

    /// The property of the schema a key stands for; `net0` is `net[n]`, and rows of a mixed list share theirs.
    private static func property(_ key: String, _ template: String, _ schema: JSONValue) -> JSONValue? {
        var here: JSONValue? = schema["items"] ?? schema
        var parts = key.split(separator: ".").map(String.init)
        if ["/cluster/resources", "/cluster/status", "/cluster/ha/status/current"].contains(template) { parts.removeFirst() }
        for part in parts {
            let properties = here?["properties"]
            let numbered = String(part.reversed().drop { $0.isNumber }.reversed()) + "[n]"
            here = properties?[part] ?? properties?[numbered]
        }
        return here
    }
}
