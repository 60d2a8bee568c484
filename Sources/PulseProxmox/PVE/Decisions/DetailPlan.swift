import HeapModule
import PulseCore

/// Decides which calls about nodes and guests are made when.
///
/// Each has its period; all together stay under a rate, and the periods grow with the number of guests so that they fit under it. Two are
/// under way per node at most, one of those that may hang. A node that isn't online is not asked; a guest agent that is off, silent or
/// forbidden is left alone for a while.
struct DetailPlan: Sendable {
    /// A guest as the last flight saw it.
    struct Target: Sendable, Equatable {
        var vmid: Int
        var isContainer: Bool
        var node: String
        var isRunning: Bool
    }

    static let mostInFlightPerNode = 2
    /// All of them go through the node that answers, which hands them on.
    static let mostInFlight = 16
    /// Calls per 10 s: so many for each node, within these bounds.
    static let ratePerNode = 4.0
    static let rateBounds = 20.0...200.0
    /// The share of the rate that the regular periods may fill; the rest is for what is new.
    static let fill = 0.8

    static let agentOffPause = Duration.seconds(600)
    static let firstSilentPause = Duration.seconds(300)
    static let longestSilentPause = Duration.seconds(3600)
    static let forbiddenPause = Duration.seconds(3600)
    static let unsupportedPause = Duration.seconds(86_400)

    private(set) var lanes: [String: NodeLane] = [:]
    private var guests: [Int: GuestSchedule] = [:]
    private var window = CallWindow()
    private var round = 0
    /// By how much the guests' periods are stretched, 1 or more.
    private(set) var scale = 1.0

    var callsInFlight: Int { lanes.values.reduce(0) { $0 + $1.inFlight } }

    // MARK: What the main flight saw

    mutating func update(onlineNodes: Set<String>, guests targets: [Target], at now: Timestamp) {
        for (name, lane) in lanes where lane.isOnline && !onlineNodes.contains(name) { lanes[name]?.wentAway() }
        let arrivals = onlineNodes.filter { lanes[$0]?.isOnline != true }
        for name in arrivals { lanes[name, default: NodeLane()].cameBack(at: now) }
        lanes = lanes.filter { $0.value.isOnline || $0.value.inFlight > 0 }
        round += 1
        for target in targets { place(target, hasArrived: arrivals.contains(target.node), at: now) }
        if guests.count != targets.count { guests = guests.filter { $0.value.round == round } }
        window.limit = min(Self.rateBounds.upperBound, max(Self.rateBounds.lowerBound, Self.ratePerNode * Double(onlineNodes.count)))
        scale = max(1, demand * CallWindow.length.asSeconds / (window.limit * Self.fill))
    }

    private mutating func place(_ target: Target, hasArrived: Bool, at now: Timestamp) {
        var guest = guests[target.vmid] ?? GuestSchedule()
        let isNew = hasArrived || guest.node != target.node || guest.isRunning != target.isRunning
        guest.round = round
        guest.node = target.node
        guest.isContainer = target.isContainer
        guest.isRunning = target.isRunning
        if isNew {
            guest.clear()
            if target.isRunning { begin(&guest, target, at: now) }
        }
        guests[target.vmid] = guest
    }

    private mutating func begin(_ guest: inout GuestSchedule, _ target: Target, at now: Timestamp) {
        let kinds: [DetailCall.Kind] =
            target.isContainer
            ? [.containerInterfaces] : guest.agentEnabled ? [.guestStatus, .filesystems, .agentInterfaces, .osInfo] : [.guestStatus]
        for kind in kinds { schedule(kind, vmid: target.vmid, &guest, at: now) }
    }

    private mutating func schedule(_ kind: DetailCall.Kind, vmid: Int, _ guest: inout GuestSchedule, at moment: Timestamp) {
        guest.due[kind] = moment
        lanes[guest.node]?.push(LaneEntry(due: moment, vmid: vmid, kind: kind))
    }

    /// Calls per second that the plain periods would make.
    private var demand: Double {
        func rate(_ kinds: [DetailCall.Kind]) -> Double { kinds.reduce(0) { $0 + 1 / $1.period.asSeconds } }
        let (machine, agent) = (rate([.guestStatus]), rate([.filesystems, .agentInterfaces, .osInfo]))
        let container = rate([.containerInterfaces])
        return guests.values.reduce(0) { sum, guest in
            guard guest.isRunning else { return sum }
            return sum + (guest.isContainer ? container : machine + (guest.agentEnabled ? agent : 0))
        }
    }

    // MARK: What to do now

    /// So many guests' calls per beat keep the calls apart without falling behind.
    func share(of beat: Duration) -> Int {
        max(1, Int((window.limit * beat.asSeconds / CallWindow.length.asSeconds * 2).rounded(.up)))
    }

