package import PulseCore

/// One question that patrol asks of every resource of some kinds. A value: the catalogue is a list of these, and nothing else knows one by name.
package struct Check: Sendable, Identifiable {
    /// `PVE-STORAGE-FILL`: product, thing, condition. Never changed and never used again.
    package let code: String
    /// The name automations of Pulse v5 know, kebab-case: `storage-high-usage`.
    package let key: String
    /// What it looks for, without a full stop: `Storage fills up`.
    package let title: String
    package let category: FindingCategory
    /// Each resource of these kinds is looked at once a run.
    package let kinds: Set<ResourceKind>
    package let needs: [Need]
    package let page: CheckPage
    /// How it takes part in the search for causes.
    package var role = CausalRole()
    package let decide: @Sendable (Look) throws -> Answer

    package var id: String { code }

    package init(
        _ code: String, key: String, _ title: String, _ category: FindingCategory, on kinds: Set<ResourceKind>, needs: [Need] = [], page: CheckPage,
        role: CausalRole = CausalRole(), decide: @escaping @Sendable (Look) throws -> Answer
    ) {
        (self.code, self.key, self.title, self.category, self.kinds, self.needs) = (code, key, title, category, kinds, needs)
        (self.page, self.role, self.decide) = (page, role, decide)
    }
}

/// The page of a check in the documentation. Numbers come from the same constants as the decision.
package struct CheckPage: Sendable, Hashable {
    /// Why it matters.
    package let why: String
    /// When it fires, with every threshold and severity, and when it deliberately does not.
    package let decides: String
    /// What to do.
    package let advice: String

    package init(why: String, decides: String, advice: String) {
        (self.why, self.decides, self.advice) = (why, decides, advice)
    }
}

/// What a check reads, as its page shows it. Of history, a series is read for the longest stretch that any check of the kind names.
package enum Need: Hashable, Sendable {
    /// What the source says of the resource.
    case facts
    case current(Metric)
    /// So many hours of one metric, by the hour.
    case history(Metric, hours: Int)
    /// The same of each part that the resource names: its file systems, sensors, fans, disks.
    case parts(Metric, hours: Int)
    /// A part of the source's ledger, in words: `tasks`, `backup jobs`.
    case ledger(String)
    case backups
    case sources
}

extension Need {
    /// As a page says it: `its CPU load now`, `its used disk space of the last 7 days, by the hour`.
    package var words: String {
        switch self {
        case .facts: "what its source says of it"
        case .current(let metric): "its \(metric.words) now"
        case .history(let metric, let hours): "its \(metric.words) of the last \(Words.duration(.seconds(hours * 3600))), by the hour"
        case .parts(let metric, let hours): "the \(metric.words) of each part of the last \(Words.duration(.seconds(hours * 3600))), by the hour"
        case .ledger(let part): part
        case .backups: "the backup board"
        case .sources: "the state of its source"
        }
    }
}
