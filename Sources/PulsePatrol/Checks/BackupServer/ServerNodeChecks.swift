import PulseCore

/// The checks of the machine that a backup server or a mail gateway runs on: the same questions, each with a code of its own.
struct ServerNodeChecks: Sendable {
    let product: String
    let noun: String
    let kind: SourceKind
    /// Services without which the product does not do its work, as prefixes of their names.
    let vital: [String]

    static let vitalForBackups = ["proxmox-backup"]
    static let vitalForMail = ["pmg-smtp-filter", "pmgpolicy", "postfix", "clamav-daemon"]

    private static let certificate = CertificateLife.Limits(watch: .days(21), warning: .days(7))
    static let manyUpdates = 25
    static let clockWatch = Duration.seconds(60)
    static let clockWarning = Duration.seconds(300)

    var all: [Check] { [services, certificates, updates, reboot, clock, processors, memory, disk] }

    /// Looks at nodes of the product only, and at its ledger while it answers.
    func node(_ decide: @escaping @Sendable (Look, NodeLedger) throws -> Answer) -> @Sendable (Look) throws -> Answer {
        { [kind] look in
            guard look.source?.kind == kind else { return .clear }
            guard look.resource.state.status == .online else { throw NotEvaluable("It does not answer at the moment.") }
            let id = look.id.path.split(separator: "/").last.map(String.init) ?? ""
            return try decide(look, look.ledger?.nodes[id] ?? look.ledger?.nodes[look.resource.name] ?? NodeLedger())
        }
    }

    private var services: Check {
        Check(
            "\(product)-NODE-SERVICE", key: "\(product.lowercased())-service-failed", "Service of the \(noun) failed", .reliability, on: [.node],
            needs: [.ledger("services")],
            page: CheckPage(
                why: "What does not run does not do its work, often silently.",
                decides:
                    "Warning for each service that failed; critical when it is one of \(Words.list(vital)), or when one of these is enabled and does "
                    + "not run. Not for what is disabled, masked or not installed.",
                advice: "Read `systemctl status` and the journal of the service, and start it."),
            role: CausalRole(explains: [Explanation(.jobFails, .placed), Explanation(.unavailable, .placed)]),
            decide: node { [self] look, ledger in
                Answer(raised: try look.told(ledger.services, "Its services").compactMap { raised($0, look) })
            })
    }

    private func raised(_ service: ServiceRecord, _ look: Look) -> Raised? {
        guard !["disabled", "masked", "not-found", "masked-runtime"].contains(service.unitState ?? "") else { return nil }
        let isVital = vital.contains { service.name.hasPrefix($0) }
        let isFailed = service.state == "failed" || service.activeState == "failed"
        let isDown = isVital && service.unitState == "enabled" && (service.state == "dead" || service.activeState == "inactive")
        guard isFailed || isDown else { return nil }
        let state = isFailed ? "failed" : "not running"
        return Raised(
            instance: service.name, isVital ? .critical : .warning, "Service \(isFailed ? "failed" : "does not run")",
            description: "\(service.name.printable(limit: 80)) on \(look.name) is \(state).",
            recommendation:
                "Run `systemctl status \(service.name)` and `journalctl -u \(service.name) -b` on \(look.name), mend the cause and restart it.",
            evidence:
                "\(service.name): state \(service.state ?? "unknown"), \(service.activeState ?? "unknown"), unit \(service.unitState ?? "unknown").",
            items: [.record(look.id, "service", service.name, state)])
    }

    private var certificates: Check {
        Check(
            "\(product)-NODE-CERTIFICATE", key: "\(product.lowercased())-certificate-expiry", "Certificate of the \(noun) expires", .security,
            on: [.node], needs: [.ledger("certificates")],
            page: CheckPage(
                why: "Clients refuse a server whose certificate has expired.",
                decides:
                    "Watch \(Words.duration(Self.certificate.watch)) before a certificate expires, warning \(Words.duration(Self.certificate.warning)) "
                    + "before, critical when it has.", advice: "Renew it; with ACME, see why the renewal fails."),
            decide: node { look, ledger in
                Answer(raised: try look.told(ledger.certificates, "Its certificates", within: .days(3)).compactMap { Self.raised($0, look) })
            })
    }

