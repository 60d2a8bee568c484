import PulseCore

/// Decides which calls a main flight makes besides the usage of the datastores.
struct PBSMainSchedule: Sendable {
    private var due: [PBSMainCall: Timestamp] = [:]

    /// A little early is in time: flights don't come to the millisecond.
    private static let slack = Duration.seconds(2)
    private static let retryPeriod = Duration.seconds(60)

    init() {}

    func calls(at now: Timestamp) -> [PBSMainCall] {
        PBSMainCall.allCases.filter { call in
            guard call.period != nil else { return false }
            return due[call].map { now + Self.slack >= $0 } ?? true
        }
    }

    mutating func finished(_ call: PBSMainCall, answered: Bool, at now: Timestamp) {
        guard let period = call.period else { return }
        due[call] = now + (answered ? period : min(period, Self.retryPeriod))
    }

    /// Datastores came or went: made and removed, or shown and hidden?
    mutating func permissionsInDoubt() {
        due[.permissions] = nil
    }
}
