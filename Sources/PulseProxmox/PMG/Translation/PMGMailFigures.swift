import PulseCore

/// The figures of a gateway's mail: what waits on all its nodes together, and what passed in the last hour.
struct PMGMailFigures {
    /// The shape of the deferred queue is asked each minute, the others and the listing every two.
    static let queueLimit = Duration.seconds(400)
    static let recentLimit = Duration.seconds(200)

    private let picture: PMGPicture
    private let now: Timestamp

    init(_ picture: PMGPicture, _ now: Timestamp) {
        self.picture = picture
        self.now = now
    }

    func table() -> MetricTable {
        var table = MetricTable()
        table[.queueLength] = queueLength
        table[.queueAge] = queueAge
        table[.mailIn] = passed(picture.recent?.value.incoming)
        table[.mailOut] = passed(picture.recent?.value.outgoing)
        table[.mailSpam] = passed(picture.recent?.value.spam)
        table[.mailVirus] = passed(picture.recent?.value.virus)
        return table
    }

    private func passed(_ count: Double?) -> Measurement {
        guard let at = picture.recent?.at else { return .unknown(picture.forbidden.contains(.statistics) ? .permissionMissing : .notAskedYet) }
        guard let count else { return .unknown(.notReported) }
        let measurement = Measurement.measured(count, at: at)
        return now.since(at) > Self.recentLimit ? measurement.stale(.overdue) : measurement
    }

    // MARK: What waits

    /// A sum over the nodes that can be asked; with one away it is what is known of, and said to be.
    private var queueLength: Measurement {
        sum { track in
            let queues = PMGCall.queues.compactMap { track.queues[$0] }
            guard queues.count == PMGCall.queues.count, let oldest = queues.map(\.at).min() else { return nil }
            return (Double(queues.reduce(0) { $0 + $1.value.count }), oldest)
        } combine: {
            $0 + $1
        }
    }

    /// Of deferred mail: what is held is held on purpose, and the rest is on its way. 0 where nothing waits.
    private var queueAge: Measurement {
        sum { track in
            guard let deferred = track.queues["deferred"] else { return nil }
            guard deferred.value.count > 0 else { return (0, deferred.at) }
            guard let waiting = track.waiting, let oldest = waiting.value.oldest else { return nil }
            let ahead = track.status.flatMap { $0.value.time?.since($0.at) } ?? .zero
            // The moment it came is told by the node's own clock.
            return (max(0, now.since(oldest - ahead).asSeconds), waiting.at)
        } combine: {
            max($0, $1)
        }
    }

    private func sum(
        _ of: (PMGPicture.NodeTrack) -> (value: Double, at: Timestamp)?, combine: (Double, Double) -> Double
    ) -> Measurement {
        guard !picture.forbidden.contains(.queues) else { return .unknown(.permissionMissing) }
        var result: Double?
        var at = now
        var missing: Reason?
        for track in picture.nodes.values {
            guard track.failure == nil else {
                missing = .nodeOffline
                continue
            }
            guard let found = of(track) else { return .unknown(.notAskedYet) }
            result = result.map { combine($0, found.value) } ?? found.value
            at = min(at, found.at)
        }
        guard let result else { return .unknown(missing ?? .notAskedYet) }
        let measurement = missing.map { Measurement.estimated(result, at: at, $0) } ?? .measured(result, at: at)
        return now.since(at) > Self.queueLimit ? measurement.stale(.overdue) : measurement
    }
}
