package import PulseCore

/// Where the run that is under way has got to. No names: everybody who may see anything may see this.
package struct PatrolProgress: Hashable, Sendable {
    package enum Phase: String, Hashable, Sendable {
        case looking, comparing, ended
    }

    package let run: String
    package let phase: Phase
    package let startedAt: Timestamp
    /// Resources.
    package let done: Int
    package let total: Int
}
