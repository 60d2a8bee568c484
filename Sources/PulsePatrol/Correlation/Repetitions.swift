import PulseCore

/// One matter, told by the server of a node and by the agent on it: one finding leads, and the other follows from it.
///
/// The more severe leads, so that nothing looks milder than it is; of two that are alike the server's, because it is there without an agent too.
/// Where one of them is not raised, because its source is silent, may not look or does not see it, the other stands alone.
struct Repetitions: Sendable {
    private let told: [ResourceID: [Candidate]]
    private let doubles: DoubleSight

    init(_ candidates: [Candidate], _ doubles: DoubleSight) {
        self.doubles = doubles
        let codes = candidates.reduce(into: Set<String>()) { $0.formUnion($1.check.role.repeats) }
        told = Dictionary(grouping: candidates.filter { codes.contains($0.check.code) }) { $0.resource.id }
    }

    func links(for candidates: [Candidate]) -> [FindingIdentity: Correlator.Link] {
        var links: [FindingIdentity: Correlator.Link] = [:]
        for candidate in candidates where !candidate.check.role.repeats.isEmpty {
            let others = others(of: candidate)
            guard let worst = others.max(by: { ($0.severity, $1.identity) < ($1.severity, $0.identity) }) else { continue }
            if worst.severity >= candidate.raised.severity {
                links[candidate.identity] = Correlator.Link(cause: worst.identity, path: worst.way)
            } else {
                for other in others { links[other.identity] = Correlator.Link(cause: candidate.identity, path: other.way.reversed()) }
            }
        }
        return links
    }

    private func others(of candidate: Candidate) -> [(identity: FindingIdentity, severity: FindingSeverity, way: [ResourceID])] {
        doubles.ways(from: candidate.resource.id, named: candidate.raised.instance).flatMap { way in
            let same = (way.last.flatMap { told[$0] } ?? []).filter { candidate.isRepeated(by: $0) }
            return same.map { ($0.identity, $0.raised.severity, way) }
        }
    }
}

extension Candidate {
    fileprivate func isRepeated(by other: Candidate) -> Bool {
        guard check.role.repeats.contains(other.check.code) else { return false }
        // Of a node there are several services; a pool or a disk is itself the part that is meant.
        return other.resource.id.kind != .node || other.raised.instance.isEmpty || other.raised.instance == ServiceName.of(unit: raised.instance)
    }
}

/// Proxmox calls some services otherwise than systemd calls their units.
enum ServiceName {
    private static let others = ["ssh": "sshd", "rsyslog": "syslog", "postfix@-": "postfix"]

    static func of(unit: String) -> String {
        let name = unit.hasSuffix(".service") ? String(unit.dropLast(8)) : unit
        return others[name] ?? name
    }
}
