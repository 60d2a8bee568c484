import PulseCore

/// The nodes that are offline and took along all that is down of a Ceph. None, when anything else is down too: then it is a matter of its own.
struct CephOutage {
    private let source: SourceSlug
    private let offline: Set<String>
    private let state: CephState
    private let details: [String]
    private let countDown: Int?

    /// - Parameter details: what Ceph says of the condition, line by line.
    init(_ look: Look, _ state: CephState, details: [String]) {
        (source, self.state, self.details) = (look.resource.source, state, details)
        offline = Set(
            look.estate.fleet.resources.values.compactMap { resource in
                guard case .node(let node) = resource.facts, resource.source == look.resource.source else { return nil }
                return resource.state.status == .offline ? node.name : nil
            })
        guard case .ceph(let facts) = look.resource.facts, let total = facts.osdsTotal, let up = facts.osdsUp else {
            countDown = nil
            return
        }
        countDown = total - up
    }

    /// The list of OSDs is read less often than their count, and may be from before the outage.
    var ofOSDs: [ResourceID] {
        guard let osds = state.osds, osds.allSatisfy({ $0.host != nil }) else { return nodes(Self.hosts(in: details)) }
        let down = osds.filter { $0.isUp == false }
        let taken = osds.filter { $0.host.map(offline.contains) ?? false }
        guard max(down.count, countDown ?? 0) <= taken.count else { return [] }
        return nodes(Set((down.isEmpty ? taken : down).compactMap(\.host)))
    }

    /// Proxmox VE gives a monitor the name of its node.
    var ofMonitors: [ResourceID] {
        let missing = Set(state.monitors.filter { !$0.value }.keys)
        return nodes(missing.isEmpty ? Self.monitors(in: details) : missing)
    }

    private func nodes(_ names: Set<String>) -> [ResourceID] {
        names.isSubset(of: offline) ? names.sorted().map { .node(source, $0) } : []
    }

    /// `osd.4 (root=default,host=pve3) is down`, `host pve3 (root=default) (2 osds) is down`
    private static func hosts(in details: [String]) -> Set<String> {
        Set(
            details.compactMap { line in
                let words = line.split { " (),=".contains($0) }
                return words.firstIndex(of: "host").flatMap { $0 + 1 < words.count ? String(words[$0 + 1]) : nil }
            })
    }

    /// `mon.pve3 (rank 2) addr … is down (out of quorum)`
    private static func monitors(in details: [String]) -> Set<String> {
        Set(details.flatMap { $0.split(separator: " ") }.filter { $0.hasPrefix("mon.") }.map { String($0.dropFirst(4)) })
    }
}
