import PulseCore

/// What the source of a backup server has to say after a flight.
struct PBSReport {
    let state: PBSSourceState
    let door: ProxmoxDoor
    let now: Timestamp

    private var configuration: ProxmoxSourceConfiguration { state.configuration }
    private var picture: PBSPicture { state.picture }
    private var book: PBSLedgerBook { state.book }
    private var listings: PBSListings { state.listings }

    func observation(answered: Bool) -> Observation {
        guard answered else { return Observation(source: configuration.slug, at: now, report: report, ledger: book.ledger) }
        let normaliser = PBSNormaliser(picture: picture, context: context, now: now)
        return Observation(
            source: configuration.slug, at: now, report: report, resources: normaliser.resources(), completeKinds: normaliser.completeKinds(),
            ledger: book.ledger)
    }

    private var report: SourceReport {
        var report = SourceReport(
            source: configuration.slug, kind: .backupServer, name: configuration.name, condition: .connecting, endpoints: door.way.pool.reports,
            version: picture.version?.version, lastAnswerAt: door.way.lastAnswerAt, interval: configuration.interval)
        switch door.way.standing {
        case nil: break
        case .unreachable(let problem): (report.condition, report.problems) = (.unreachable, [problem])
        case .refused(let problem): (report.condition, report.problems) = (.refused, [problem])
        case .answered:
            report.problems = problems
            report.missingPrivileges = picture.permissions.map { PBSPrivilege.missing($0, credentials: configuration.credentials) } ?? []
            let isWhole = report.problems.isEmpty && report.missingPrivileges.allSatisfy(PBSPrivilege.isOptional)
            report.condition = isWhole && report.endpoints.allSatisfy { $0.problem == nil } ? .reachable : .degraded
        }
        return report
    }

    private var problems: [Problem] {
        var result: [Problem] = []
        let dropped = picture.droppedRows + picture.droppedSnapshots.values.reduce(0, +)
        if dropped > 0 {
            result.append(
                Problem(
                    code: "rows_not_understood", sentence: "\(dropped) rows of the answers could not be understood and were left out.",
                    nextStep: "Please report it with the output of `proxmox-backup-manager datastore list --output-format json`."))
        }
        if picture.notFiniteNumbers > 0 {
            result.append(
                Problem(
                    code: "numbers_invalid",
                    sentence: "\(picture.notFiniteNumbers) figures of the answer are no numbers (NaN or infinite) and are shown as unknown.",
                    nextStep: "Look at the disks of the backup server, and whether a file system there reports nonsense."))
        }
        if let skew = book.node.clock.value, skew.isOff {
            let direction = skew.ahead > .zero ? "ahead of" : "behind"
            result.append(
                Problem(
                    code: "clock_off",
                    sentence: "The clock of the backup server is \(skew.magnitude.components.seconds) seconds \(direction) the one of Pulse.",
                    nextStep: "Look at `timedatectl` on both machines; chrony should run. Ages of backups are off by as much."))
        }
        return result
    }

    private var context: PBSNormaliser.Context {
        var context = PBSNormaliser.Context(slug: configuration.slug, name: configuration.name, webAddress: configuration.endpoints.first?.url)
        for store in Set(listings.places.map(\.store)) { context.counts[store] = listings.counts(of: store) }
        return context
    }
}
