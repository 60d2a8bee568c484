import PulseCore

/// What the ids of v5 are called here, as far as they can be told apart: guests are `instance:node:vmid`, in early versions `instance-node-vmid`,
/// and nodes `instance-node`.
struct V5Resources {
    private let names: V5Names
    /// Those of each instance's cluster.
    private let nodes: Set<String>

    init(_ names: V5Names, _ instances: [V5Export.Instance]) {
        self.names = names
        nodes = Set(instances.flatMap { $0.clusterEndpoints ?? [] }.compactMap(\.nodeName))
    }

    /// The ids among `theirs` that are known.
    func known(_ theirs: some Sequence<String>) -> [String: String] {
        var ours: [String: String] = [:]
        for name in theirs { ours[name] = resource(name)?.description }
        return ours
    }

    private func resource(_ name: String) -> ResourceID? {
        guard !name.contains(":") else { return names.guest(name) }
        // `lab-pve-1` is a node where there is one called `pve-1`, and could be the guest 1 of a node `pve`.
        if let (slug, rest) = names.source(name, separator: "-"), nodes.contains(String(rest)) { return .node(slug, String(rest)) }
        return names.guest(name)
    }
}

/// Which source here is which instance of v5, by every name that v5 may use for it in ids.
struct V5Names {
    let slugs: [String: SourceSlug]
    /// The longest name first: `lab` is not `lab-2`.
    private let inOrder: [String]

    init(_ slugs: [String: SourceSlug]) {
        self.slugs = slugs
        inOrder = slugs.keys.sorted { ($0.count, $0) > ($1.count, $1) }
    }

    func source(_ name: String, separator: Character) -> (slug: SourceSlug, rest: Substring)? {
        guard let instance = inOrder.first(where: { name.hasPrefix("\($0)\(separator)") }), let slug = slugs[instance] else { return nil }
        return (slug, name.dropFirst(instance.count + 1))
    }

    func guest(_ name: String) -> ResourceID? {
        let separator: Character = name.contains(":") ? ":" : "-"
        guard let end = name.lastIndex(of: separator), let vmid = Int(name[name.index(after: end)...]), vmid > 0 else { return nil }
        return source(name, separator: separator).map { .guest($0.slug, vmid: vmid) }
    }
}