    /// The calls to begin now, at most so many about guests. Each must be followed by `finished`.
    mutating func take(at now: Timestamp, atMost most: Int = .max) -> [DetailCall] {
        var calls: [DetailCall] = []
        let room = Self.mostInFlight - callsInFlight
        for name in lanes.keys.sorted() {
            while calls.count < room, let kind = lanes[name]?.takeNodeCall(at: now) { calls.append(DetailCall(kind, node: name)) }
        }
        window.took(calls.count, at: now)
        // What nodes are to be asked and has no place yet comes in these ten seconds too.
        let waiting = lanes.values.reduce(0) { $0 + $1.waitingNodeCalls(at: now) }
        let guestRoom = min(most, room - calls.count, window.room(at: now) - waiting)
        let before = calls.count
        while calls.count - before < guestRoom, let call = takeGuestCall(at: now) { calls.append(call) }
        window.took(calls.count - before, at: now)
        return calls
    }

    /// The call that is due longest, of all nodes that have a place free.
    private mutating func takeGuestCall(at now: Timestamp) -> DetailCall? {
        var best: (node: String, entry: LaneEntry)?
        for name in lanes.keys {
            guard let entry = nextEntry(of: name, at: now) else { continue }
            if best.map({ entry < $0.entry || (entry == $0.entry && name < $0.node) }) ?? true { best = (name, entry) }
        }
        guard let best, lanes[best.node]?.begin(best.entry, at: now) == true else { return nil }
        guests[best.entry.vmid]?.due[best.entry.kind] = nil
        return DetailCall(best.entry.kind, node: best.node, vmid: best.entry.vmid)
    }

    private mutating func nextEntry(of name: String, at now: Timestamp) -> LaneEntry? {
        guard var lane = lanes[name] else { return nil }
        defer { lanes[name] = lane }
        lanes[name] = nil  // so that the heaps have one owner and are changed in place
        return lane.next(at: now) { entry in
            guard let guest = guests[entry.vmid], guest.node == name, guest.isRunning else { return .drop }
            guard guest.due[entry.kind] == entry.due else { return .drop }
            guard entry.kind.asksAgent, let quiet = guest.quietUntil, quiet > now else { return .use }
            guests[entry.vmid]?.due[entry.kind] = quiet
            return .postpone(until: quiet)
        }
    }

    // MARK: Places for calls that are planned elsewhere

    /// Gives away one of a node's places, and one of the calls of these ten seconds. To be returned.
    mutating func lend(_ node: String, maySit: Bool, at now: Timestamp) -> Bool {
        guard callsInFlight < Self.mostInFlight, window.room(at: now) > 0, lanes[node]?.lend(maySit: maySit) == true else { return false }
        window.took(1, at: now)
        return true
    }

    mutating func returned(_ node: String, maySit: Bool, _ outcome: DetailOutcome, at now: Timestamp) {
        lanes[node]?.returned(maySit: maySit, outcome, at: now)
    }

    // MARK: What came of it

    mutating func finished(_ call: DetailCall, _ outcome: DetailOutcome, at now: Timestamp) {
        lanes[call.node]?.finished(call.kind, outcome, at: now)
        guard !call.kind.isAboutNode, var guest = guests[call.vmid], guest.node == call.node, guest.isRunning else { return }
        if call.kind.asksAgent { guest.agentAnswered(outcome, at: now) }
        schedule(call.kind, vmid: call.vmid, &guest, at: now + pause(call, outcome, &guest))
        guests[call.vmid] = guest
    }

    /// The configuration says whether there is an agent to ask.
    mutating func agent(of vmid: Int, isEnabled: Bool, at now: Timestamp) {
        guard var guest = guests[vmid], guest.agentEnabled != isEnabled else { return }
        guest.agentEnabled = isEnabled
        for kind in DetailCall.Kind.allCases where kind.asksAgent {
            if isEnabled { schedule(kind, vmid: vmid, &guest, at: now) } else { guest.due[kind] = nil }
        }
        guests[vmid] = guest
    }

    private func pause(_ call: DetailCall, _ outcome: DetailOutcome, _ guest: inout GuestSchedule) -> Duration {
        let regular = call.kind.period * scale
        switch outcome {
        case .answered:
            // The second round is brought forward by a share that differs from guest to guest: what began together spreads out.
            return guest.hasAnswered.insert(call.kind).inserted ? regular * (0.5 + 0.5 * Self.phase(call)) : regular
        case .agentOff: return Self.agentOffPause
        case .forbidden: return Self.forbiddenPause
        case .unsupported: return Self.unsupportedPause
        case .agentSilent, .nodeUnreachable, .failed: return regular
        }
    }

    /// 0..<1, the same for the same call (Knuth's multiplicative hash).
    private static func phase(_ call: DetailCall) -> Double {
        let number = UInt32(truncatingIfNeeded: call.vmid &* 8 &+ call.kind.rawValue.utf8.count)
        return Double(number &* 2_654_435_761) / 4_294_967_296
    }
}
