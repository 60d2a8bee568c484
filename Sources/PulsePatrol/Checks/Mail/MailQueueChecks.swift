import PulseAnalysis
import PulseCore

/// Deferred mail against what usually waits: a gateway with mailing lists always has some.
struct DeferredRule: Sendable {
    static let week = 7 * 24
    static let watch = (count: 50, factor: 3.0)
    static let warning = (count: 200, factor: 5.0)
    static let critical = (count: 2000, factor: 10.0)
    /// Without history only a lot is a finding.
    static let unknown = (watch: 200, warning: 1000)
    static let age = (watch: Duration.hours(12), warning: Duration.days(2))
    static let oldMail = (watch: 10, warning: 50)
    static let oldMailFactor = 2.0
    static let oldMailUnknown = (watch: 50, warning: 200)
    static let oneDomain = (count: 50, share: 0.8)
    static let refused = (count: 10, share: 0.3)
    static let refusals = [
        "blocked using", "blacklist", "blocklist", "block list", "black list", "spamhaus", "barracuda", "spamcop", "poor reputation", "reputation",
    ]

    static func severity(_ count: Int, usual: Double?) -> FindingSeverity? {
        guard let usual else { return count >= unknown.warning ? .warning : count >= unknown.watch ? .watch : nil }
        func reached(_ limit: (count: Int, factor: Double)) -> Bool { count >= limit.count && Double(count) >= limit.factor * usual }
        return reached(critical) ? .critical : reached(warning) ? .warning : reached(watch) ? .watch : nil
    }

    /// What nearly always suffices; nil without enough history.
    ///
    /// - Parameter before: so long ago what is judged had not begun. Mail that has waited for days was there in most hours of the week.
    static func usual(_ look: Look, hours: Int = week, before age: Duration = .hours(12)) -> Double? {
        let series = (try? look.history(.queueLength, hours: hours, atLeast: 48))?.before(look.now - age)
        return series.flatMap { $0.hours.count >= 36 ? Statistics.quantile($0.averages, 0.95) : nil }
    }

    static func severity(_ count: Int, oldest age: Duration, _ look: Look) -> FindingSeverity? {
        guard age >= Self.age.watch, count >= oldMail.watch else { return nil }
        let usual = usual(look, hours: 2 * week, before: age)
        let limits = usual == nil ? oldMailUnknown : oldMail
        guard count >= limits.watch, Double(count) >= (usual ?? 0) * oldMailFactor else { return nil }
        return age >= Self.age.warning && count >= limits.warning ? .warning : .watch
    }

    static func judge(_ look: Look) throws -> Answer {
        let waiting = try look.waitingMail()
        let usual = usual(look)
        guard let severity = severity(waiting.deferred, usual: usual) else { return .clear }
        let usually = usual.map { "; \(Words.short($0, places: 0)) or fewer are usual" } ?? ""
        return .raised(
            Raised(
                severity, "Mail piles up",
                description: "\(Words.count(waiting.deferred, "message")) wait deferred at \(look.name)\(usually).\(waiting.why)",
                recommendation: "Look at the queue (Administration > Queues) for the reason, mend it, then flush with `postqueue -f`.",
                evidence: "\(waiting.deferred) deferred\(usually).\(waiting.why)",
                items: [
                    .series(
                        look.id, .queueLength, from: look.now - .hours(week), to: look.now,
                        marks: [Evidence.Mark("now", Double(waiting.deferred), at: look.now)] + (usual.map { [Evidence.Mark("usual", $0)] } ?? []),
                        text: "\(waiting.deferred) messages"),
                    .limit("watch", "\(watch.count) messages", value: Double(watch.count)),
                ]))
    }
}

extension Check {
    static let mailDeferred = Check(
        "PMG-QUEUE-DEFERRED", key: "pmg-queue-deferred", "Mail piles up", .reliability, on: [.mail],
        needs: [.ledger("queues"), .history(.queueLength, hours: DeferredRule.week)],
        page: CheckPage(
            why: "Mail that is deferred is late at best and comes back to its sender at worst.",
            decides: "By the number of deferred messages and what nearly always (95 % of the hours of the week before) suffices: a watch from "
                + "\(DeferredRule.watch.count) and \(Words.short(DeferredRule.watch.factor, places: 0)) times that, a warning from "
                + "\(DeferredRule.warning.count) and \(Words.short(DeferredRule.warning.factor, places: 0)) times, critical from "
                + "\(DeferredRule.critical.count) and \(Words.short(DeferredRule.critical.factor, places: 0)) times. Without two days of "
                + "history from "
                + "\(DeferredRule.unknown.watch) and \(DeferredRule.unknown.warning).", advice: "Find the reason in the queue."),
        decide: DeferredRule.judge)

