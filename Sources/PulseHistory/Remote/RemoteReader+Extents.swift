package import PulseCore

extension RemoteReader {
    /// The first and the last step in which a series has anything, by their beginnings.
    private struct Presence {
        var first: Int64
        var last: Int64
    }

    /// PromQL has no function for the time of the first sample, so it is looked for in days, then in five minutes, then in seconds.
    private static let steps: [Int64] = [86_400, 300, 1]

    package func series(of resource: ResourceID) async throws -> [SeriesExtent] {
        let selector = RemoteQueryPlan.everything(of: resource, labels)
        let day = Self.steps[0]
        let end = RollUp.floor(now().seconds + SampleGate.tolerance, to: day) + day
        let days = try await presence(selector, from: RollUp.floor(end - horizon, to: day), to: end, step: day)
        let first = try await narrowed(days.mapValues(\.first), selector) { $0.first }
        let last = try await narrowed(days.mapValues(\.last), selector) { $0.last }
        return days.keys.sorted().compactMap { key in
            guard key.resource == resource, let first = first[key], let last = last[key] else { return nil }
            return SeriesExtent(key: key, first: Timestamp(seconds: first), last: Timestamp(seconds: last))
        }
    }

    /// From beginnings of days to seconds. The series of a resource mostly begin and end together, so the requests are few.
    private func narrowed(
        _ days: [SeriesKey: Int64], _ selector: String, _ edge: (Presence) -> Int64
    ) async throws -> [SeriesKey: Int64] {
        var starts = days
        for (coarse, fine) in zip(Self.steps, Self.steps.dropFirst()) {
            var finer: [SeriesKey: Int64] = [:]
            for (start, series) in Dictionary(grouping: starts, by: \.value).sorted(by: { $0.key < $1.key }) {
                let found = try await presence(selector, from: start, to: start + coarse, step: fine)
                for (key, _) in series { finer[key] = found[key].map(edge) }
            }
            starts = finer
        }
        return starts
    }

    private func presence(_ selector: String, from: Int64, to: Int64, step: Int64) async throws -> [SeriesKey: Presence] {
        let range = RemoteQueryPlan.Range(
            expression: "last_over_time(\(selector)[\(step)s] offset 1ms)", from: from + step, to: to, step: step)
        var presences: [SeriesKey: Presence] = [:]
        for series in try await matrix(range).result {
            guard let key = RemoteNaming.key(of: series.metric) else { continue }
            for point in series.values ?? [] where point.value != nil {
                let start = point.at / 1000 - step
                let known = presences[key] ?? Presence(first: start, last: start)
                presences[key] = Presence(first: min(known.first, start), last: max(known.last, start))
            }
        }
        return presences
    }
}
