/// What a licence turns on. The names are those of the wire and of the keys that are issued.
package enum Feature: String, Sendable, Hashable, CaseIterable {
    case aiPatrol = "ai_patrol"
    case aiAlerts = "ai_alerts"
    case aiAutofix = "ai_autofix"
    case kubernetesAI = "kubernetes_ai"
    case agentProfiles = "agent_profiles"
    case advancedReporting = "advanced_reporting"
    case auditLogging = "audit_logging"

    /// As a sentence names it.
    package var displayName: String {
        switch self {
        case .aiPatrol: "AI Patrol"
        case .aiAlerts: "AI Alert Analysis"
        case .aiAutofix: "AI Auto-Fix"
        case .kubernetesAI: "Kubernetes AI Analysis"
        case .agentProfiles: "Agent Profiles"
        case .advancedReporting: "Advanced Reporting"
        case .auditLogging: "Audit Logging"
        }
    }
}

/// Tells whether the licence of this moment includes a feature. Routes and schedulers ask the same one, each time anew: a licence can end
/// or arrive while the server runs.
package protocol FeatureGate: Sendable {
    func allows(_ feature: Feature) -> Bool
}

/// No licence at all.
package struct NoFeatures: FeatureGate {
    package init() {}

    package func allows(_ feature: Feature) -> Bool { false }
}
