/// What pvestatd would have measured of a guest at a time.
struct GuestSample {
    private(set) var cpu = 0.0
    private(set) var memory = 0
    private(set) var freeMemory = 0
    /// What a list shows as used: the guest's word, or the process when it gives none.
    private(set) var shownMemory = 0
    private(set) var hostMemory = 0
    private(set) var disk = 0
    private(set) var received = 0
    private(set) var sent = 0
    private(set) var diskRead = 0
    private(set) var diskWritten = 0
    private(set) var uptime = 0
    private(set) var swap = 0

    /// All zeros while it does not run.
    init(_ guest: Guest, at t: Double) {
        guard let started = guest.startedAt, started <= t else { return }
        let seed = guest.seed
        let load = 0.02 + 0.35 * SplitMix64.unit(SplitMix64.mix(seed, 21)) * SplitMix64.unit(SplitMix64.mix(seed, 22))
        let busy = Signal(level: load, seed: seed).value(at: t) + 0.6 * Signal.burst(seed: seed, at: t)
        let paused = if case .paused = guest.power { true } else { false }
        cpu = paused ? 0 : min(1.02, max(0, busy * (1 + 0.25 * Signal.noise(seed: seed, at: t))))
        memory = GuestSample.memory(guest, at: t)
        freeMemory = max(0, guest.memory - memory)
        // The overhead of QEMU can push it above the configured memory.
        hostMemory = memory + guest.memory / 40 + 90 << 20
        shownMemory = guest.kind == .lxc || guest.tellsMemory ? memory : hostMemory
        disk = GuestSample.disk(guest, at: t)
        received = GuestSample.count(guest, 31, 60_000, to: t)
        sent = GuestSample.count(guest, 32, 45_000, to: t)
        diskRead = GuestSample.count(guest, 33, 120_000, to: t)
        diskWritten = GuestSample.count(guest, 34, 90_000, to: t)
        uptime = Int(t - started)
        swap = guest.kind == .lxc ? Int(Double(20 << 20) * SplitMix64.unit(SplitMix64.mix(seed, 25))) / 4_096 * 4_096 : 0
    }

    /// The page cache of a virtual machine counts as used, so Linux guests creep to 90 %; containers are honest.
    private static func memory(_ guest: Guest, at t: Double) -> Int {
        let base = SplitMix64.unit(SplitMix64.mix(guest.seed, 23))
        let typical = guest.kind == .lxc ? 0.1 + 0.5 * base : 0.55 + 0.38 * base
        let wave = 0.04 * (Signal(level: 1, seed: guest.seed ^ 0x3E3).value(at: t) - 1)
        return Int(Double(guest.memory) * min(0.985, max(0.03, typical + wave))) / 4_096 * 4_096
    }

    static func disk(_ guest: Guest, at t: Double) -> Int {
        let base = 0.15 + 0.6 * SplitMix64.unit(SplitMix64.mix(guest.seed, 24))
        let growth = 0.004 * SplitMix64.unit(SplitMix64.mix(guest.seed, 26)) * max(0, t - guest.created) / 86_400
        let share = min(0.97, guest.isRoomy ? base * 0.7 + growth / 10 : base + growth)
        return Int(Double(guest.disk) * (guest.filling?.raised(share, at: t) ?? share)) / 4_096 * 4_096
    }

    private static func count(_ guest: Guest, _ stream: UInt64, _ rate: Double, to t: Double) -> Int {
        guard let started = guest.startedAt else { return 0 }
        let own = SplitMix64.mix(guest.seed, stream)
        let share = SplitMix64.unit(own)
        return Int(Signal(level: rate * share * share * 20, seed: own).total(from: started, to: t))
    }
}

/// What a node tells about itself at a time; the load of its guests is part of it.
struct NodeSample {
    let cpu: Double
    let wait: Double
    let memory: Int
    let root: Int
    let uptime: Int
    let loadAverages: [Double]

    init(_ node: Node, guests: some Sequence<Guest>, at t: Double) {
        var cores = 0.0
        var used = 3 << 30
        for guest in guests where guest.isUp(at: t) {
            let sample = GuestSample(guest, at: t)
            cores += sample.cpu * Double(guest.cores)
            used += guest.kind == .lxc ? sample.memory : sample.hostMemory
        }
        self.init(node, guestCores: cores, guestMemory: used, at: t)
    }

    /// For callers who have the samples of the guests already.
    init(_ node: Node, guestCores: Double, guestMemory: Int, at t: Double) {
        let own = 0.015 * (1.5 + Signal.noise(seed: node.seed, at: t))
        cpu = min(0.995, guestCores / Double(node.cpus) + own)
        wait = max(0, 0.004 * (1 + Signal.noise(seed: node.seed ^ 5, at: t)))
        memory = min(node.memory / 100 * 98, guestMemory)
        root = NodeSample.root(node, at: t)
        uptime = max(0, Int(t - node.bootedAt))
        let running = cpu * Double(node.cpus)
        loadAverages = [1.15, 1.05, 1].map { running * $0 + 0.1 }
    }

    private static func root(_ node: Node, at t: Double) -> Int {
        let fraction = 0.08 + 0.3 * SplitMix64.unit(SplitMix64.mix(node.seed, 41)) + 0.01 * Signal.noise(seed: node.seed, at: t / 100)
        return Int(Double(node.rootSize) * fraction) / 4_096 * 4_096
    }
}
