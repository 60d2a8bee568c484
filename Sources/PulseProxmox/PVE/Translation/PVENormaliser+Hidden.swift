import PulseCore

extension PVEVisibility {
    /// What was listed and may no longer be seen. It exists as far as anybody knows, so it is not left out: its state is unknown for that
    /// reason. It comes without figures; who keeps the last ones keeps them as old ones.
    func unseen(beside normaliser: PVENormaliser) -> [ObservedResource] {
        let rows = hiddenRows
        guard !rows.isEmpty else { return [] }
        var past = normaliser.picture
        past.storages = rows.filter { $0.kind == .storage }
        past.nodeStorage = [:]
        let translation = PVENormaliser(picture: past, context: normaliser.context, now: normaliser.now)
        let guests = rows.filter { $0.kind != .storage }.sorted { $0.vmid < $1.vmid }.map(translation.guest)
        return (guests + translation.storageResources()).map { resource in
            var resource = resource
            resource.status = .unknown
            resource.statusReason = .permissionMissing
            resource.metrics = MetricTable()
            resource.isFresh = false
            return resource
        }
    }
}
