/// One machine of a mail gateway.
struct MailNode: Sendable {
    let name: String
    /// The number in the cluster; 1 is the master.
    let number: Int
    let seed: UInt64
    let cpus: Int
    let model: String
    let memory: Int
    let rootSize: Int
    let address: String
    var bootedAt: Double
    var failure: Node.Failure?
    /// Its database follows the master's.
    var inSync = true
    var clockSkew: Double = 0
    var latency: Duration = .zero
    /// A newer kernel is installed than the one that runs.
    var rebootDue = false
    /// Services that ought to run and don't.
    var failedServices: Set<String> = []
    /// When freshclam stopped: the databases are those of that day.
    var signaturesStoppedAt: Double?
    /// When the certificate of its API ends, seconds since 1970.
    var certificateEnds: Double
    var fingerprint = ""
}

/// What a node tells about itself at a time.
struct MailNodeSample {
    let cpu: Double
    let wait: Double
    let memory: Int
    let root: Int
    let uptime: Int
    let loadAverages: [Double]

    init(_ node: MailNode, at t: Double) {
        let busy = Signal(level: 0.12, seed: node.seed).value(at: t) + 0.3 * Signal.burst(seed: node.seed, at: t)
        cpu = min(0.99, max(0.005, busy * (1 + 0.3 * Signal.noise(seed: node.seed, at: t))))
        wait = max(0, 0.006 * (1 + Signal.noise(seed: node.seed ^ 5, at: t)))
        // ClamAV holds its signatures in memory.
        let share = 0.55 + 0.06 * Signal.noise(seed: node.seed ^ 7, at: t / 30)
        memory = Int(Double(node.memory) * share) / 4_096 * 4_096
        let filled = 0.18 + 0.2 * SplitMix64.unit(SplitMix64.mix(node.seed, 41)) + 0.005 * Signal.noise(seed: node.seed, at: t / 100)
        root = Int(Double(node.rootSize) * filled) / 4_096 * 4_096
        uptime = max(0, Int(t - node.bootedAt))
        let running = cpu * Double(node.cpus)
        loadAverages = [1.2, 1.1, 1].map { running * $0 + 0.05 }
    }
}
