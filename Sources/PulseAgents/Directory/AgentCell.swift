import Synchronization

/// The state of one agent behind a lock of its own: a thousand agents do not wait for each other.
final class AgentCell: Sendable {
    let id: String
    let state: Mutex<AgentState>

    init(_ state: AgentState) {
        id = state.record.id
        self.state = Mutex(state)
    }
}
