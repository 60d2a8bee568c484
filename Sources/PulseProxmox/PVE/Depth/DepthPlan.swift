import HeapModule
import PulseCore

/// Decides which calls about backups, tasks, disks and their like are made when.
///
/// Each has its period. They are few beside the calls about figures, and they stay so: a rate of their own, one under way per node, and only
/// in a place that ``DetailPlan`` lends, so that a node never gets more than two calls at a time. A node that hangs holds up its own calls
/// alone. What is forbidden or unknown to a version is left alone until the permissions or the version change, or a long pause is over.
struct DepthPlan: Sendable {
    /// Calls per 10 s: so many for each node, within these bounds.
    static let ratePerNode = 1.2
    static let rateBounds = 6.0...60.0

    private struct Entry: Comparable {
        let due: Timestamp
        let rank: Int
        let order: Int
        let key: DepthKey

        static func < (left: Entry, right: Entry) -> Bool { (left.due, left.rank, left.order) < (right.due, right.rank, right.order) }
    }

    /// Calls to one node that need the same kind of place.
    private struct Lane: Hashable {
        let node: String
        let maySit: Bool
    }

    private var slots: [DepthKey: DepthSlot] = [:]
    private var queues: [Lane: Heap<Entry>] = [:]
    private var busy: Set<String> = []
    private var window = CallWindow()
    private var round = 0
    private var order = 0

    var callsInFlight: Int { busy.count }

    /// What is wanted from now on. What is new is due at once; the rate spreads it.
    mutating func update(_ wants: [DepthWant], nodes: Int, at now: Timestamp) {
        round += 1
        for want in wants { place(want, at: now) }
        if slots.count != wants.count { slots = slots.filter { $0.value.round == round } }
        window.limit = min(Self.rateBounds.upperBound, max(Self.rateBounds.lowerBound, Self.ratePerNode * Double(nodes)))
    }

    private mutating func place(_ want: DepthWant, at now: Timestamp) {
        guard let index = slots.index(forKey: want.key) else {
            slots[want.key] = DepthSlot(node: want.node, round: round, due: now)
            return push(want.key, node: want.node, due: now)
        }
        slots.values[index].round = round
        guard slots.values[index].node != want.node else { return }
        slots.values[index].node = want.node
        if let due = slots.values[index].due { push(want.key, node: want.node, due: due) }
    }

    private mutating func push(_ key: DepthKey, node: String, due: Timestamp) {
        order += 1
        queues[Lane(node: node, maySit: key.topic.maySit), default: Heap()].insert(Entry(due: due, rank: key.topic.rank, order: order, key: key))
    }

    // MARK: What to do now

    /// The calls to begin now. Each must be followed by `finished`.
    ///
    /// - Parameter lend: asks for a place at a node, for a call that may sit or not.
    mutating func take(at now: Timestamp, atMost most: Int = .max, lend: (String, Bool) -> Bool) -> [DepthCall] {
        var calls: [DepthCall] = []
        var refused: Set<Lane> = []
        let room = min(most, window.room(at: now))
        while calls.count < room, let (lane, entry) = next(at: now, without: refused) {
            guard lend(lane.node, lane.maySit) else {
                refused.insert(lane)
                continue
            }
            queues[lane]?.removeMin()
            slots[entry.key]?.begin()
            busy.insert(lane.node)
            calls.append(DepthCall(entry.key, node: lane.node))
        }
        window.took(calls.count, at: now)
        return calls
    }

    /// The call that is due longest, of all nodes that have none under way.
    private mutating func next(at now: Timestamp, without refused: Set<Lane>) -> (Lane, Entry)? {
        var best: (Lane, Entry)?
        for lane in queues.keys where !busy.contains(lane.node) && !refused.contains(lane) {
            guard let entry = top(of: lane, at: now), best.map({ entry < $0.1 }) ?? true else { continue }
            best = (lane, entry)
        }
        return best
    }

    /// Entries that no longer hold are thrown away on the way.
    private mutating func top(of lane: Lane, at now: Timestamp) -> Entry? {
        while let entry = queues[lane]?.min {
            guard let slot = slots[entry.key], slot.node == lane.node, slot.due == entry.due else {
                queues[lane]?.removeMin()
                continue
            }
            return entry.due <= now ? entry : nil
        }
        queues[lane] = nil
        return nil
    }

    // MARK: What came of it

    mutating func finished(_ call: DepthCall, _ outcome: DepthOutcome, at now: Timestamp) {
        busy.remove(call.node)
        change(call.key) { $0.finished(outcome, period: call.topic.period, phase: Self.phase(call.key), at: now) }
    }

    /// Something happened that makes the last answer old.
    mutating func hurry(_ key: DepthKey, at now: Timestamp) {
        change(key) { $0.hurry(at: now) }
    }

    /// What was barred for this reason may be asked again: the permissions, or the version, have changed.
    mutating func lift(_ bar: DepthSlot.Bar, at now: Timestamp) {
        for key in slots.keys where slots[key]?.bar == bar { change(key) { $0.lift(at: now) } }
    }

    private mutating func change(_ key: DepthKey, _ change: (inout DepthSlot) -> Void) {
        guard var slot = slots[key] else { return }
        let before = slot.due
        change(&slot)
        slots[key] = slot
        if let due = slot.due, due != before { push(key, node: slot.node, due: due) }
    }

    /// 0..<1, the same for the same call (FNV-1a).
    private static func phase(_ key: DepthKey) -> Double {
        var hash: UInt32 = 2_166_136_261
        for text in [key.topic.name, key.place, key.subject.name] {
            for byte in text.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        }
        return Double(hash) / 4_294_967_296
    }
}
