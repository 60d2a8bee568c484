/// A hypervisor: its hardware, and whether it lives.
struct Node: Sendable {
    /// How a node fails, as its peers and its clients see it.
    enum Failure: Sendable, Equatable {
        /// Powered off: peers get 595 `No route to host`, nothing listens.
        case powerOff
        /// The API is not running, but the node is out of the cluster too: 595 `Connection refused`.
        case refused
        /// The node is a member and online, but its API accepts connections and never answers: 596 after the proxy's time-out.
        case hanging
    }

    let name: String
    let number: Int
    let seed: UInt64
    let cpus: Int
    let sockets: Int
    let model: String
    let memory: Int
    let rootSize: Int
    let address: String
    var equipment: NodeEquipment
    var bootedAt: Double
    var downSince: Double?
    var failure: Failure?
    /// Added to the simulated time for everything this node tells about its own clock.
    var clockSkew: Double = 0
    /// Extra time every answer about this node takes.
    var latency: Duration = .zero
    /// Part of the requests about this node that fail.
    var errorRate: Double = 0
    /// pvestatd has stopped at this time: the rows go stale although the node is online.
    var statisticsStoppedAt: Double?
    var fingerprint = ""

    var online: Bool { downSince == nil }

    /// pvestatd measures every ten seconds, each node at its own second.
    func lastRound(before t: Double) -> Double {
        let phase = Double(seed % 10)
        return ((t - phase) / 10).rounded(.down) * 10 + phase
    }
}
