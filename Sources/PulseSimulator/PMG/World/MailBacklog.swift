/// What piles up on one node because a destination refuses mail. The count at any time has a closed form; single mails are found when listed.
struct MailBacklog {
    let refusal: MailRefusal
    let node: MailNode
    let world: MailWorld
    let now: Double
    private let signal: Signal

    /// After the destination accepts mail again it takes this long until everything has left.
    private static let drain = 900.0

    init(refusal: MailRefusal, node: MailNode, world: MailWorld, now: Double) {
        self.refusal = refusal
        self.node = node
        self.world = world
        self.now = now
        let domain = world.destinations.first { $0.name == refusal.domain } ?? MailDomain(name: refusal.domain, share: 0.1)
        signal = world.flow.outgoing(to: domain)
    }

    /// Mails whose age is in a range of seconds.
    func count(from youngest: Double, to oldest: Double) -> Int {
        max(0, waiting(until: now - youngest) - waiting(until: now - oldest))
    }

    func oldest(_ count: Int) -> [QueuedMail] {
        let all = share(of: arrived(until: now))
        let gone = departed
        guard all > gone else { return [] }
        return (gone..<min(all, gone + count)).map { position in
            let number = node.number - 1 + position * world.nodes.count
            let seed = SplitMix64.mix(SplitMix64.mix(world.seed, refusal.domain), UInt64(number))
            return MailQueue.mail(seed, arrival: arrival(number), to: refusal.domain, from: world.domains, reason: refusal.reason)
        }
    }

    /// Of the mails that have come until a time, those that are still there.
    private func waiting(until t: Double) -> Int { max(0, share(of: arrived(until: t)) - departed) }

    private func arrived(until t: Double) -> Int { Int(signal.total(from: refusal.since, to: min(t, refusal.until ?? t))) }

    /// The nodes take turns.
    private func share(of count: Int) -> Int {
        let first = node.number - 1
        return count > first ? (count - first - 1) / world.nodes.count + 1 : 0
    }

    private var departed: Int {
        guard let until = refusal.until else { return 0 }
        let part = min(1, max(0, (now - until) / Self.drain))
        return Int((Double(share(of: arrived(until: until))) * part).rounded(.up))
    }

    /// When the mail of a number came: the counter passed it then.
    private func arrival(_ number: Int) -> Double {
        var low = refusal.since
        var high = now
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if signal.total(from: refusal.since, to: middle) < Double(number + 1) { low = middle } else { high = middle }
        }
        return high
    }
}
