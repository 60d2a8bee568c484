import PulseCore

/// What is asked at the interval, because there is no stream of it.
struct PollState: Sendable {
    /// Processors and bytes that something takes.
    struct Usage: Hashable, Sendable {
        var processors: Double
        var memory: Double
    }

    enum Metrics: Equatable, Sendable {
        case notAskedYet
        case present
        /// No metrics server, or one that does not answer.
        case absent
        case denied(String)
        case failing(KubernetesFailure)
    }

    var metrics = Metrics.notAskedYet
    var nodes: [String: Usage] = [:]
    var pods: [ObjectName: Usage] = [:]
    /// Bytes of claims, where kubelets are asked.
    var claims: [ObjectName: (used: Double, total: Double)] = [:]
    var claimsDenied: String?
    var version: String?
    /// Nil until they were looked at.
    var certificates: [KubernetesCertificate]?
    /// Rounds in a row in which the server could not be reached, and why.
    var unreachable: (rounds: Int, failure: KubernetesFailure)?

    /// Shortly after a restart of the API server nothing is told yet.
    private static let patience = 3

    /// Why nothing can be said at the moment.
    var outage: KubernetesFailure? {
        guard let unreachable, unreachable.rounds >= Self.patience else { return nil }
        return unreachable.failure
    }
}
