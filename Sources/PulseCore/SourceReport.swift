/// What kind of system a source is.
package enum SourceKind: String, Hashable, Sendable, CaseIterable {
    case proxmoxVE = "pve"
    case backupServer = "pbs"
    case mailGateway = "pmg"
    /// The machine Pulse runs on.
    case thisHost = "self"
    /// A machine with an agent of ours or of v5.
    case agent
    /// A Kubernetes cluster that an agent watches.
    case kubernetes
}

/// Something wrong, said for a person: what was attempted and why it failed, and what to do next.
package struct Problem: Hashable, Sendable {
    /// A stable name for programs, `certificate_changed`.
    package let code: String
    package let sentence: String
    package let nextStep: String

    package init(code: String, sentence: String, nextStep: String) {
        self.code = code
        self.sentence = sentence
        self.nextStep = nextStep
    }

    /// The code of a problem that comes with an answer: it was given, and may be less than there is.
    package static let inPart = "answered_in_part"
}

/// How a source is doing as a whole.
package enum SourceCondition: Hashable, Sendable {
    /// Not asked yet since the start.
    case connecting
    case reachable
    /// It answers, but something is missing: a node, a privilege, an endpoint.
    case degraded
    /// Nothing answers.
    case unreachable
    /// It answers and refuses us: wrong or expired credentials, changed certificate. Nobody but the operator can mend it.
    case refused

    package var name: String {
        switch self {
        case .connecting: "connecting"
        case .reachable: "reachable"
        case .degraded: "degraded"
        case .unreachable: "unreachable"
        case .refused: "refused"
        }
    }
}

/// The breaker of one endpoint: closed lets calls through, open keeps them back until a moment, half-open lets one through.
package enum BreakerState: Hashable, Sendable {
    case closed
    case open(until: Timestamp)
    case halfOpen
}

/// One address of a source and how it behaves.
package struct EndpointReport: Hashable, Sendable {
    package var address: String
    package var node: String?
    package var breaker: BreakerState
    package var lastAnswerAt: Timestamp?
    package var problem: Problem?
    /// SHA-256 of the pinned certificate; nil when the system's trust is used.
    package var fingerprint: String?

    package init(
        address: String, node: String? = nil, breaker: BreakerState = .closed, lastAnswerAt: Timestamp? = nil, problem: Problem? = nil,
        fingerprint: String? = nil
    ) {
        self.address = address
        self.node = node
        self.breaker = breaker
        self.lastAnswerAt = lastAnswerAt
        self.problem = problem
        self.fingerprint = fingerprint
    }
}

/// A privilege the credentials lack, what stays hidden for it, and the command that grants it.
package struct MissingPrivilege: Hashable, Sendable {
    package let privilege: String
    package let path: String
    package let hides: String
    package let command: String

    package init(privilege: String, path: String, hides: String, command: String) {
        self.privilege = privilege
        self.path = path
        self.hides = hides
        self.command = command
    }
}

/// Whether credentials let one thing be read that Pulse shows, and what would open it.
package struct FeatureAccess: Hashable, Sendable {
    /// What it is, in words of a person.
    package let feature: String
    /// Nil when it can be read.
    package let missing: MissingPrivilege?
    /// True when what opens it can do more than read. A monitor does without it unless somebody decides otherwise.
    package let changes: Bool

    package init(_ feature: String, missing: MissingPrivilege?, changes: Bool = false) {
        self.feature = feature
        self.missing = missing
        self.changes = changes
    }

    package var isReadable: Bool { missing == nil }
}

/// The state of a source itself, as shown in the strip above the table and in the settings.
package struct SourceReport: Hashable, Sendable {
    package let source: SourceSlug
    package var kind: SourceKind
    package var name: String
    package var condition: SourceCondition
    package var problems: [Problem]
    package var missingPrivileges: [MissingPrivilege]
    package var endpoints: [EndpointReport]
    package var version: String?
    /// When it last gave a complete answer.
    package var lastAnswerAt: Timestamp?
    /// How often it is asked.
    package var interval: Duration
    /// When it was first heard of: since it was added, or since the start of Pulse. The inventory says so.
    package var knownSince: Timestamp?
    /// Of these kinds its latest answer listed all: what is not in the fleet does not exist. The inventory fills it in.
    package var completeKinds: Set<ResourceKind> = []

    package init(
        source: SourceSlug, kind: SourceKind, name: String, condition: SourceCondition, problems: [Problem] = [],
        missingPrivileges: [MissingPrivilege] = [], endpoints: [EndpointReport] = [], version: String? = nil, lastAnswerAt: Timestamp? = nil,
        interval: Duration
    ) {
        self.source = source
        self.kind = kind
        self.name = name
        self.condition = condition
        self.problems = problems
        self.missingPrivileges = missingPrivileges
        self.endpoints = endpoints
        self.version = version
        self.lastAnswerAt = lastAnswerAt
        self.interval = interval
    }
}
