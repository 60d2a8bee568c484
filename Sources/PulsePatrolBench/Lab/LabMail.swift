import PulseCore

/// `mail`: a mail gateway of one node.
enum LabMail {
    static let slug = SourceSlug(naming: "mail", avoiding: [])
    private static let node = "pmg1"

    static func build(_ world: inout World) {
        world.source(slug, .mailGateway, "mail", address: "https://192.0.2.30:8006", node: node)
        world.sources[slug]?.version = "9.0.1"
        var facts = MailFacts()
        (facts.nodesTotal, facts.nodesReachable, facts.spamQuarantine, facts.virusQuarantine) = (1, 1, 120, 2)
        let id = ResourceID.mail(slug)
        world.add(id, slug, "mail", .online, .mail(facts))
        LabCluster.node(&world, node, 19, in: slug, parent: id)
        for (metric, base) in [(Metric.mailIn, 220.0), (.mailOut, 90), (.mailSpam, 40), (.mailVirus, 0.4), (.queueLength, 3), (.queueAge, 240)] {
            world.figure(id, metric, base, rhythm: 0.5, noise: 0.15)
        }
        ledger(&world)
    }

    private static func ledger(_ world: inout World) {
        var ledger = SourceLedger()
        var own = LabClusterLedger.node(node, world)
        own.services.answered(
            ["pmgdaemon", "pmgproxy", "pmg-smtp-filter", "postfix", "clamav-daemon", "postgres"].map(LabParts.service), at: world.told)
        own.certificates.answered(
            [LabParts.certificate("pmg-api.pem", node, world), LabParts.certificate("pmg-tls.pem", node, world)], at: world.told)
        own.replication = Told()
        ledger.nodes[node] = own
        ledger.mailNodes[node] = mailNode(world)
        ledger.mailHours.answered(hours(world), at: world.told)
        ledger.quarantines.answered([Quarantine(name: "spam", count: 120), Quarantine(name: "virus", count: 2)], at: world.told)
        ledger.mailDomains.answered([MailDomain(name: "example.org", incoming: 37_000, outgoing: 15_000)], at: world.told)
        ledger.viruses.answered([VirusTally(name: "Win.Test.EICAR_HDB-1", count: 3)], at: world.told)
        world.ledgers[slug] = ledger
    }

    private static func mailNode(_ world: World) -> MailNodeLedger {
        var ledger = MailNodeLedger()
        var deferred = MailQueue(name: "deferred", count: 3)
        deferred.oldest = world.now - .minutes(4)
        deferred.domains = [MailQueueDomain(domain: "example.net", count: 3, byAge: [3, 0, 0, 0, 0, 0, 0, 0, 0, 0])]
        deferred.reasons = [DeferralReason(reason: "host mx.example.net said: 450 4.2.0 Greylisted", count: 3)]
        ledger.queues.answered([deferred] + ["active", "incoming", "hold"].map { MailQueue(name: $0, count: 0) }, at: world.told)
        ledger.signatures.answered(["daily", "main", "bytecode"].map { signature($0, world) }, at: world.told)
        ledger.backups.answered([MailBackup(file: "pmg-backup_2026_11_22.tgz", at: world.now - .days(2), size: 180_000)], at: world.told)
        ledger.isInSync = true
        return ledger
    }

    private static func signature(_ name: String, _ world: World) -> SignatureDatabase {
        var database = SignatureDatabase(name: name)
        (database.version, database.signatures, database.isUpdateAvailable) = ("27830", 2_075_000, false)
        database.builtAt = name == "daily" ? world.now - .hours(14) : world.now - .days(400)
        return database
    }

    private static func hours(_ world: World) -> [MailHour] {
        (1...48).reversed().map { ago in
            let start = Timestamp(milliseconds: world.now.milliseconds - world.now.milliseconds % 3_600_000) - .hours(ago)
            let key = SeriesKey(.mail(slug), .mailIn)
            let incoming = Int(world.figures.level(key, at: start) ?? 0)
            var hour = MailHour(start: start, incoming: incoming, outgoing: incoming * 2 / 5, spam: incoming / 5, virus: incoming > 300 ? 1 : 0)
            (hour.bounces, hour.rejected, hour.outgoingSpam, hour.outgoingVirus, hour.outgoingBounces) = (2, incoming / 2, 0, 0, 1)
            (hour.listed, hour.preGreeted) = (incoming / 3, 2)
            return hour
        }
    }
}
