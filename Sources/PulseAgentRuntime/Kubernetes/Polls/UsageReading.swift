import FoundationEssentials
import Synchronization

/// A row of a metrics server.
protocol UsageOfThing: Decodable, Sendable {
    var metadata: ObjectMetadata { get }
    var total: PollState.Usage { get }
}

extension WireNodeMetrics: UsageOfThing {
    var total: PollState.Usage { PollState.Usage(processors: usage.cpu.value, memory: usage.memory.value) }
}

extension WirePodMetrics: UsageOfThing {
    var total: PollState.Usage {
        containers.reduce(into: PollState.Usage(processors: 0, memory: 0)) { sum, container in
            sum.processors += container.usage.cpu.value
            sum.memory += container.usage.memory.value
        }
    }
}

/// The list of a metrics server while it arrives.
final class UsageReading<Metrics: UsageOfThing>: Sendable {
    private let state = Mutex((splitter: ListSplitter(limit: WatchLimits.objectBytes), usages: [ObjectName: PollState.Usage]()))

    func take(_ bytes: [UInt8]) -> Bool {
        state.withLock { state in
            var found: [(ObjectName, PollState.Usage)] = []
            state.splitter.take(bytes) { part, bytes in
                guard part == .item, let row = try? JSONDecoder().decode(Metrics.self, from: Data(bytes)), let name = ObjectName(row.metadata) else {
                    return
                }
                found.append((name, row.total))
            }
            for (name, usage) in found where state.usages.count < WatchLimits.objects { state.usages[name] = usage }
            return !state.splitter.isBroken
        }
    }

    /// Nil when the list did not come whole.
    var usages: [ObjectName: PollState.Usage]? {
        state.withLock { $0.splitter.isComplete && !$0.splitter.isBroken ? $0.usages : nil }
    }
}
