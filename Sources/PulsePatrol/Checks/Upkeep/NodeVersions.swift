import PulseCore

extension Check {
    static let nodeVersion = Check(
        "PVE-NODE-VERSION", key: "node-version-differs", "Node is older than others of its cluster", .reliability, on: [.node], needs: [.facts],
        page: CheckPage(
            why: "Guests move from older nodes to newer ones but not always back, and mixed versions are only meant for the time of an upgrade.",
            decides:
                "Info when another node of the cluster runs a later version of the same release (9.1 and 9.2 are different releases), watch when it "
                + "runs a later release. Not in maintenance mode, and not of nodes whose version is not known.",
            advice: "Finish the upgrade: bring all nodes to the same version.")
    ) { look in
        guard let facts = try look.node(), look.cluster != nil else { return .clear }
        guard let own = facts.version.flatMap(ProductVersion.init) else { throw NotEvaluable("Its version is not known.") }
        guard let newest = look.versions.max(by: { $0.version < $1.version }), own < newest.version else { return .clear }
        return .raised(
            Raised(
                own.release == newest.version.release ? .info : .watch, "Older than other nodes of its cluster",
                description: "\(look.name) runs Proxmox VE \(own.text), \(newest.node) runs \(newest.version.text).",
                recommendation: "Upgrade \(look.name) to \(newest.version.text).",
                evidence: "\(own.text) here, \(newest.version.text) on \(newest.node).",
                items: [.fact(look.id, "version", own.text), .fact(newest.id, "version", newest.version.text)]))
    }

    /// The ends that Proxmox names in the FAQ of its administration guide (`pve-faq`), by major version: the last day of that month.
    private static let ends: [Int: String] = [5: "2020-07-31", 6: "2022-09-30", 7: "2024-07-31", 8: "2026-08-31"]

    static let nodeEndOfLife = Check(
        "PVE-NODE-EOL", key: "node-end-of-life", "Node runs a version that gets no updates any more", .security, on: [.node], needs: [.facts],
        page: CheckPage(
            why: "Security holes that are found stay open.",
            decides: "Warning for Proxmox VE "
                + ends.sorted { $0.key < $1.key }.map { "\($0.key) (ended \($0.value))" }.joined(separator: ", ") + ". Not in maintenance mode.",
            advice: "Upgrade to the next major version, one after the other: `pve7to8 --full` and its like tell what stands in the way.")
    ) { look in
        guard let facts = try look.node() else { return .clear }
        guard let own = facts.version.flatMap(ProductVersion.init) else { throw NotEvaluable("Its version is not known.") }
        guard let major = own.numbers.first, let end = ends[major], Words.day(look.now) > end else { return .clear }
        return .raised(
            Raised(
                .warning, "Version without updates",
                description: "\(look.name) runs Proxmox VE \(own.text), which has had no updates since \(end).",
                recommendation: "Run `pve\(major)to\(major + 1) --full` on \(look.name), then upgrade to Proxmox VE \(major + 1).",
                evidence: "Version \(own.text); support of \(major).x ended \(end).", items: [.fact(look.id, "version", own.text)]))
    }
}

/// `9.2.10` or `7.4-17`.
private struct ProductVersion: Comparable {
    let text: String
    let numbers: [Int]
    var release: ArraySlice<Int> { numbers.prefix(2) }

    init?(_ text: String) {
        numbers = text.split { !$0.isNumber || !$0.isASCII }.compactMap { Int($0) }
        guard numbers.count >= 2 else { return nil }
        self.text = text
    }

    static func < (left: ProductVersion, right: ProductVersion) -> Bool { left.numbers.lexicographicallyPrecedes(right.numbers) }
}

extension Look {
    /// Of all nodes of the cluster that are up.
    fileprivate var versions: [(node: String, id: ResourceID, version: ProductVersion)] {
        estate.fleet.sorted([.node]).compactMap { node in
            guard case .node(let facts) = node.facts, node.source == resource.source, node.state.status == .online else { return nil }
            return facts.version.flatMap(ProductVersion.init).map { (facts.name, node.id, $0) }
        }
    }
}
