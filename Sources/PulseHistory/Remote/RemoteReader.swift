package import PulseCore
package import PulseTransport
import Synchronization

/// History out of an engine elsewhere, by the PromQL interface of Prometheus.
///
/// The range of PromQL is `(t - step, t]` and ours `[start, start + step)`. So a step is asked for at its end and a millisecond back
/// (`offset 1ms`): samples stand on whole seconds, and what is asked for at whole multiples of the step is also what engines that align
/// times to the step answer.
package struct RemoteReader: HistoryReader {
    let endpoint: RemoteEndpoint
    let labels: [String: String]
    let send: @Sendable (OutboundRequest) async -> Result<OutboundResponse, TransportError>
    let now: @Sendable () -> Timestamp
    /// How far back series are looked for, seconds.
    let horizon: Int64

    /// - Parameters:
    ///   - labels: the extra labels that the writer adds.
    ///   - send: `OutboundClient.answer`.
    package init(
        from endpoint: RemoteEndpoint, labels: [String: String], horizon: Int64 = HistoryRetention.standard.hour,
        send: @escaping @Sendable (OutboundRequest) async -> Result<OutboundResponse, TransportError>, now: @escaping @Sendable () -> Timestamp
    ) {
        self.endpoint = endpoint
        self.labels = labels
        self.horizon = horizon
        self.send = send
        self.now = now
    }

    package func read(_ query: HistoryQuery) async throws -> [SeriesHistory] {
        let plan = RemoteQueryPlan(query, labels: labels)
        var buckets: [SeriesKey: RemoteBuckets] = [:]
        try await withThrowingTaskGroup(of: (RemoteQueryPlan.Request, PromQLMatrix).self) { group in
            var waiting = plan.requests[...]
            func start() {
                guard let request = waiting.popFirst() else { return }
                group.addTask { (request, try await self.matrix(request.range)) }
            }
            for _ in 0..<Self.atOnce { start() }
            while let (request, matrix) = try await group.next() {
                Self.add(matrix, request, query.step, to: &buckets)
                start()
            }
        }
        return query.keys.map { buckets[$0]?.history(of: $0) ?? SeriesHistory(key: $0, cadence: nil, tiers: [], points: []) }
    }

    package func keys(of resource: ResourceID) async throws -> [SeriesKey] {
        let end = now() + .seconds(SampleGate.tolerance)
        let form = [
            (name: "match[]", value: RemoteQueryPlan.everything(of: resource, labels)), (name: "start", value: "\(end.seconds - horizon)"),
            (name: "end", value: "\(end.seconds)"),
        ]
        let series: [[String: String]] = try await ask("/api/v1/series", form)
        return Set(series.compactMap { RemoteNaming.key(of: $0) }.filter { $0.resource == resource }).sorted()
    }

    /// Requests of one question that are under way at a time: engines limit how many they work on.
    private static let atOnce = 4

    private static func add(_ matrix: PromQLMatrix, _ request: RemoteQueryPlan.Request, _ step: Int64, to buckets: inout [SeriesKey: RemoteBuckets]) {
        for series in matrix.result {
            guard let key = RemoteNaming.key(request.metric, series.metric),
                let fold = series.metric[RemoteNaming.foldLabel].flatMap(RemoteBuckets.Fold.init(rawValue:))
            else { continue }
            for point in series.values ?? [] {
                guard let value = point.value, let start = request.start(of: point.at) else { continue }
                buckets[key, default: RemoteBuckets(step: step)].add(fold, value, start: start)
            }
        }
    }
}