    private static func raised(_ certificate: CertificateRecord, _ look: Look) -> Raised? {
        guard let life = CertificateLife(from: nil, to: certificate.notAfter, at: look.now, Self.certificate) else { return nil }
        let left = Words.duration(life.end.since(look.now))
        let words = life.hasEnded ? "expired \(left) ago" : "expires in \(left)"
        return Raised(
            instance: certificate.file, life.severity, life.title,
            description: "The certificate \(certificate.file) of \(look.name) \(words).",
            recommendation: "Renew \(certificate.file) of \(look.name) under Certificates; with ACME, read the log of the last renewal.",
            evidence: "Valid until \(Words.minute(life.end)), issued by \((certificate.issuer ?? "an unknown issuer").printable(limit: 120)).",
            items: [.record(look.id, "certificate", certificate.file, "until \(Words.minute(life.end))", at: life.end)])
    }

    private var updates: Check {
        Check(
            "\(product)-NODE-UPDATES", key: "\(product.lowercased())-updates", "Many updates wait", .security, on: [.node],
            needs: [.ledger("updates")],
            page: CheckPage(
                why: "A server that is not updated for long misses fixes of security and of backups.",
                decides: "Info when \(Self.manyUpdates) or more packages wait. A few always do.", advice: "Install them."),
            decide: node { look, ledger in
                let updates = try look.told(ledger.updates, "Its updates", within: .days(3))
                guard updates.count >= Self.manyUpdates else { return .clear }
                return .raised(
                    Raised(
                        .info, "Many updates wait", description: "\(Words.count(updates.count, "package")) of \(look.name) can be updated.",
                        recommendation: "Run `apt update && apt dist-upgrade` on \(look.name) at a quiet time.",
                        evidence: "\(updates.count) waiting, among them \(Words.list(updates.map(\.package)).printable(limit: 200)).",
                        items: [
                            .fact(look.id, "updates", "\(updates.count)"), .limit("info", "\(Self.manyUpdates)", value: Double(Self.manyUpdates)),
                        ]))
            })
    }

    private var reboot: Check {
        Check(
            "\(product)-NODE-REBOOT", key: "\(product.lowercased())-reboot-due", "Reboot is due", .security, on: [.node], needs: [.ledger("kernel")],
            page: CheckPage(
                why: "A new kernel protects only once it runs.",
                decides: "Info when a newer kernel is installed than the one that runs, watch when the machine has been running for "
                    + "\(Words.duration(HostSystemRule.runsLong)).", advice: "Plan a reboot."),
            decide: node { look, ledger in
                let kernel = try look.told(ledger.kernel, "Its kernels", within: .days(3))
                guard let isDue = kernel.isRebootDue else { throw NotEvaluable("Which kernel is the newest is not known.") }
                guard isDue, case .node(let facts) = look.resource.facts else { return .clear }
                let uptime = look.age(facts.startedAt)
                return .raised(
                    Raised(
                        uptime.map { $0 >= HostSystemRule.runsLong } ?? false ? .watch : .info, "Reboot is due",
                        description: "\(look.name) runs an older kernel than the newest that is installed.",
                        recommendation: "Plan a reboot of \(look.name) outside its working hours.",
                        evidence: "Running \(kernel.running ?? "unknown"), installed \(kernel.newestInstalled ?? "unknown").",
                        items: [.fact(look.id, "kernel", "\(kernel.running ?? "unknown"), newest \(kernel.newestInstalled ?? "unknown")")]))
            })
    }

