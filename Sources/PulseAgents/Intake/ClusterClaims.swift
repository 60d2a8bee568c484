import PulseCore

/// Which agent speaks for a Kubernetes cluster, where several see it.
///
/// Pure. The first that came speaks until it is silent for its time; then the next that comes.
struct ClusterClaims: Sendable {
    private struct Claim: Sendable {
        var agent: String
        var until: Timestamp
    }

    private var claims: [String: Claim] = [:]

    /// - Parameter limit: how long the agent may be silent.
    /// - Returns: the agent that speaks for the cluster.
    mutating func holder(of uid: String, asking agent: String, limit: Duration, at now: Timestamp) -> String {
        if let claim = claims[uid], claim.agent != agent, claim.until >= now { return claim.agent }
        claims[uid] = Claim(agent: agent, until: now + limit)
        return agent
    }

    mutating func release(agent: String) { claims = claims.filter { $0.value.agent != agent } }
}
