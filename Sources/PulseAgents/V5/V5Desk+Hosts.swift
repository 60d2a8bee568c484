import PulseAgentProtocol
package import PulseCore
import Synchronization

/// What agents of v5 ask of themselves.
extension V5Desk {
    /// By id, or by host name as v5 compares it: the whole, then its first part.
    package func lookup(id: String?, hostname: String?, from caller: V5Caller, at now: Timestamp) throws -> V5LookupReply {
        let states = directory.cells().map { cell in cell.state.withLock { $0 } }.filter { $0.record.revokedAt == nil }
        guard let state = Self.find(id, hostname, in: states.sorted { $0.record.id < $1.record.id }) else { throw AgentRefusal.hostNotFound }
        try Self.check(caller, state)
        let isReporting = state.liveness.isReporting(at: now)
        let host = V5LookupReply.Host(
            id: state.record.id, hostname: state.record.hostname, displayName: state.estate.objects[ObjectKey(.host)]?.name ?? state.record.hostname,
            status: isReporting ? "online" : "offline", connected: isReporting, lastSeen: state.liveness.lastSeenAt?.description,
            agentVersion: state.record.version)
        return V5LookupReply(host: host)
    }

    /// What the profile of a host says in v5's words.
    package func configuration(of id: String, from caller: V5Caller, at now: Timestamp) throws -> V5ConfigurationReply {
        guard let cell = directory.book.withLock({ $0.cells[id] }) else { throw AgentRefusal.hostNotFound }
        let state = cell.state.withLock { $0 }
        guard state.record.revokedAt == nil else { throw AgentRefusal.agentRevoked(id) }
        try Self.check(caller, state)
        let settings = directory.shelf.book.withLock { $0.profile(for: state.subject)?.settings }
        return V5ConfigurationReply(hostId: id, config: .init(settings: settings.map(V5Settings.init)))
    }

    private static func find(_ id: String?, _ hostname: String?, in states: [AgentState]) -> AgentState? {
        if let id, let state = states.first(where: { $0.record.id == id }) { return state }
        guard let name = hostname?.lowercased(), !name.isEmpty else { return nil }
        func short(_ text: some StringProtocol) -> Substring { Substring(text).prefix { $0 != "." } }
        return states.first { $0.record.hostname.lowercased() == name }
            ?? states.first { short($0.record.hostname.lowercased()) == short(name) }
    }

    /// A token sees the hosts that report with it.
    private static func check(_ caller: V5Caller, _ state: AgentState) throws {
        guard caller.managesAll || state.recall.tokens.values.contains(caller.tokenID) else { throw AgentRefusal.hostForbidden }
    }
}

extension V5Settings {
    fileprivate init(_ settings: AgentSettings) {
        interval = settings.interval
        enableDocker = settings.containers.map { $0 != .off }
        enableKubernetes = settings.kubernetes
        logLevel = settings.logLevel.map { level in
            switch level {
            case .debug: "debug"
            case .info, .notice: "info"
            case .warning: "warn"
            case .error: "error"
            }
        }
    }
}