    static let mailQueueAge = Check(
        "PMG-QUEUE-AGE", key: "pmg-queue-age", "Mail has waited for long", .reliability, on: [.mail],
        needs: [.current(.queueAge), .ledger("queues"), .history(.queueLength, hours: 2 * DeferredRule.week)],
        page: CheckPage(
            why: "Senders think that it has arrived.",
            decides: "Watch when the oldest deferred message has waited \(Words.duration(DeferredRule.age.watch)) and at least "
                + "\(DeferredRule.oldMail.watch) are deferred, warning from \(Words.duration(DeferredRule.age.warning)) and "
                + "\(DeferredRule.oldMail.warning); only when they are \(Words.short(DeferredRule.oldMailFactor, places: 0)) times what nearly always "
                + "(95 % of the hours) sufficed in the two weeks before that message came. Without history of those from "
                + "\(DeferredRule.oldMailUnknown.watch) and \(DeferredRule.oldMailUnknown.warning). A few messages to addresses that do not "
                + "exist always wait for days.",
            advice: "Find the reason, or delete what can never be delivered.")
    ) { look in
        let (age, waiting) = (Duration.seconds(Int64(try look.current(.queueAge))), try look.waitingMail())
        guard let severity = DeferredRule.severity(waiting.deferred, oldest: age, look) else { return .clear }
        return .raised(
            Raised(
                severity, "Mail has waited for long",
                description: "The oldest of \(waiting.deferred) deferred messages at \(look.name) has waited \(Words.duration(age)).\(waiting.why)",
                recommendation: "Look at the queue of \(look.name) for the reason; delete what can never be delivered with `postsuper -d`.",
                evidence: "Oldest \(Words.duration(age)), \(waiting.deferred) deferred.",
                items: [.measurement(look.id, .queueAge, age.asSeconds, at: look.now)]))
    }

    static let mailQueueDomain = Check(
        "PMG-QUEUE-DOMAIN", key: "pmg-queue-one-domain", "Most deferred mail waits for one domain", .reliability, on: [.mail],
        needs: [.ledger("queues")],
        page: CheckPage(
            why: "Then it is not the gateway: the server of that domain is down, full or refuses this gateway.",
            decides: "Watch when \(DeferredRule.oneDomain.count) messages or more wait for one domain and they are "
                + "\(Words.percent(DeferredRule.oneDomain.share)) or more of what is deferred.", advice: "Look at the server of that domain."),
        role: CausalRole(explains: [Explanation(.slow, .placed)])
    ) { look in
        let waiting = try look.waitingMail()
        guard let top = waiting.topDomain, top.count >= DeferredRule.oneDomain.count else { return .clear }
        guard Double(top.count) >= DeferredRule.oneDomain.share * Double(waiting.deferred) else { return .clear }
        let domain = top.name.printable(limit: 120)
        return .raised(
            Raised(
                instance: domain, .watch, "Most deferred mail waits for one domain",
                description: "\(top.count) of \(waiting.deferred) deferred messages at \(look.name) wait for \(domain).\(waiting.why)",
                recommendation:
                    "Check whether the mail server of \(domain) is up and takes mail of \(look.name); if it is your own, look at its disk and "
                    + "service.",
                evidence: "\(domain): \(top.count) of \(waiting.deferred).\(waiting.why)",
                items: [.record(look.id, "queue domain", domain, "\(top.count) messages")]))
    }

    static let mailRefused = Check(
        "PMG-QUEUE-LISTED", key: "pmg-address-listed", "Others refuse mail for its reputation", .security, on: [.mail], needs: [.ledger("queues")],
        page: CheckPage(
            why: "An address on a block list cannot send; often a compromised account has sent spam.",
            decides:
                "Warning when \(DeferredRule.refused.count) deferred messages or more and \(Words.percent(DeferredRule.refused.share)) of those read "
                + "were refused with words of block lists or reputation.", advice: "Find who sent spam, stop it, then ask for removal.")
    ) { look in
        let waiting = try look.waitingMail()
        guard waiting.sampled > 0 || waiting.deferred == 0 else { throw NotEvaluable("Why mail is deferred was not read.") }
        let found = waiting.reasons.filter { reason, _ in DeferredRule.refusals.contains { reason.lowercased().contains($0) } }
        let count = found.values.reduce(0, +)
        guard count >= DeferredRule.refused.count, Double(count) >= DeferredRule.refused.share * Double(waiting.sampled) else { return .clear }
        let example = (found.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? "").printable(limit: 160)
        return .raised(
            Raised(
                .warning, "Others refuse mail for its reputation",
                description: "\(count) of \(waiting.sampled) deferred messages at \(look.name) were refused for its reputation, mostly: \(example)",
                recommendation: "Look in the tracking centre who sends unusually much, lock that account, then ask the list for removal.",
                evidence: "\(count) of \(waiting.sampled) read: \(example)",
                items: [.record(look.id, "deferral reason", example, "\(count) messages")]))
    }
}
