import PulseCore

/// The calls of the main flight: about the whole cluster, cheap for it, answered by the node that is asked.
enum MainCall: String, CaseIterable, Sendable {
    case resources
    case clusterStatus = "cluster_status"
    case nodes
    case permissions
    case version

    var path: String {
        switch self {
        case .resources: "/cluster/resources"
        case .clusterStatus: "/cluster/status"
        case .nodes: "/nodes"
        case .permissions: "/access/permissions"
        case .version: "/version"
        }
    }

    /// Nil: in every flight.
    var period: Duration? {
        switch self {
        case .resources: nil
        case .clusterStatus: .seconds(30)
        case .nodes, .permissions, .version: .seconds(600)
        }
    }
}

/// Decides which of them a flight makes besides `/cluster/resources`.
struct MainSchedule: Sendable {
    private var due: [MainCall: Timestamp] = [:]

    /// After a failure a call is not left alone for its whole period.
    private static let retryPeriod = Duration.seconds(60)
    /// A little early is in time: flights don't come to the millisecond.
    private static let slack = Duration.seconds(2)

    func calls(at now: Timestamp) -> [MainCall] {
        MainCall.allCases.filter { call in
            guard call.period != nil else { return false }
            return (due[call].map { now + Self.slack >= $0 }) ?? true
        }
    }

    mutating func finished(_ call: MainCall, answered: Bool, at now: Timestamp) {
        guard let period = call.period else { return }
        due[call] = now + (answered ? period : min(period, Self.retryPeriod))
    }

    /// Something changed that the membership should explain: a node went or came, another endpoint answers.
    mutating func membershipChanged() {
        due[.clusterStatus] = nil
    }

    /// Rows went missing: deleted, or hidden since a privilege was taken away?
    mutating func permissionsInDoubt() {
        due[.permissions] = nil
    }
}
