import PulseCore

/// Decides whether a place can be vouched for.
struct ListingContext {
    let fleet: Fleet
    let ledger: Ledger
    let limits: BackupLimits
    let now: Timestamp

    /// Nil when one of the listings is an answer that still holds; one is enough, whichever side it is from.
    func hidden(_ listings: [PlaceIndex], named places: [BackupPlace]) -> HiddenPlace? {
        var worst: Obstacle?
        for listing in listings {
            guard let obstacle = obstacle(of: listing) else { return nil }
            worst = worst ?? obstacle
        }
        let obstacle = worst ?? Obstacle(Self.notAsked)
        let name = PlaceName(places, fleet)
        return HiddenPlace(
            places: places, problem: silentNode(name, obstacle) ?? obstacle.problem, lastRead: listings.compactMap { $0.told.at }.max(),
            extent: obstacle.extent, name: name)
    }

    /// What keeps a listing from vouching for its place.
    private struct Obstacle {
        let problem: Problem
        let extent: HiddenPlace.Extent

        init(_ problem: Problem, _ extent: HiddenPlace.Extent = .unread) { (self.problem, self.extent) = (problem, extent) }
    }

    private func obstacle(of listing: PlaceIndex) -> Obstacle? {
        let told = listing.told
        if let problem = told.problem { return Obstacle(problem, problem.code == Problem.inPart && told.at != nil ? .inPart : .unread) }
        guard let at = told.at else { return Obstacle(Self.notAsked) }
        if let problem = Self.silence(fleet.sources[listing.source]) { return Obstacle(problem) }
        // Without this a backup server shows a user its own backups, and does not say so.
        if listing.place.resource.kind == .datastore,
            let missing = fleet.sources[listing.source]?.missingPrivileges.first(where: { Self.hidesBackups($0.privilege) })
        {
            return Obstacle(Self.hidden(missing).problem, .inPart)
        }
        guard now.since(at) > limits.listing else { return nil }
        let problem = Problem(
            code: "listing_old", sentence: "it was last listed \(now.since(at).spoken) ago",
            nextStep: "See the page of its source, which says what takes so long.")
        return Obstacle(problem, .aged)
    }

    /// That the node of a storage is away explains what its last call came to, and is what somebody can do something about.
    private func silentNode(_ name: PlaceName?, _ obstacle: Obstacle) -> Problem? {
        guard let node = name?.nodeID, obstacle.extent != .inPart, let status = fleet.resources[node]?.state.status, status != .online else {
            return nil
        }
        return Problem(
            code: HiddenGroup.silentNode, sentence: "node \(name?.part ?? "") does not answer",
            nextStep: "Look whether the node is up. Its storages are listed again as soon as it answers.")
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
