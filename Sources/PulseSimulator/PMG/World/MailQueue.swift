/// A mail that waits.
struct QueuedMail: Sendable {
    let id: String
    let arrival: Double
    let size: Int
    let sender: String
    let receiver: String
    /// Why it was deferred; only deferred mail has one.
    let reason: String?

    var domain: String { receiver.split(separator: "@").last.map(String.init) ?? receiver }
}

/// What waits in one queue of one node.
struct MailQueue {
    static let names = ["deferred", "active", "incoming", "hold"]
    /// Of a backlog no more mails than this are made for a listing.
    static let mostListed = 1_000

    let name: String
    let node: MailNode
    let world: MailWorld
    let now: Double

    /// How many there are, also those that are not listed.
    var total: Int { routine.count + backlogs.reduce(0) { $0 + $1.count(from: 0, to: .infinity) } }

    /// The oldest first.
    func oldest(_ count: Int) -> [QueuedMail] {
        let listed = backlogs.flatMap { $0.oldest(min(count, MailQueue.mostListed)) }
        return (routine + listed).sorted { $0.arrival < $1.arrival }
    }

    /// Mails per domain whose age is in a range of seconds.
    func counts(from youngest: Double, to oldest: Double) -> [String: Int] {
        var result: [String: Int] = [:]
        for mail in routine where now - mail.arrival >= youngest && now - mail.arrival < oldest { result[mail.domain, default: 0] += 1 }
        for backlog in backlogs { result[backlog.refusal.domain, default: 0] += backlog.count(from: youngest, to: oldest) }
        return result
    }

    private var backlogs: [MailBacklog] {
        guard name == "deferred" else { return [] }
        return world.refusals.map { MailBacklog(refusal: $0, node: node, world: world, now: now) }
    }

    /// What always waits somewhere: drawn for each hour, gone again after its own time.
    private var routine: [QueuedMail] {
        switch name {
        case "deferred": draws(step: 3_600, back: 72, most: 2, life: 240_000)
        case "active": draws(step: 10, back: 2, most: 3, life: 20)
        case "incoming": draws(step: 10, back: 1, most: 2, life: 8)
        default: draws(step: 86_400, back: 5, most: 1, life: 500_000)
        }
    }

    private func draws(step: Int, back: Int, most: Int, life: Double) -> [QueuedMail] {
        let last = Int(now) / step
        return (max(0, last - back)...last).flatMap { slot -> [QueuedMail] in
            let seed = SplitMix64.mix(SplitMix64.mix(node.seed, name), UInt64(slot))
            return (0..<Int(seed % UInt64(most + 1))).compactMap { draw(SplitMix64.mix(seed, UInt64($0)), slot * step, step, life) }
        }
    }

    private func draw(_ seed: UInt64, _ start: Int, _ step: Int, _ life: Double) -> QueuedMail? {
        let arrival = Double(start) + Double(step) * SplitMix64.unit(SplitMix64.mix(seed, 1))
        let chance = SplitMix64.unit(SplitMix64.mix(seed, 2))
        // Most of what is deferred leaves at the next attempt; little stays for days.
        guard arrival <= now, now - arrival < life * chance * chance * chance else { return nil }
        let destination = world.destinations[Int(seed >> 20) % world.destinations.count]
        return MailQueue.mail(
            seed, arrival: arrival, to: destination.name, from: world.domains,
            reason: name == "deferred" ? MailWords.reasons[Int(seed >> 30) % MailWords.reasons.count](destination.name) : nil)
    }

    static func mail(_ seed: UInt64, arrival: Double, to domain: String, from domains: [MailDomain], reason: String?) -> QueuedMail {
        let people = MailWords.people
        return QueuedMail(
            id: String(SplitMix64.mix(seed, 9) >> 16, radix: 16, uppercase: true), arrival: arrival,
            size: 1_500 + Int(SplitMix64.mix(seed, 10) % 400_000),
            sender: "\(people[Int(seed >> 8) % people.count])@\(domains[Int(seed >> 12) % domains.count].name)",
            receiver: "\(people[Int(seed >> 16) % people.count])@\(domain)", reason: reason)
    }
}
