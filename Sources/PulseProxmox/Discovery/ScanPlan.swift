package import PulseCore

/// Where one connection goes.
package struct ScanTarget: Hashable, Sendable {
    package let address: IPAddress
    package let port: Int

    package init(_ address: IPAddress, _ port: Int) {
        self.address = address
        self.port = port
    }
}

/// Decides which address is asked next, and when: so many at a time, so many a second, one at a time at each address, and not for ever.
///
/// Pure: it is told what time it is, counted from the scan's beginning, and which contacts are over.
package struct ScanPlan: Sendable {
    package enum End: String, Sendable, CaseIterable {
        case complete
        case cancelled
        /// The limit of the whole scan was reached first.
        case timeUp = "time_up"
    }

    package enum Action: Equatable, Sendable {
        case contact(ScanTarget)
        /// Nothing may begin for so long.
        case wait(Duration)
        /// Nothing may begin before a contact is over.
        case waitForAnswer
        case finished(End)
    }

    private let limits: ScanLimits
    private var waiting: [ScanTarget]
    private var open: [ScanTarget] = []
    private var lastStart: Duration?
    private var end: End?
    /// All that there is to ask.
    package let total: Int

    /// All addresses at the first port, then all at the next: nobody is asked twice in a row.
    package init(_ addresses: [IPAddress], ports: [Int], skipping: Set<ScanTarget> = [], limits: ScanLimits = ScanLimits()) {
        self.limits = limits
        // Taken from the end, which costs nothing.
        waiting = ports.flatMap { port in addresses.map { ScanTarget($0, port) } }.filter { !skipping.contains($0) }.reversed()
        total = waiting.count
    }

    /// Those that are asked, or were.
    package var asked: Int { total - waiting.count }
    /// Those whose contact is over.
    package var done: Int { asked - open.count }

    package mutating func next(at now: Duration) -> Action {
        if end == nil, now >= limits.whole { end = .timeUp }
        if let end { return open.isEmpty ? .finished(end) : .waitForAnswer }
        guard !waiting.isEmpty else { return open.isEmpty ? .finished(.complete) : .waitForAnswer }
        guard open.count < limits.inFlight else { return .waitForAnswer }
        if let lastStart, now - lastStart < limits.spacing { return .wait(lastStart + limits.spacing - now) }
        guard let index = waiting.lastIndex(where: { target in !open.contains { $0.address == target.address } }) else { return .waitForAnswer }
        let target = waiting.remove(at: index)
        open.append(target)
        lastStart = now
        return .contact(target)
    }

    /// A contact is over, whatever came of it.
    package mutating func ended(_ target: ScanTarget) { open.removeAll { $0 == target } }

    /// Nothing begins any more.
    package mutating func cancel() { end = end ?? .cancelled }
}
