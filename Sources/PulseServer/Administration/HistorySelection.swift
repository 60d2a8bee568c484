import PulseCore
import PulseHistory

/// What of history is exported.
struct HistorySelection {
    private let resources: Set<ResourceID>
    private let metrics: Set<Metric>
    private let from: Timestamp?
    private let to: Timestamp

    /// Series that are read together, and how much of them at a time, seconds: what bounds the memory it takes.
    private static let together = 64
    private static let stretch: Int64 = 10 * 86_400

    /// - Throws: ``ConfigurationError`` that names the option.
    init(resources: [String], metrics: [String], from: String?, to: String?, now: Timestamp) throws {
        self.resources = Set(try resources.map { try Self.parsed($0, "--resource", "an id such as guest:homelab/101") { ResourceID($0) } })
        let names = Metric.allCases.map(\.rawValue).joined(separator: ", ")
        self.metrics = Set(try metrics.map { try Self.parsed($0, "--metric", "one of \(names)") { Metric(rawValue: $0) } })
        self.from = try from.map { try Self.parsed($0, "--from", "a time such as 2026-11-01T00:00:00Z") { Timestamp(rfc3339: $0) } }
        self.to = try to.map { try Self.parsed($0, "--to", "a time such as 2026-11-01T00:00:00Z") { Timestamp(rfc3339: $0) } } ?? now + .seconds(3600)
    }

    private static func parsed<Value>(_ text: String, _ option: String, _ wanted: String, _ parse: (String) -> Value?) throws -> Value {
        guard let value = parse(text) else { throw ConfigurationError(key: option, problem: "'\(text.printable(limit: 80))' is not \(wanted)") }
        return value
    }

    /// Calls `write` with many lines at a time.
    func lines(of store: HistoryStore, _ format: HistoryFormat, _ write: (String) -> Void) async throws {
        if let head = format.head { write(head + "\n") }
        let transfer = HistoryTransfer(store)
        let keys = try transfer.allKeys().filter {
            (resources.isEmpty || resources.contains($0.resource)) && (metrics.isEmpty || metrics.contains($0.metric))
        }
        let oldest = try HistoryStatistics(of: store).tiers.compactMap(\.oldest).min()
        let begin = max(from ?? Timestamp(seconds: 0), oldest ?? to - .seconds(86_400))
        for first in stride(from: 0, to: keys.count, by: Self.together) {
            let portion = Array(keys[first..<min(first + Self.together, keys.count)])
            for start in stride(from: begin.seconds, to: to.seconds, by: Int64.Stride(Self.stretch)) {
                let end = min(start + Self.stretch, to.seconds)
                let records = try await transfer.records(of: portion, from: Timestamp(seconds: start), to: Timestamp(seconds: end))
                if !records.isEmpty { write(records.map { format.line($0) + "\n" }.joined()) }
            }
        }
    }
}
