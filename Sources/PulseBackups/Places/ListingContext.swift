import PulseCore

/// Decides whether a place can be vouched for.
struct ListingContext {
    let fleet: Fleet
    let ledger: Ledger
    let limits: BackupLimits
    let now: Timestamp

    /// Nil when one of the listings is an answer that still holds; one is enough, whichever side it is from.
    func hidden(_ listings: [PlaceIndex], named places: [BackupPlace]) -> HiddenPlace? {
        var worst: Problem?
        for listing in listings {
            guard let problem = problem(of: listing) else { return nil }
            worst = worst ?? problem
        }
        return HiddenPlace(places: places, problem: worst ?? Self.notAsked, lastRead: listings.compactMap { $0.told.at }.max())
    }

    private func problem(of listing: PlaceIndex) -> Problem? {
        if let problem = listing.told.problem { return problem }
        guard let at = listing.told.at else { return Self.notAsked }
        if let problem = Self.silence(fleet.sources[listing.source]) { return problem }
        // Without this a backup server shows a user its own backups, and does not say so.
        if listing.place.resource.kind == .datastore,
            let missing = fleet.sources[listing.source]?.missingPrivileges.first(where: { Self.hidesBackups($0.privilege) })
        {
            return Self.hidden(missing).problem
        }
        guard now.since(at) > limits.listing else { return nil }
        return Problem(
            code: "listing_old", sentence: "it was last listed \(now.since(at).spoken) ago",
            nextStep: "See the page of its source, which says what takes so long.")
    }

    static let notAsked = Problem(
        code: "not_listed", sentence: "nobody has listed it yet",
        nextStep: "Wait for the first round; if it stays, give Pulse's token Datastore.Audit and Datastore.AllocateSpace on the storage.")

    /// What keeps a whole source from vouching for anything; nil when it answers.
    static func silence(_ report: SourceReport?) -> Problem? {
        guard let report else {
            return Problem(code: "source_unknown", sentence: "its source is not known", nextStep: "Add the source again in the settings.")
        }
        switch report.condition {
        case .reachable, .degraded: return nil
        case .connecting:
            return Problem(code: "connecting", sentence: "\(report.name) has not answered since Pulse began", nextStep: "Wait for the first round.")
        case .unreachable, .refused:
            return report.problems.first
                ?? Problem(
                    code: report.condition.name, sentence: "\(report.name) is \(report.condition.name)", nextStep: "See the page of the source.")
        }
    }

    /// What of a cluster's places can't even be named.
    func unnamed(in cluster: SourceSlug, hasStorages: Bool) -> [HiddenPlace] {
        var hidden: [HiddenPlace] = []
        let report = fleet.sources[cluster]
        if let problem = Self.silence(report) {
            hidden.append(HiddenPlace(places: [], problem: problem, lastRead: report?.lastAnswerAt, code: .sourceSilent))
        } else if ledger.sources[cluster] == nil {
            let problem = Problem(
                code: "no_ledger", sentence: "\(report?.name ?? cluster.description) has not said anything about backups yet",
                nextStep: "Wait for the first round.")
            hidden.append(HiddenPlace(places: [], problem: problem, lastRead: nil, code: .sourceSilent))
        } else if !hasStorages {
            let problem = Problem(
                code: "no_storage_visible", sentence: "no storage of \(report?.name ?? cluster.description) is visible",
                nextStep: "Give Pulse's token Datastore.Audit on /storage.")
            hidden.append(HiddenPlace(places: [], problem: problem, lastRead: nil))
        }
        return hidden + (report?.missingPrivileges ?? []).filter { Self.hidesBackups($0.privilege) }.map(Self.hidden)
    }

    private static func hidden(_ missing: MissingPrivilege) -> HiddenPlace {
        let problem = Problem(
            code: "privilege_missing", sentence: "\(missing.privilege) on \(missing.path) is missing, which hides \(missing.hides)",
            nextStep: missing.command)
        return HiddenPlace(places: [], problem: problem, lastRead: nil, code: .privilegeMissing)
    }

    /// Without these a listing may leave out rows and not say so.
    private static func hidesBackups(_ privilege: String) -> Bool { privilege.hasPrefix("Datastore.") || privilege == "VM.Backup" }
}
