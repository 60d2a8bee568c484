import PulseCore

/// What is kept fresh and in step on the nodes of a gateway.
struct MailNodeRule: Sendable {
    static let watch = Duration.days(3)
    static let warning = Duration.days(7)
    static let oldBackup = Duration.days(60)

    static func node(_ look: Look) throws -> MailNodeLedger? {
        guard look.source?.kind == .mailGateway else { return nil }
        guard look.resource.state.status == .online else { throw NotEvaluable("It does not answer at the moment.") }
        return look.ledger?.mailNodes[look.resource.name] ?? MailNodeLedger()
    }

    /// The main and the bytecode databases are built anew every few months or years; only the daily one tells whether updates come.
    static func isDaily(_ database: SignatureDatabase) -> Bool { database.name.lowercased().contains("daily") }

    static func raised(_ database: SignatureDatabase, _ look: Look) -> Raised? {
        guard let at = database.builtAt else { return nil }
        // Rules of SpamAssassin rest for weeks at times: they are old when there is something newer.
        guard isDaily(database) || database.isUpdateAvailable == true else { return nil }
        let age = look.now.since(at)
        guard age >= watch else { return nil }
        let name = database.name.printable(limit: 100)
        return Raised(
            instance: name, age >= warning ? .warning : .watch, "Signatures are old",
            description: "\(name) on \(look.name) is \(Words.duration(age)) old.",
            recommendation: isDaily(database)
                ? "Run `freshclam -v` on \(look.name) and see why the service clamav-freshclam does not update it."
                : "Run `pmgupdate --force` or `sa-update -v` on \(look.name) and see why the timer pmg-daily does not.",
            evidence: "\(name), version \(database.version ?? "unknown"), built \(Words.minute(at)).",
            items: [.record(look.id, "signatures", name, "built \(Words.minute(at))", at: at)])
    }
}

extension Check {
    static let mailSignatures = Check(
        "PMG-SIGNATURE-AGE", key: "pmg-signatures-old", "Signatures are old", .security, on: [.node], needs: [.ledger("signatures")],
        page: CheckPage(
            why: "New viruses and spam are found by new signatures only.",
            decides: "Watch when the daily database of ClamAV is \(Words.duration(MailNodeRule.watch)) old, warning from "
                + "\(Words.duration(MailNodeRule.warning)); the same for rules of SpamAssassin for which an update is available. Not for the "
                + "main and bytecode "
                + "databases, which are seldom built.", advice: "Run the update by hand and read its error.")
    ) { look in
        guard let node = try MailNodeRule.node(look) else { return .clear }
        return Answer(raised: try look.told(node.signatures, "Its signatures").compactMap { MailNodeRule.raised($0, look) })
    }

    static let mailClusterSync = Check(
        "PMG-CLUSTER-SYNC", key: "pmg-cluster-sync", "Node is not in step with its cluster", .reliability, on: [.node], needs: [.ledger("cluster")],
        page: CheckPage(
            why: "A node that lags has other rules and another quarantine than the others.",
            decides: "Warning when a node says that its database lags behind the cluster's (by more than three minutes).",
            advice: "Look at `pmgcm status` and `pmgcm sync`."), role: CausalRole(symptoms: [.unseen])
    ) { look in
        guard let node = try MailNodeRule.node(look) else { return .clear }
        guard let isInSync = node.isInSync else { throw NotEvaluable("It does not tell whether it is in step.") }
        guard !isInSync else { return .clear }
        return .raised(
            Raised(
                .warning, "Node is not in step with its cluster", description: "The database of \(look.name) lags behind that of its cluster.",
                recommendation: "Run `pmgcm status` and then `pmgcm sync` on \(look.name), and read `journalctl -u pmgmirror`.",
                evidence: "\(look.name) reports insync 0.", items: [.fact(look.id, "in sync", "no")]))
    }

    static let mailBackup = Check(
        "PMG-BACKUP-NONE", key: "pmg-no-backup", "No recent backup of the gateway's settings", .backup, on: [.mail],
        needs: [.ledger("backups of the gateway"), .ledger("tasks")],
        page: CheckPage(
            why: "Without one, rules and lists have to be made anew after a loss.",
            decides:
                "Info when no backup of the last \(Words.duration(MailNodeRule.oldBackup)) lies on any node and no task of that kind succeeded "
                + "in that "
                + "time, as one onto a backup server would.", advice: "Add a schedule under Backup/Restore.")
    ) { look in
        guard look.resource.state.status != .unknown else { return .hidden("The gateway does not answer at the moment.") }
        let nodes = (look.ledger?.mailNodes ?? [:]).sorted { $0.key < $1.key }.map(\.value)
        guard !nodes.isEmpty else { throw NotEvaluable("Its backups were not read yet.") }
        let newest = try nodes.flatMap { try look.told($0.backups, "Its backups", within: .days(2)) }.map(\.at).max()
        if let newest, look.now.since(newest) < MailNodeRule.oldBackup { return .clear }
        let tasks = (look.ledger?.nodes ?? [:]).values.flatMap { $0.tasks.value ?? [] }
        let isElsewhere = tasks.contains {
            $0.type.contains("backup") && $0.outcome.isSuccess && look.now.since($0.startedAt) < MailNodeRule.oldBackup
        }
        guard !isElsewhere else { return .clear }
        let text = newest.map { "The newest backup of \(look.name) is of \(Words.day($0))" } ?? "No backup of the settings lies on \(look.name)"
        return .raised(
            Raised(
                .info, "No recent backup of the gateway's settings", description: "\(text), and no task made one elsewhere.",
                recommendation: "Make one under Administration > Backup/Restore (or `pmgbackup backup`), and add a schedule onto a backup server.",
                evidence: "\(text).", items: [.fact(look.id, "newest backup", newest.map(Words.minute) ?? "none", at: newest)]))
    }
}

extension CheckCatalogue {
    static let mail: [Check] =
        [
            .mailDeferred, .mailQueueAge, .mailQueueDomain, .mailRefused, .mailSpamSurge, .mailVirusSurge, .mailBounceSurge, .mailOutgoingSpam,
            .mailStopped, .mailSignatures, .mailClusterSync, .mailBackup,
        ] + ServerNodeChecks(product: "PMG", noun: "mail gateway", kind: .mailGateway, vital: ServerNodeChecks.vitalForMail).all
}