    private var clock: Check {
        Check(
            "\(product)-NODE-CLOCK", key: "\(product.lowercased())-clock-skew", "Clock is wrong", .reliability, on: [.node],
            needs: [.ledger("clock")],
            page: CheckPage(
                why: "Tickets, schedules and times of backups depend on the clock.",
                decides: "Watch when it differs by more than \(Words.duration(Self.clockWatch)) from the clock of Pulse, warning from "
                    + "\(Words.duration(Self.clockWarning)); the time the question took is given. \(KnownClocks.words)",
                advice: "Check its time service."),
            decide: node { look, ledger in
                let skew = try look.told(ledger.clock, "Its clock", within: .hours(6))
                guard skew.leastOff >= Self.clockWatch else { return .clear }
                let doubt = try look.trustClockOfPulse()
                let text = "\(Words.duration(skew.ahead)) \(skew.ahead > .zero ? "ahead of" : "behind") the one of Pulse"
                return .raised(
                    Raised(
                        skew.leastOff >= Self.clockWarning ? .warning : .watch, "Clock is wrong",
                        description: "The clock of \(look.name) is \(text).\(doubt)",
                        recommendation: "Run `chronyc tracking` on \(look.name), and mend its time servers.",
                        evidence: "\(text), give or take \(Words.figure(skew.uncertainty.asSeconds, .seconds)).",
                        items: [.fact(look.id, "clock", text), .limit("watch", Words.duration(Self.clockWatch), value: Self.clockWatch.asSeconds)]))
            })
    }

    private var processors: Check {
        Check(
            "\(product)-NODE-CPU", key: "\(product.lowercased())-high-cpu", "Processors are busy for hours", .performance, on: [.node],
            needs: HoursAbove.hostCPU.needs,
            page: CheckPage(
                why: "Its work takes longer than planned.", decides: HoursAbove.hostCPU.words,
                advice: "Spread its jobs, or give it more "
                    + "processors."),
            role: CausalRole(explains: [Explanation(.slow, .placed)]),
            decide: node { look, _ in
                try HoursAbove.hostCPU.answer(
                    look, title: "Processors are busy for hours", what: "The processors of \(look.name) were busy",
                    advice: "Look in the tasks of \(look.name) what runs at the same time, and spread it; else give it more processors.")
            })
    }

    private var memory: Check {
        Check(
            "\(product)-NODE-MEMORY", key: "\(product.lowercased())-high-memory", "Memory is nearly used up for hours", .performance, on: [.node],
            needs: HoursAbove.hostMemory.needs,
            page: CheckPage(
                why: "Without spare memory the next peak ends with a killed process.",
                decides: HoursAbove.hostMemory.words + " " + ZFSMemory.words,
                advice: "Give it more memory, or find what takes it."),
            role: CausalRole(explains: [Explanation(.slow, .placed)]),
            decide: node { look, ledger in
                return try HoursAbove.hostMemory.answer(
                    (ledger.pools.value ?? 0) == 0 ? look : ZFSMemory(look: look).byAgent(), title: "Memory is nearly used up for hours",
                    what: "The memory of \(look.name) was used",
                    advice: "Look with `ps aux --sort=-rss | head` what takes the memory of \(look.name), or add some.")
            })
    }

    private var disk: Check {
        Check(
            "\(product)-NODE-DISK", key: "\(product.lowercased())-disk-usage", "Root file system is nearly full or fills up", .capacity, on: [.node],
            needs: [
                .current(.diskUsed), .current(.diskTotal), .history(.diskUsed, hours: FillRule.hours), .history(.diskTotal, hours: FillRule.hours),
            ],
            page: CheckPage(
                why: "Services stop in strange ways when the root file system is full.", decides: FillRule.storage.words,
                advice: "Clean logs and package caches."),
            role: CausalRole(explains: [Explanation(.jobFails, .placed), Explanation(.writesFail, .placed), Explanation(.unavailable, .placed)]),
            decide: node { look, _ in
                try FillRule.storage.judge(
                    look, noun: "Root file system",
                    advice:
                        "Clean \(look.name): `journalctl --vacuum-time=14d`, `apt clean`, and look with `du -xh --max-depth=2 / | sort -h | tail`.")
            })
    }
}
