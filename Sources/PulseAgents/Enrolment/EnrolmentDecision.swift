import PulseCore

/// Whether a machine that enrols is one that is known.
///
/// Pure. An agent that still reports is never replaced, whatever the machine says of itself: it gets company, and both are marked. A record is taken
/// over, with its name and its history, when it is the same machine for all that can be known and the agent before is silent or revoked:
/// the same key, or the same machine id and the same host name.
struct EnrolmentDecision: Equatable {
    struct Known: Equatable {
        let record: AgentRecord
        /// It reported lately.
        let isReporting: Bool
        let lastSeenAt: Timestamp?
    }

    enum Outcome: Equatable {
        case new
        /// The same key came once more: the answer to the first request was lost.
        case renewed(String)
        /// That record gets the new key.
        case takenOver(String)
    }

    let publicKey: [UInt8]
    let hostname: String
    let machineID: String?

    func outcome(among known: [Known]) -> Outcome {
        if let same = known.first(where: { $0.record.origin == .enrolled(publicKey: publicKey) }) {
            return same.record.revokedAt == nil ? .renewed(same.record.id) : .takenOver(same.record.id)
        }
        let free = known.filter { isSameMachine($0.record) && ($0.record.revokedAt != nil || !$0.isReporting) }
        // Of several the one that was here last, for its history goes on with the smallest gap.
        let latest = free.max { ($0.lastSeenAt ?? $0.record.enrolledAt) < ($1.lastSeenAt ?? $1.record.enrolledAt) }
        return latest.map { .takenOver($0.record.id) } ?? .new
    }

    private func isSameMachine(_ record: AgentRecord) -> Bool {
        guard let machineID = MachineID.usable(machineID), MachineID.usable(record.machineID) == machineID else { return false }
        return record.hostname.lowercased() == hostname.lowercased()
    }
}

/// `/etc/machine-id` as evidence.
enum MachineID {
    /// Nil for what no machine is called by: empty, `uninitialized` of images that were never started, or zeros.
    static func usable(_ text: String?) -> String? {
        guard let text = text?.lowercased(), text.utf8.count >= 16, text.utf8.contains(where: { $0 != 0x30 && $0 != 0x2D }) else { return nil }
        return text
    }

    /// The agents that share one with another that was not revoked: clones of one machine.
    static func shared(_ records: [AgentRecord]) -> Set<String> {
        let active = records.filter { $0.revokedAt == nil && usable($0.machineID) != nil }
        let groups = Dictionary(grouping: active) { usable($0.machineID) }
        return Set(groups.values.filter { $0.count > 1 }.joined().map(\.id))
    }
}
