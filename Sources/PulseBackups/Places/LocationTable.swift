import PulseCore

/// All places with what is known of them, and for each cluster the places that its backups can be in.
struct LocationTable {
    private(set) var located: [LocatedListings] = []
    /// By cluster: the locations of its storages for backups.
    private(set) var ofCluster: [SourceSlug: Set<Int>] = [:]

    private var indices: [BackupLocation: Int] = [:]
    private let servers: BackupServers
    private let targets: [ResourceID: BackupTarget]
    private let context: ListingContext

    init(_ fleet: Fleet, _ ledger: Ledger, listings: [PlaceIndex], limits: BackupLimits, at now: Timestamp) {
        servers = BackupServers(fleet, ledger)
        targets = Dictionary(ledger.sources.values.flatMap { $0.targets.map { ($0.storage, $0) } }) { first, _ in first }
        context = ListingContext(fleet: fleet, ledger: ledger, limits: limits, now: now)
        for (index, listing) in listings.enumerated() { add(listing, index) }
        for resource in fleet.sorted([.storage]) { add(storage: resource) }
        settle(listings)
    }

    /// The location of a place as a source names it.
    func location(of place: BackupPlace, source: SourceSlug) -> BackupLocation {
        guard place.resource.kind == .storage else { return .place(canonical(place, source)) }
        return targets[place.resource].map(location) ?? .place(place)
    }

    /// The datastore that a storage leads to, of servers that Pulse asks itself.
    var datastores: [ResourceID: ResourceID] {
        targets.compactMapValues { target in
            guard case .place(let place) = location(of: target), place.resource.kind == .datastore else { return nil }
            return place.resource
        }
    }

    private func location(of target: BackupTarget) -> BackupLocation {
        let place = BackupPlace(target.storage)
        guard let datastore = target.datastore else { return .place(place) }
        let namespace = target.namespace ?? ""
        if let server = servers.source(of: target) { return .place(BackupPlace(.datastore(server, datastore), namespace: namespace)) }
        guard let name = target.server else { return .place(place) }
        return .elsewhere(server: BackupServers.host(of: name), datastore: datastore, namespace: namespace)
    }

    private func canonical(_ place: BackupPlace, _ source: SourceSlug) -> BackupPlace {
        let speaker = servers.canonical(source)
        guard speaker != source, let slash = place.resource.path.firstIndex(of: "/") else { return place }
        let resource = ResourceID("\(place.resource.kind.rawValue):\(speaker)\(place.resource.path[slash...])") ?? place.resource
        return BackupPlace(resource, namespace: place.namespace)
    }

    private mutating func add(_ listing: PlaceIndex, _ index: Int) {
        let place = self.place(at: location(of: listing.place, source: listing.source))
        located[place].listings.append(index)
        located[place].places.append(listing.place)
        if listing.place.resource.kind == .storage { connect(listing.source, place) }
    }

    /// A storage that may hold backups is a place even when nobody has listed it. One that is disabled is not asked and not missed.
    private mutating func add(storage: Resource) {
        guard case .storage(let facts) = storage.facts, facts.content.contains("backup"), facts.enabled != false else { return }
        let name = BackupPlace(storage.id)
        let place = self.place(at: location(of: name, source: storage.source))
        if !located[place].places.contains(name) { located[place].places.append(name) }
        connect(storage.source, place)
    }

    private mutating func connect(_ cluster: SourceSlug, _ place: Int) {
        located[place].clusters.insert(cluster)
        ofCluster[cluster, default: []].insert(place)
    }

    private mutating func place(at location: BackupLocation) -> Int {
        if let index = indices[location] { return index }
        located.append(LocatedListings(location: location))
        indices[location] = located.count - 1
        return located.count - 1
    }

    /// The datastore's own listing before those of storages.
    private mutating func settle(_ listings: [PlaceIndex]) {
        for index in located.indices {
            located[index].listings.sort { left, right in
                (listings[left].place.resource.kind == .datastore ? 0 : 1, left) < (listings[right].place.resource.kind == .datastore ? 0 : 1, right)
            }
        }
    }

    /// The places that a cluster's backups can be in and that nobody vouches for.
    ///
    /// The storage of another cluster that leads to the same place does not: its owner may be shown its own backups only.
    func hidden(for cluster: SourceSlug, _ listings: [PlaceIndex]) -> [HiddenPlace] {
        (ofCluster[cluster] ?? []).sorted().compactMap { index in
            let place = located[index]
            let vouching = place.listings.map { listings[$0] }.filter { $0.place.resource.kind == .datastore || $0.source == cluster }
            let named = place.places.filter { $0.resource.kind == .datastore || $0.resource.path.hasPrefix("\(cluster)/") }
            return context.hidden(vouching, named: named)
        }
    }
}
