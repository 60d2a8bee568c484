import PulseCore

/// What an engine is asked for to answer a question about history: few requests, each short enough for every engine.
struct RemoteQueryPlan {
    /// A range query; times in seconds.
    struct Range: Equatable, Sendable {
        let expression: String
        let from: Int64
        let to: Int64
        let step: Int64

        var form: [(name: String, value: String)] {
            [
                ("query", expression), ("start", "\(from)"), ("end", "\(to)"), ("step", "\(step)"),
                // VictoriaMetrics: neither shift the times to suit its cache nor fill the last half minute with what was before.
                ("nocache", "1"), ("latency_offset", "1ms"),
            ]
        }
    }

    struct Request: Equatable, Sendable {
        let metric: Metric
        let range: Range
        /// How long each of its points is, seconds; the last one of a question may be cut short.
        let window: Int64

        /// The beginning of the point that an engine gives the time `at`, milliseconds; nil for a time that was not asked for.
        func start(of at: Int64) -> Int64? {
            let seconds = at / 1000
            guard at % 1000 == 0, seconds >= range.from, seconds <= range.to, (seconds - range.from) % range.step == 0 else { return nil }
            return seconds - window
        }
    }

    /// VictoriaMetrics takes 16 KiB of query by default, and the selector stands in it four times.
    static let longestSelector = 3000

    let requests: [Request]

    init(_ query: HistoryQuery, labels: [String: String]) {
        let from = RollUp.floor(query.from.seconds, to: query.step)
        let to = query.to.seconds + (query.to.milliseconds % 1000 > 0 ? 1 : 0)
        let lastStart = RollUp.floor(to, to: query.step)
        var requests: [Request] = []
        for (metric, keys) in Dictionary(grouping: Set(query.keys), by: \.metric).sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            for selector in Self.selectors(metric, keys.sorted(), labels) {
                if lastStart > from { requests.append(Self.request(metric, selector, from + query.step, lastStart, query.step, window: query.step)) }
                if to > lastStart { requests.append(Self.request(metric, selector, to, to, query.step, window: to - lastStart)) }
            }
        }
        self.requests = requests
    }

    /// Matches every series of a resource.
    static func everything(of resource: ResourceID, _ labels: [String: String]) -> String {
        PromQL.selector(
            ["\(RemoteNaming.nameLabel)=~\(PromQL.literal(RemoteNaming.anyName))"] + matchers(labels)
                + [PromQL.matcher(RemoteNaming.resourceLabel, oneOf: [resource.description])])
    }

    private static func request(_ metric: Metric, _ selector: String, _ from: Int64, _ to: Int64, _ step: Int64, window: Int64) -> Request {
        let folds = RemoteBuckets.Fold.allCases.map { fold in
            let (outer, inner) = fold.expression
            let values = "\(outer) by (\(RemoteNaming.resourceLabel),\(RemoteNaming.partLabel)) (\(inner)(\(selector)[\(window)s] offset 1ms))"
            return "label_replace(\(values),\"\(RemoteNaming.foldLabel)\",\"\(fold.rawValue)\",\"\",\"\")"
        }
        return Request(
            metric: metric, range: Range(expression: folds.joined(separator: " or "), from: from, to: to, step: step), window: window)
    }

    /// As many resources at a time as there is room for.
    private static func selectors(_ metric: Metric, _ keys: [SeriesKey], _ labels: [String: String]) -> [String] {
        var selectors: [String] = []
        var chosen = Chosen()
        for key in keys {
            var more = chosen
            more.add(key)
            if !chosen.resources.isEmpty, selector(metric, more, labels).utf8.count > longestSelector {
                selectors.append(selector(metric, chosen, labels))
                chosen = Chosen()
                chosen.add(key)
            } else {
                chosen = more
            }
        }
        return selectors + (chosen.resources.isEmpty ? [] : [selector(metric, chosen, labels)])
    }

    /// Their combinations are asked for, which may be more than the keys; the surplus is left out of the answer.
    private struct Chosen {
        var resources: [String] = []
        var parts: [String] = []

        mutating func add(_ key: SeriesKey) {
            if resources.last != key.resource.description { resources.append(key.resource.description) }
            if !parts.contains(key.part) { parts.append(key.part) }
        }
    }

    private static func selector(_ metric: Metric, _ chosen: Chosen, _ labels: [String: String]) -> String {
        RemoteNaming.name(of: metric)
            + PromQL.selector(
                matchers(labels) + [
                    PromQL.matcher(RemoteNaming.resourceLabel, oneOf: chosen.resources),
                    PromQL.matcher(RemoteNaming.partLabel, oneOf: chosen.parts),
                ])
    }

    private static func matchers(_ labels: [String: String]) -> [String] {
        labels.sorted { $0.key < $1.key }.map { "\($0.key)=\(PromQL.literal($0.value))" }
    }
}
