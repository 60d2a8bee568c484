import PulseCore

/// Turns what a mail gateway has answered into resources: its mail as one thing, and its nodes.
struct PMGNormaliser {
    /// What is told beside the answers.
    struct Context {
        var slug: SourceSlug
        var name: String
        /// Where people reach the gateway's own page, by node; `entry` for those that are not listed.
        var webAddresses: [String: String] = [:]
        var entry: String?
        var spamQuarantine: Int?
        var virusQuarantine: Int?
    }

    /// The status of a node comes with every flight.
    static let statusLimit = Duration.seconds(120)
    /// Its traffic is asked every two minutes, and is a minute old when it comes.
    static let trafficLimit = Duration.seconds(400)

    let picture: PMGPicture
    let context: Context
    let now: Timestamp

    func resources() -> [ObservedResource] { [mail()] + picture.nodeNames.map(node) }

    /// Everything is there as soon as the nodes are listed.
    func completeKinds() -> Set<ResourceKind> { picture.nodes.isEmpty || picture.droppedRows > 0 ? [] : [.node, .mail] }

    // MARK: The mail

    private func mail() -> ObservedResource {
        var facts = MailFacts()
        facts.nodesTotal = picture.nodes.count
        facts.nodesReachable = picture.reachable.count
        (facts.spamQuarantine, facts.virusQuarantine) = (context.spamQuarantine, context.virusQuarantine)
        let isWhole = picture.reachable.count == picture.nodes.count
        let isInSync = picture.nodes.values.allSatisfy { $0.status?.value.isInSync ?? true }
        return ObservedResource(
            id: .mail(context.slug), name: context.name, parent: nil, status: isWhole && isInSync ? .online : .degraded,
            statusReason: isWhole ? nil : .nodeOffline, facts: .mail(facts), metrics: PMGMailFigures(picture, now).table())
    }

    // MARK: Nodes

    private func node(_ name: String) -> ObservedResource {
        let track = picture.nodes[name] ?? PMGPicture.NodeTrack()
        var resource = ObservedResource(
            id: .node(context.slug, name), name: name, parent: .mail(context.slug), status: .online, facts: .node(facts(name, track)),
            metrics: metrics(track))
        switch track.failure {
        case nil where track.status == nil && !picture.forbidden.contains(.nodes):
            (resource.status, resource.statusReason) = (.unknown, .notAskedYet)
        case nil: break
        case .some(let failure):
            let reason: Reason = failure.isAway ? .nodeOffline : .nodeStatusMissing
            (resource.status, resource.statusReason) = (failure.isAway ? .offline : .unknown, reason)
            resource.metrics = resource.metrics.stale(reason)
            // That it can't be reached is what its neighbour says now; only its figures are old.
            resource.isFresh = failure.isAway
        }
        return resource
    }

    private func facts(_ name: String, _ track: PMGPicture.NodeTrack) -> NodeFacts {
        let (status, member) = (track.status?.value, picture.members.first { $0.name == name })
        var facts = NodeFacts(name: name)
        facts.address = member?.address
        facts.version = status?.version ?? picture.version?.version
        facts.kernel = status?.kernel
        facts.processors = status?.processors ?? ProcessorFacts()
        facts.loadAverage = status?.loadAverage
        facts.startedAt = track.start.moment
        facts.certificateFingerprint = member?.fingerprint
        facts.webAddress = context.webAddresses[name] ?? context.entry
        return facts
    }

    private func metrics(_ track: PMGPicture.NodeTrack) -> MetricTable {
        let status = track.status?.value
        func figure(_ value: Double?) -> Measurement {
            guard let at = track.status?.at else { return .unknown(picture.forbidden.contains(.nodes) ? .permissionMissing : .notAskedYet) }
            guard let value else { return .unknown(.notReported) }
            let measurement = Measurement.measured(value, at: at)
            return now.since(at) > Self.statusLimit ? measurement.stale(.overdue) : measurement
        }
        func bytes(_ value: Int64?) -> Measurement { figure(value.map { Double($0) }) }
        var table = MetricTable()
        table[.cpu] = figure(status?.cpu)
        table[.ioWait] = figure(status?.wait)
        table[.load1] = figure(status?.loadAverage?.first)
        table[.memoryUsed] = bytes(status?.memoryUsed)
        table[.memoryTotal] = bytes(status?.memoryTotal)
        table[.swapUsed] = bytes(status?.swapUsed)
        table[.swapTotal] = bytes(status?.swapTotal)
        table[.diskUsed] = bytes(status?.rootUsed)
        // What the file system keeps for root can't be used by anything else.
        table[.diskTotal] = bytes(status?.rootAvailable.flatMap { available in status?.rootUsed.map { $0 + available } })
        table[.networkIn] = traffic(track.traffic?.incoming, track)
        table[.networkOut] = traffic(track.traffic?.outgoing, track)
        return table
    }

    private func traffic(_ rate: Double?, _ track: PMGPicture.NodeTrack) -> Measurement {
        guard let rate, let at = track.traffic?.at else { return .unknown(picture.forbidden.contains(.health) ? .permissionMissing : .notAskedYet) }
        let measurement = Measurement.measured(rate, at: at)
        return now.since(at) > Self.trafficLimit ? measurement.stale(.overdue) : measurement
    }
}
