import PulseCore

/// What `/sys` says of one member of an array.
struct ArrayMemberState: Hashable, Sendable {
    /// Words with commas, `in_sync,write_mostly`.
    var state: String?
    var slot: Int?
}

extension SoftwareArray {
    /// Adds the places of the members where `/sys` tells them, counts them, and names those that are missing.
    mutating func settle(_ known: [String: ArrayMemberState]) {
        for index in members.indices {
            guard let told = known[members[index].device] else { continue }
            members[index].slot = told.slot
            members[index].state = Self.word(told) ?? members[index].state
        }
        members.sort { ($0.slot ?? .max, $0.device) < ($1.slot ?? .max, $1.device) }
        markRebuilding()
        devicesFailed = members.count { $0.state == "faulty" }
        devicesSpare = members.count { $0.state == "spare" }
        addMissing()
    }

    private static func word(_ told: ArrayMemberState) -> String? {
        let words = (told.state ?? "").split(separator: ",")
        if words.contains("faulty") { return "faulty" }
        if words.contains("journal") { return "journal" }
        if words.contains("in_sync") { return "active" }
        // A spare with a place in the array is being filled.
        return words.contains("spare") ? (told.slot == nil ? "spare" : "rebuilding") : nil
    }

    /// Without `/sys`, what is more than the active ones is what is being filled: the ones that were added last.
    private mutating func markRebuilding() {
        guard action == "recovery" || action == "reshape", let devicesActive, !members.contains(where: { $0.state == "rebuilding" }) else { return }
        let active = members.indices.filter { members[$0].state == "active" && members[$0].slot == nil }
        let settled = members.count { $0.state == "active" && $0.slot != nil }
        for index in active.dropFirst(max(0, devicesActive - settled)) { members[index].state = "rebuilding" }
    }

    /// A place that nothing stands in. Nobody knows the name of what was there.
    private mutating func addMissing() {
        guard let devicesWanted, state != "inactive" else { return }
        let present = members.filter { $0.state == "active" || $0.state == "rebuilding" || $0.state == "replacement" }
        let count = devicesWanted - present.count
        guard (1...64).contains(count) else { return }
        let slots = Set(present.compactMap(\.slot))
        let free = slots.count == present.count ? (0..<devicesWanted).filter { !slots.contains($0) } : []
        members += (0..<count).map { Member(device: "", state: "missing", slot: $0 < free.count ? free[$0] : nil) }
    }
}
