/// What one may do: the vocabulary of roles and of the scopes of API tokens.
package enum Permission: String, Hashable, Sendable, CaseIterable {
    case monitoringRead = "monitoring:read"
    case monitoringWrite = "monitoring:write"
    case settingsRead = "settings:read"
    case settingsWrite = "settings:write"
    case usersManage = "users:manage"
    case auditRead = "audit:read"
    case auditManage = "audit:manage"
    case licenseManage = "license:manage"
    case configExport = "config:export"
    case configImport = "config:import"
    case agentEnrol = "agent:enrol"
    case hostAgentReport = "host-agent:report"
    case hostAgentManage = "host-agent:manage"
    case dockerReport = "docker:report"
    case kubernetesReport = "kubernetes:report"

    /// What it opens, for a person.
    package var summary: String {
        switch self {
        case .monitoringRead: "See resources, their state and their history."
        case .monitoringWrite: "Give resources names and notes; run patrol, and act on its findings."
        case .settingsRead: "See sources and settings, without secrets."
        case .settingsWrite: "Change sources and settings, and make API tokens of one's own."
        case .usersManage: "Manage users, roles, everybody's API tokens and viewer links."
        case .auditRead: "Read the audit log and what it delivers where."
        case .auditManage: "Change where the audit log is delivered."
        case .licenseManage: "Activate and clear the licence."
        case .configExport: "Export the configuration, with its secrets, under a passphrase."
        case .configImport: "Import a configuration, which can change everything."
        case .agentEnrol: "Let machines enrol as agents."
        case .hostAgentReport: "Report as a host agent of Pulse v5."
        case .hostAgentManage: "See and forget hosts that report with other tokens."
        case .dockerReport: "Report as a Docker agent of Pulse v5."
        case .kubernetesReport: "Report as a Kubernetes agent of Pulse v5."
        }
    }

    /// The permissions that limits can narrow: they are about resources one by one. All others are about the whole Pulse.
    package static let limitable: Set<Permission> = [.monitoringRead, .monitoringWrite]
}
