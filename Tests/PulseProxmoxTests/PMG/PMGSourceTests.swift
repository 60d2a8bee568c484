import PulseCore
import PulseSimulator
import PulseTransport
import Testing

@testable import PulseProxmox

@Suite("A mail gateway that is watched", .timeLimit(.minutes(5)))
struct PMGSourceTests {
    @Test("the first observation has the mail and the nodes with their figures, the next the queues and the lists")
    func first() async throws {
        try await MailStage.run { stage in
            let source = stage.source()
            let first = await source.poll(now: stage.now)
            #expect(first.report.condition == .reachable, "\(first.report)")
            #expect(first.report.kind == .mailGateway && first.report.version == "9.1.2" && first.report.interval == .seconds(30))
            #expect(first.completeKinds == [.node, .mail])
            let node = try #require(first["node:mx/mail1"])
            #expect(node.status == .online && node.metrics[.memoryUsed]?.isCurrent == true && node.metrics[.diskTotal]?.value ?? 0 > 0)
            #expect(node.node?.version == "9.1.2" && node.node?.kernel == "7.0.2-3-pve" && node.parent?.description == "mail:mx")
            let mail = try #require(first["mail:mx"])
            #expect(mail.status == .online && mail.metrics[.mailIn]?.value ?? 0 > 0 && mail.metrics[.mailSpam]?.value ?? 0 > 0)
            #expect(mail.metrics[.queueLength]?.quality == .unknown(.notAskedYet))

            let next = await stage.watch(source, for: .seconds(60))
            #expect(next["mail:mx"]?.metrics[.queueLength]?.isCurrent == true && next["mail:mx"]?.metrics[.queueAge]?.isCurrent == true)
            #expect(next["mail:mx"]?.mail?.spamQuarantine ?? 0 > 0)
            let ledger = try #require(next.ledger)
            #expect(ledger.mailNodes["mail1"]?.queues.value?.map(\.name) == ["deferred", "active", "incoming", "hold"])
            #expect(ledger.mailNodes["mail1"]?.isInSync == true)
            #expect(ledger.mailHours.value?.count == Int(PMGCall.hoursBack) + 1)
            #expect(ledger.mailDomains.value?.first.map { $0.incoming > 0 && $0.bytes ?? 0 > 0 } == true && ledger.viruses.value?.isEmpty == false)
            #expect(ledger.mailNodes["mail1"]?.backups.value?.isEmpty == false)
            let traffic = try #require(next["node:mx/mail1"]?.metrics[.networkIn])
            #expect(traffic.isCurrent && traffic.value ?? 0 > 0 && traffic.at.map { stage.now.since($0) < .seconds(200) } == true)
            #expect(ledger.quarantines.value?.map(\.name) == ["spam", "virus"])
            let record = try #require(ledger.nodes["mail1"])
            #expect(record.services.value?.isEmpty == false && record.tasks.value?.isEmpty == false && record.subscription.value != nil)
            #expect(record.certificates.value?.first?.notAfter != nil && record.updates.value != nil && record.clock.value != nil)
            let daily = ledger.mailNodes["mail1"]?.signatures.value?.first { $0.name == "ClamAV daily" }
            #expect(daily?.builtAt.map { stage.now.since($0) < .seconds(2 * 86_400) } == true && daily?.signatures == 355_666)
        }
    }

    @Test("a reboot is due when a newer kernel is installed than the one that runs, and no longer once that runs")
    func reboot() async throws {
        try await MailStage.run { stage in
            let source = stage.source()
            let first = await stage.watch(source, for: .seconds(120)).ledger?.nodes["mail1"]?.kernel.value
            #expect(first == KernelState(running: "7.0.2-3-pve", newestInstalled: "7.0.2-3-pve", isRebootDue: false))
            for isDue in [true, false] {
                try await stage.estate.apply(mail: .rebootDue(node: "mail1", isDue))
                let next = await stage.watch(source, for: .seconds(7 * 3600), every: .seconds(600)).ledger?.nodes["mail1"]?.kernel.value
                #expect(next?.isRebootDue == isDue && next?.newestInstalled == (isDue ? "7.0.2-4-pve" : "7.0.2-3-pve"))
            }
        }
    }

