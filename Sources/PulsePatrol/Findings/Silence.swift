import PulseCore

/// What a run could not say, found by finding.
struct Silence {
    let outcome: RunOutcome
    private let reasons: [Place: String]

    private struct Place: Hashable {
        let check: String
        let resource: String
        let instance: String?
    }

    init(_ outcome: RunOutcome) {
        self.outcome = outcome
        let places = outcome.unjudged.map { (Place(check: $0.check, resource: $0.resource.description, instance: $0.instance), $0.reason) }
        reasons = Dictionary(places, uniquingKeysWith: { first, _ in first })
    }

    /// Why the run says nothing about a finding; nil when it does.
    func reason(about finding: Finding) -> String? {
        if let failure = outcome.failures[finding.check] { return "The check failed: \(failure)" }
        return reasons[Place(check: finding.check, resource: finding.resource, instance: finding.instance)]
            ?? reasons[Place(check: finding.check, resource: finding.resource, instance: nil)]
    }
}
