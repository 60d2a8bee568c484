import PulseCore

/// A metric that has been far above everything it usually is for hours, and high in itself.
struct AboveUsual {
    let metric: Metric
    let noun: String
    /// What is lower is no matter, whatever it was before.
    let floor: Double
    /// By so much above the highest that held before.
    let margin: Double
    /// And so many times that.
    var factor = 1.0
    var hours = 3
    /// Floor and margin are shares of this metric.
    var whole: Metric?
    let advice: String

    var needs: [Need] { [.current(metric), .history(metric, hours: Usual.window)] + (whole.map { [.current($0)] } ?? []) }

    var words: String {
        let unit = whole == nil ? metric.unit : .ratio
        let beyond = [
            margin > 0 ? "\(Words.figure(margin, unit)) above" : nil, factor > 1 ? "\(Words.short(factor, places: 1)) times as high as" : nil,
        ].compactMap(\.self).joined(separator: " and ")
        return "Watch when each of the last \(hours) hours was at least \(Words.figure(floor, unit)), and \(beyond) the highest that held as long "
            + "in up to \(Usual.window / 24) days before the last day, and \(Usual.monthWords). It needs \(Usual.needed) hours of history before "
            + "the last day; with less than \(Words.duration(Usual.weekSeen)) it has to last \(Usual.longer) hours, so that a weekly job is none. Not in "
            + "the first day after a start, nor while a guest is locked (a backup, a migration) or a node is in maintenance mode."
    }

    func judge(_ look: Look) throws -> Answer {
        guard look.isInRegularUse else { return .clear }
        if case .node(let facts) = look.resource.facts, facts.haState == "maintenance" { throw NotEvaluable("It is in maintenance mode.") }
        let now = try look.current(metric)
        if look.resource.metrics[metric]?.quality == .estimated(.pageCacheIncluded) { throw NotEvaluable("Its figure contains the page cache.") }
        let scale = try whole.map { try look.current($0) } ?? 1
        guard now >= floor * scale else { return .clear }
        let usual = try Usual(look, metric, sustained: hours)
        let isUnheard = try usual.isUnheard(of: look, metric) { max(floor * scale, $0 + margin * scale, $0 * factor) }
        guard isUnheard else { return .clear }
        return .raised(raised(look, now, usual))
    }

    private func raised(_ look: Look, _ now: Double, _ usual: Usual) -> Raised {
        let (figure, middle) = (Words.figure(usual.lowestRecent, metric.unit), Words.figure(usual.middle, metric.unit))
        let highest = Words.figure(usual.heldHighest, metric.unit)
        let count = usual.recent.count
        return Raised(
            .watch, "\(noun) far above usual",
            description: "\(noun) of \(look.name) has been at \(figure) or more for \(count) hours; usual at this time is \(middle).",
            recommendation: advice,
            evidence: "At least \(figure) in each of the last \(count) hours; usual \(middle), and never above \(highest) for as long before.",
            items: [
                .series(
                    look.id, metric, from: usual.before.first?.start ?? look.now, to: look.now,
                    marks: [.init("now", now, at: look.now), .init("usual", usual.middle), .init("highest before", usual.heldHighest)],
                    text: "\(figure), usual \(middle)")
            ])
    }
}

extension Check {
    static let anomalyProcessors = above(
        "ANOMALY-CPU", key: "metric-anomaly", "Processor use is far above usual", on: [.node, .guest, .host, .container, .kubernetesNode],
        AboveUsual(
            metric: .cpu, noun: "Processor use", floor: 0.6, margin: 0.25,
            advice: "See which process began to work hours ago; if it shall, nothing is wrong."),
        why: "Something works that did not before: a runaway process, a new load, or a stranger.")

    static let anomalyMemory = above(
        "ANOMALY-MEMORY", key: "memory-anomaly", "Memory use is far above usual", on: [.guest, .host, .container],
        AboveUsual(
            metric: .memoryUsed, noun: "Memory use", floor: 0.75, margin: 0.2, whole: .memoryTotal,
            advice: "See which process took the memory, before it runs out."),
        why: "What has taken much more memory than ever may take the rest.")

    static let anomalyNetwork = above(
        "ANOMALY-NETWORK-HIGH", key: "network-anomaly", "Outgoing traffic is far above usual", on: [.guest, .host, .container],
        AboveUsual(
            metric: .networkOut, noun: "Outgoing traffic", floor: 5 * 1_048_576, margin: 0, factor: 4, hours: 6,
            advice: "See who it talks to (for example with `iftop`); a copy or a backup that somebody began is fine."),
        why: "Hours of traffic that was never there before are a large copy, or data that leaves without being asked to.")

    static let anomalyProcesses = above(
        "ANOMALY-PROCESSES", key: "processes-anomaly", "Number of processes is far above usual", on: [.container],
        AboveUsual(
            metric: .processes, noun: "Number of processes", floor: 200, margin: 100, factor: 2,
            advice: "Look for processes that are begun and never end (`docker top`), and limit their number."),
        why: "Processes that are begun and never end use up the numbers of the host, and then nothing can be started there.")

    private static func above(
        _ code: String, key: String, _ title: String, on kinds: Set<ResourceKind>, _ rule: AboveUsual, why: String
    ) -> Check {
        Check(
            code, key: key, title, .performance, on: kinds, needs: rule.needs, page: CheckPage(why: why, decides: rule.words, advice: rule.advice),
            role: CausalRole(symptoms: [.slow])
        ) { look in try rule.judge(look) }
    }
}
