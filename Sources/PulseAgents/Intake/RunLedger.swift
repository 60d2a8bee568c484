import PulseCore

/// Which reports of an agent have been counted, so that one that is sent again counts once.
///
/// Pure. A run of the agent's log numbers its reports; the last few runs are remembered, so that a request that somebody recorded and sends
/// again weeks later is known as well.
struct RunLedger: Equatable, Sendable {
    struct Run: Equatable, Sendable {
        let name: String
        var through: UInt64
    }

    static let most = 4

    /// The newest last.
    private(set) var runs: [Run]

    init(_ runs: [Run] = []) {
        self.runs = Array(runs.suffix(Self.most))
    }

    func through(_ name: String) -> UInt64 { runs.first { $0.name == name }?.through ?? 0 }

    /// - Returns: true the first time, false for a report that was counted.
    mutating func count(_ sequence: UInt64, of name: String) -> Bool {
        guard let index = runs.firstIndex(where: { $0.name == name }) else {
            runs.append(Run(name: name, through: sequence))
            if runs.count > Self.most { runs.removeFirst() }
            return true
        }
        guard sequence > runs[index].through else { return false }
        runs[index].through = sequence
        return true
    }
}
