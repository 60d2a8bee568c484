import PulseCore

/// Whether a cron job runs when it should, and whether its runs succeed.
struct CronJobRule {
    /// From this period on one run that did not succeed is enough; of more frequent ones so many have to fail.
    static let seldom = Duration.seconds(6 * 3600)
    static let often = 3
    /// A run that just ended may not be counted yet.
    static let settling = Duration.seconds(600)
    /// How late a run may be: the controller looks every ten seconds, and clocks are set for summer.
    static let late = (short: Duration.seconds(900), long: Duration.seconds(7200))

    let look: Look
    let facts: KubernetesWorkloadFacts
    let period: Duration

    /// Nil when nothing is asked of it: it is suspended.
    init?(_ look: Look) throws {
        guard case .kubernetesWorkload(let facts) = look.resource.facts, facts.isSuspended != true else { return nil }
        guard look.resource.state.status != .unknown else { throw NotEvaluable("Nobody can say how the cron job is.") }
        guard let schedule = facts.schedule, let period = CronPeriod(schedule) else { throw NotEvaluable("Its schedule cannot be read.") }
        (self.look, self.facts, self.period) = (look, facts, period.longest)
    }

    var fails: Bool {
        guard facts.active ?? 0 == 0, let last = facts.lastScheduledAt, look.now.since(last) >= Self.settling || period < Self.seldom else {
            return false
        }
        if let success = facts.lastSucceededAt, success >= last { return false }
        guard period < Self.seldom else { return true }
        return (facts.lastSucceededAt ?? facts.createdAt).map { look.now.since($0) >= period * Self.often + Self.settling } ?? true
    }

    var isLate: Bool {
        guard facts.active ?? 0 == 0, let last = facts.lastScheduledAt ?? facts.createdAt else { return false }
        return look.now.since(last) >= period + (period >= .seconds(12 * 3600) ? Self.late.long : Self.late.short)
    }

    var failing: Raised {
        let success = facts.lastSucceededAt.map { "last succeeded \(Words.duration(look.now.since($0))) ago" } ?? "never succeeded"
        return Raised(
            .warning, "Cron job does not succeed",
            description: "\(look.placedName) ran \(ran) ago without success and \(success).",
            recommendation: "Read the log of its last job: `kubectl -n \(facts.namespace) get jobs`, then `logs job/NAME`.",
            evidence: "Last run \(ran) ago, \(success); it runs at least every \(Words.duration(period)).", items: items)
    }

    var late: Raised {
        let last = facts.lastScheduledAt == nil ? "It never ran, and was made \(ran) ago" : "It last ran \(ran) ago"
        return Raised(
            .warning, "Cron job misses its schedule",
            description: "\(look.placedName) should run at least every \(Words.duration(period)). \(last).",
            recommendation:
                "Look at its events (`kubectl -n \(facts.namespace) describe cronjob \(look.resource.name)`): a missed starting deadline, "
                + "or a controller manager that does not run.",
            evidence: "\(last); its schedule `\(facts.schedule ?? "")` leaves at most \(Words.duration(period)) between runs.", items: items)
    }

    private var ran: String { (facts.lastScheduledAt ?? facts.createdAt).map { Words.duration(look.now.since($0)) } ?? "some time" }

    private var items: [Evidence] {
        [
            .fact(look.id, "lastScheduledAt", facts.lastScheduledAt.map(Words.minute) ?? "never", at: facts.lastScheduledAt),
            .fact(look.id, "lastSucceededAt", facts.lastSucceededAt.map(Words.minute) ?? "never", at: facts.lastSucceededAt),
            .limit("schedule", facts.schedule ?? "", value: period.asSeconds),
        ]
    }
}

extension Check {
    static let kubernetesCronJobFails = Check(
        "K8S-CRONJOB-FAILING", key: "kubernetes-cronjob-failing", "A cron job does not succeed", .reliability, on: [.kubernetesCronJob],
        needs: [.facts],
        page: CheckPage(
            why: "What should be done regularly is not done; often it is a backup.",
            decides: "Warning when the last run did not succeed and none is at work. Of a job that runs more often than every "
                + "\(Words.duration(CronJobRule.seldom)), when none succeeded in the time of \(CronJobRule.often) runs. Not while it is suspended.",
            advice: "Read the log of its last job."),
        role: CausalRole(symptoms: [.jobFails])
    ) { look in
        guard let rule = try CronJobRule(look), rule.fails else { return .clear }
        return .raised(rule.failing)
    }

    static let kubernetesCronJobLate = Check(
        "K8S-CRONJOB-MISSED", key: "kubernetes-cronjob-missed", "A cron job misses its schedule", .reliability, on: [.kubernetesCronJob],
        needs: [.facts],
        page: CheckPage(
            why: "A job that is not started fails without a word.",
            decides: "Warning when a cron job did not start for the longest time its schedule leaves between two runs, and "
                + "\(Words.duration(CronJobRule.late.short)) more (\(Words.duration(CronJobRule.late.long)) from a period of twelve hours on). Not while it "
                + "is suspended or a run is at work.",
            advice: "Look at its events, its starting deadline, and the controller manager."),
        role: CausalRole(symptoms: [.jobFails])
    ) { look in
        guard let rule = try CronJobRule(look), rule.isLate else { return .clear }
        return .raised(rule.late)
    }
}
