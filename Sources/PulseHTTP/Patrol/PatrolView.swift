import PulseAccess
import PulseCore
import PulsePatrol

/// The part of patrol that somebody may see, decided by `Visibility` alone.
///
/// A finding goes with its resource. The sentences of one may name others, so whoever does not see all of its source reads the title alone.
struct PatrolView {
    let book: FindingBook
    let fleet: Fleet
    let visibility: Visibility
    let now: Timestamp
    private let consequences: [String: [String]]

    init(_ patrol: PatrolService, _ fleet: Fleet, _ visibility: Visibility, at now: Timestamp) {
        (book, self.fleet, self.visibility, self.now) = (patrol.book, fleet, visibility, now)
        let open = book.findings.values.filter { !$0.isResolved && $0.cause != nil }
        consequences = Dictionary(grouping: open) { $0.cause?.finding ?? "" }.mapValues { $0.map(\.id).sorted() }
    }

    func shows(_ finding: Finding) -> Bool {
        guard visibility.isLimited else { return true }
        return finding.resourceID.map { visibility.shows($0, in: fleet) } ?? false
    }

    func showsWords(of finding: Finding) -> Bool {
        guard visibility.isLimited else { return true }
        return SourceSlug(finding.subject.source).map { visibility.showsAll(of: $0) } ?? false
    }

    /// Those that a finding caused and that may be seen.
    func consequences(of finding: Finding) -> [String] {
        (consequences[finding.id] ?? []).filter { book.findings[$0].map(shows) ?? false }
    }

    func cause(of finding: Finding) -> Finding.Cause? {
        guard let cause = finding.cause, let other = book.findings[cause.finding], shows(other) else { return nil }
        guard visibility.isLimited else { return cause }
        let isWhole = cause.path.allSatisfy { ResourceID($0).map { visibility.shows($0, in: fleet) } ?? false }
        return isWhole ? cause : nil
    }

    var active: [Finding] { book.active(at: now).filter(shows) }

    /// How many active ones there are of each sort, or of those that rules hide. Nothing is copied or put in order for it, which would take many times as long.
    func tally<Sort: Hashable>(by sort: KeyPath<Finding, Sort>, suppressed: Bool = false) -> [Sort: Int] {
        book.findings.values.reduce(into: [:]) { counts, finding in
            guard finding.isActive(at: now), (book.rule(hiding: finding, at: now) != nil) == suppressed, shows(finding) else { return }
            counts[finding[keyPath: sort], default: 0] += 1
        }
    }

    var all: [Finding] { book.all.filter(shows) }

    func state(of finding: Finding) -> String {
        switch finding.standing {
        case .open: finding.isRegressed ? "regressed" : "open"
        case .acknowledged: "acknowledged"
        case .snoozed(let until, _): until > now ? "snoozed" : "open"
        case .dismissed: "dismissed"
        case .resolved: "resolved"
        }
    }
}
