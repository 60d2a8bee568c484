/// Decides what is asked next about one kind of object: its list, page by page, then a stream of what changes from the list's version on, and the list
/// anew only when the server no longer knows that version.
///
/// Pure: it is told what came of the last question, and says what to keep and what to ask next. Source: Kubernetes, "API Concepts", sections
/// "Efficient detection of changes" and "Retrieving large results sets in chunks".
struct WatchMachine: Sendable {
    enum Event: Equatable, Sendable {
        /// A page came whole.
        case page(version: String, next: String?)
        case listFailed(KubernetesFailure)
        /// The stream ended: with the last version that it told of (by an event or a bookmark), how much it told, and the failure it ended with;
        /// nil when the server ended it.
        case streamEnded(version: String?, events: Int, failure: KubernetesFailure?)
        case waited
    }

    /// What becomes of the objects that are kept.
    enum Effect: Equatable, Sendable {
        /// A list begins: what it will not have named at its end is gone.
        case beginList
        case endList
    }

    enum Question: Equatable, Sendable {
        case list(next: String?)
        case stream(version: String)
        case wait(Duration)
    }

    struct Step: Equatable, Sendable {
        var effects: [Effect] = []
        let question: Question
    }

    /// How it goes, for the module's condition.
    enum Condition: Equatable, Sendable {
        case reading
        case working
        /// The right to list or watch it is missing; the server's sentence.
        case denied(String)
        /// The cluster has no such kind.
        case absent
        /// It failed more than once in a row.
        case failing(KubernetesFailure)
    }

    /// What cannot be had is asked for again, in case somebody grants it or installs it.
    static let recheck = Duration.seconds(120)
    /// Short failures are normal while an API server restarts. After so many the list is read again: that tells at once when all is well, where a
    /// stream may be silent for a minute.
    private static let patience = 3

    private(set) var condition = Condition.reading
    private var backoff = Backoff()
    private var afterWait = Question.list(next: nil)
    private var listing: String?
    private var version = ""

    static let start = Step(effects: [.beginList], question: .list(next: nil))

    mutating func handle(_ event: Event, chance: Double) -> Step {
        switch event {
        case .page(_, let next?) where !next.isEmpty:
            listing = next
            return Step(question: .list(next: next))
        case .page(let version, _):
            (listing, self.version, condition) = (nil, version, .working)
            return Step(effects: [.endList], question: .stream(version: version))
        case .listFailed(let failure): return listFailed(failure, chance)
        case .streamEnded(let version, let events, let failure):
            if let version { self.version = version }
            return streamEnded(events: events, failure, chance)
        case .waited: return Step(effects: afterWait == .list(next: nil) ? [.beginList] : [], question: afterWait)
        }
    }

    private mutating func listFailed(_ failure: KubernetesFailure, _ chance: Double) -> Step {
        // A `continue` that the server no longer knows: what was listed so far is of a moment that is over.
        if listing != nil, failure.isLostPlace { listing = nil }
        return wait(failure, chance, then: .list(next: listing))
    }

    private mutating func streamEnded(events: Int, _ failure: KubernetesFailure?, _ chance: Double) -> Step {
        if events > 0 {
            backoff.succeeded()
            condition = .working
        }
        switch failure {
        case nil where events > 0: return Step(question: .stream(version: version))
        // A server that ends each stream at once is not asked without a pause.
        case nil: return pause(backoff.failed(chance: chance), then: .stream(version: version))
        case .gone?, .tooLarge?: return pause(backoff.failed(chance: chance), then: .list(next: nil))
        case let failure?:
            let isLost = backoff.failures + 1 >= Self.patience
            return wait(failure, chance, then: isLost ? .list(next: nil) : .stream(version: version))
        }
    }

    private mutating func wait(_ failure: KubernetesFailure, _ chance: Double, then next: Question) -> Step {
        let wait = backoff.failed(chance: chance)
        switch failure {
        case .forbidden(let message):
            condition = .denied(message)
            return pause(Self.recheck, then: .list(next: nil))
        case .notFound:
            condition = .absent
            return pause(Self.recheck, then: .list(next: nil))
        default:
            if backoff.failures >= Self.patience { condition = .failing(failure) }
            guard case .busy(let wanted?) = failure else { return pause(wait, then: next) }
            return pause(max(wanted, wait), then: next)
        }
    }

    private mutating func pause(_ duration: Duration, then question: Question) -> Step {
        afterWait = question
        return Step(question: .wait(duration))
    }
}

extension KubernetesFailure {
    /// The server cannot go on from where it was asked to.
    var isLostPlace: Bool {
        switch self {
        case .gone, .badRequest: true
        default: false
        }
    }
}