    @Test("the mail of an hour is the sum of the gateway's own counts")
    func lastHour() async throws {
        try await MailStage.run { stage in
            let source = stage.source()
            let observation = await stage.watch(source, for: .seconds(60))
            let hours = try #require(observation.ledger?.mailHours.value)
            #expect(hours == hours.sorted { $0.start < $1.start })
            for hour in hours { #expect(hour.spam >= 0 && hour.spam + hour.virus + (hour.rejected ?? 0) <= hour.incoming + hour.outgoing) }
            let complete = hours.dropLast().suffix(24)
            #expect(complete.allSatisfy { $0.incoming > 0 && $0.rejected ?? 0 > 0 && $0.bounces != nil })
        }
    }

    @Test("a destination that refuses: the queue grows, is told by domain and age, and says why; and it drains again")
    func backlog() async throws {
        try await MailStage.run { stage in
            let source = stage.source()
            let before = try #require(await stage.watch(source, for: .seconds(60))["mail:mx"]?.metrics[.queueLength]?.value)
            try await stage.estate.apply(mail: .destinationRefuses(domain: "partner.example"))
            let since = stage.now
            let grown = await stage.watch(source, for: .seconds(5_400), every: .seconds(60))
            let length = try #require(grown["mail:mx"]?.metrics[.queueLength]?.value)
            #expect(length > before + 40)
            let queue = try #require(grown.ledger?.mailNodes["mail1"]?.queues.value?.first { $0.name == "deferred" })
            let domain = try #require(queue.domains.first)
            #expect(domain.domain == "partner.example" && domain.byAge.count == 10 && domain.byAge.reduce(0, +) == domain.count)
            #expect(queue.reasons?.first?.reason.contains("refused to talk to me") == true)
            let age = try #require(grown["mail:mx"]?.metrics[.queueAge]?.value)
            #expect(age >= stage.now.since(since).asSeconds - 400)
            try await stage.estate.apply(mail: .destinationAccepts(domain: "partner.example"))
            let drained = await stage.watch(source, for: .seconds(1_200), every: .seconds(60))
            #expect(drained["mail:mx"]?.metrics[.queueLength]?.value ?? .infinity < length / 2)
        }
    }

    @Test("a clock that is off is told, and does not change how long mail has waited")
    func skewedAge() async throws {
        try await MailStage.run { stage in
            func age(_ observation: Observation) throws -> Double { try #require(observation["mail:mx"]?.metrics[.queueAge]?.value) }
            try await stage.estate.apply(mail: .destinationRefuses(domain: "partner.example"))
            let source = stage.source()
            let before = try age(await stage.watch(source, for: .seconds(900), every: .seconds(60)))
            try await stage.estate.apply(mail: .clockSkew(node: "mail1", .seconds(-3_600)))
            let observation = await stage.watch(source, for: .seconds(300), every: .seconds(60))
            #expect(observation.codes == ["clock_off"])
            #expect(abs(try age(observation) - before - 300) < 5)
            let ahead = try #require(observation.ledger?.nodes["mail1"]?.clock.value?.ahead)
            #expect(ahead < .seconds(-3_590) && ahead > .seconds(-3_610))
        }
    }

    @Test("services, signatures and certificates are told as they are")
    func health() async throws {
        try await MailStage.run { stage in
            try await stage.estate.apply(mail: .serviceFailed(node: "mail1", service: "clamav-freshclam"))
            try await stage.estate.apply(mail: .signaturesOld(node: "mail1"))
            try await stage.estate.apply(mail: .certificateEnds(node: "mail1", in: .seconds(3 * 86_400)))
            let ledger = try #require(await stage.watch(stage.source(), for: .seconds(60)).ledger)
            let service = ledger.nodes["mail1"]?.services.value?.first { $0.name == "clamav-freshclam" }
            #expect(service?.activeState == "failed" && service?.unitState == "enabled")
            let daily = ledger.mailNodes["mail1"]?.signatures.value?.first { $0.name == "ClamAV daily" }
            #expect(daily?.builtAt.map { stage.now.since($0) > .seconds(9 * 86_400) } == true)
            let rules = ledger.mailNodes["mail1"]?.signatures.value?.first { $0.name == "SpamAssassin updates.spamassassin.org" }
            #expect(rules?.isUpdateAvailable == true)
            let ends = ledger.nodes["mail1"]?.certificates.value?.first { $0.file == "pmg-api.pem" }?.notAfter
            #expect(ends.map { $0.since(stage.now) < .seconds(3 * 86_400) } == true)
        }
    }

    @Test("a node that is away costs itself only: the others go on, sums are marked as partial, and it comes back")
    func nodeAway() async throws {
        try await MailStage.run(nodes: 3) { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(60))
            try await stage.estate.apply(mail: .nodeDown(node: "mail3"))
            let away = await stage.watch(source, for: .seconds(90))
            #expect(away.report.condition == .degraded && away.codes == ["node_unreachable"], "\(away.report.problems)")
            #expect(away["node:mx/mail3"]?.status == .offline && away["node:mx/mail3"]?.metrics[.cpu]?.isCurrent == false)
            #expect(away["node:mx/mail2"]?.status == .online && away["node:mx/mail2"]?.metrics[.cpu]?.isCurrent == true)
            #expect(away["mail:mx"]?.status == .degraded && away["mail:mx"]?.mail?.nodesReachable == 2)
            #expect(away["mail:mx"]?.metrics[.queueLength]?.quality == .estimated(.nodeOffline))
            #expect(away.ledger?.mailNodes["mail3"]?.queues.problem != nil && away.ledger?.mailNodes["mail3"]?.queues.value != nil)
            try await stage.estate.apply(mail: .nodeUp(node: "mail3"))
            let back = await stage.watch(source, for: .seconds(400))
            #expect(back.report.condition == .reachable, "\(back.report.problems)")
            #expect(back["mail:mx"]?.metrics[.queueLength]?.quality == .measured)
        }
    }

    @Test("a node that lags behind the cluster is told")
    func notInSync() async throws {
        try await MailStage.run(nodes: 2) { stage in
            let source = stage.source()
            try await stage.estate.apply(mail: .notInSync(node: "mail2"))
            let observation = await stage.watch(source, for: .seconds(30))
            #expect(observation.codes == ["not_in_sync"])
            #expect(observation["mail:mx"]?.status == .degraded && observation.ledger?.mailNodes["mail2"]?.isInSync == false)
        }
    }

    @Test("when the node that is asked goes, another answers for the gateway")
    func failover() async throws {
        try await MailStage.run(nodes: 2) { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(60))
            try await stage.estate.apply(mail: .nodeDown(node: "mail1"))
            let observation = await stage.watch(source, for: .seconds(60))
            #expect(observation["node:mx/mail1"]?.status == .offline && observation["node:mx/mail2"]?.status == .online)
            #expect(observation.report.condition == .degraded)
        }
    }

    @Test("never more than two calls are under way, and a minute costs few")
    func load() async throws {
        try await MailStage.run(nodes: 2) { stage in
            let source = stage.source()
            await stage.watch(source, for: .seconds(600))
            stage.estate.forgetRequests()
            await withTaskGroup(of: Void.self) { group in
                group.addTask { _ = await source.poll(now: stage.now) }
                group.addTask { await source.askDetails(now: stage.now) }
                group.addTask { await source.askDetails(now: stage.now) }
            }
            #expect(stage.estate.peakMailRequests(node: "mail1") <= 2)
            stage.estate.forgetRequests()
            await stage.watch(source, for: .seconds(3_600))
            // Per minute and node: two statuses, one deferred queue, half of four others, and what the whole gateway is asked.
            #expect(stage.estate.mailRequests().count < 60 * 16, "\(stage.estate.mailRequests().count)")
        }
    }
}
