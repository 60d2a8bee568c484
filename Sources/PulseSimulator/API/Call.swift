/// One authenticated request on its way through an endpoint: what was asked, by whom, and the world at that moment.
struct Call {
    let request: APIRequest
    /// What the path's placeholders stood for.
    let parameters: [String: String]
    let principal: Principal
    let world: ClusterWorld
    /// Simulated seconds since 1970.
    let now: Double
    /// The same as the node that answers believes it; only what it tells about time goes by this.
    let clock: Double
    /// The node that was connected to.
    let entry: String
    let options: EstateOptions

    var version: SimulatedVersion { world.version }

    func may(_ privileges: [String], _ path: String) -> Bool { world.access.allows(principal, privileges, on: path) }
    func may(_ privilege: String, _ path: String) -> Bool { may([privilege], path) }

    /// A guest's rights come from its own path or from its pool.
    func maySee(_ guest: Guest) -> Bool {
        may("VM.Audit", "/vms/\(guest.vmid)") || guest.pool.map { may("VM.Audit", "/pool/\($0)") } ?? false
    }

    func node() throws(APIRefusal) -> Node {
        let name = parameters["node"] ?? ""
        if let node = world.node(name == "localhost" ? entry : name) { return node }
        throw .failed("hostname lookup '\(name)' failed - failed to get address info for: \(name): Name or service not known")
    }

    func guest(_ kind: Guest.Kind) throws(APIRefusal) -> Guest {
        let text = parameters["vmid"] ?? ""
        guard let vmid = Int(text), vmid >= 100 else {
            throw .parameter("vmid", "invalid format - value does not look like a valid VM ID\n")
        }
        let node = try node()
        if let guest = world.guest(vmid), guest.kind == kind, guest.node == node.name { return guest }
        let folder = kind == .qemu ? "qemu-server" : "lxc"
        throw .failed("Configuration file 'nodes/\(node.name)/\(folder)/\(vmid).conf' does not exist")
    }

    /// Proxmox keeps these lists in hashes of Perl: every answer has another order, and no client may rely on one.
    func inHashOrder(_ rows: [String]) -> [String] {
        var random = SplitMix64(seed: SplitMix64.mix(world.seed, UInt64(now)))
        return rows.shuffled(using: &random)
    }

    func flag(_ name: String) -> Bool { request.query[name] == "1" }
    func number(_ name: String) -> Int? { request.query[name].flatMap { Int($0) } }
}
