import PulseCore
import PulsePatrol

extension RunStep {
    /// A sentence on where the run is, as a line: clients put them one behind the other.
    var text: PatrolFrame.Text {
        guard done > 0 else { return .init(counts: "Patrol looks at \(Words.count(total, "resource")).\n") }
        let which = kinds.isEmpty ? "" : ", the last \(Words.list(kinds.map(\.plural)))"
        let seen = "\(done) of \(total) resources looked at\(which); \(Words.count(conditions, "condition")) seen so far."
        return .init(counts: done < total ? "\(seen)\n" : "\(seen) Now they are compared with what was known.\n")
    }
}

extension RunRecord {
    /// How the run ended. What went wrong may name things of any source.
    var text: PatrolFrame.Text {
        if let problem { return .init(problem, nameless: status == .cancelled ? problem : "The run had no outcome.") }
        let seconds = Words.figure(duration.asSeconds, .seconds)
        let found = "\(Words.count(new.count, "new finding")), \(regressed.count) came back, \(resolved.count) resolved"
        return .init(counts: "\(Words.count(resources, "resource")), \(Words.count(checks, "check")), \(seconds): \(found). \(findingsSummary).")
    }

    /// `1 critical and 3 warning`.
    var findingsSummary: String {
        if status == .cancelled { return "Cancelled" }
        if problem != nil { return "No outcome" }
        let counts = FindingSeverity.allCases.reversed().compactMap { severity in active[severity.rawValue].map { "\($0) \(severity.rawValue)" } }
        let words = counts.isEmpty ? "All healthy" : Words.list(counts)
        return failures.isEmpty ? words : "\(words); \(Words.count(failures.count, "check")) failed"
    }
}

extension ResourceKind {
    fileprivate var plural: String {
        switch self {
        case .ceph: "Ceph"
        case .mail: "mail"
        case .swarmService: "Swarm services"
        default: rawValue.replacing("k8s-", with: "Kubernetes ") + "s"
        }
    }
}
