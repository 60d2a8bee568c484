import PulseCore

/// The measurements that one reading suffices for.
struct HostLevels: Sendable {
    private(set) var measurements = MetricTable()

    init(_ reading: HostReading, at now: Timestamp) {
        func level(_ metric: Metric, _ value: Double?, missing reason: Reason = .notReported) {
            measurements[metric] = value.map { .measured($0, at: now) } ?? .unknown(reason)
        }
        let memory = reading.memory
        level(.load1, reading.loadAverage?.first)
        level(.memoryTotal, memory?.total.map { Double($0) })
        let spare = Double(reading.zfsCache?.spare ?? 0)
        measurements[.memoryUsed] = memory.flatMap { Self.memoryUsed($0, cache: spare, at: now) } ?? .unknown(.notReported)
        if let cache = reading.zfsCache { level(.zfsCache, Double(cache.size)) }
        level(.swapTotal, memory?.swapTotal.map { Double($0) })
        level(.swapUsed, memory.flatMap { Self.difference($0.swapTotal, $0.swapFree) })
        // The root filesystem stands for the machine: a sum would hide that it fills up behind a large empty disk. The others are in the facts.
        let root = reading.filesystems?.first { $0.mountpoint == "/" }
        level(.diskTotal, root?.total.map { Double($0) })
        level(.diskUsed, root?.used.map { Double($0) })
        level(.processorPressure, reading.pressure.processor)
        level(.memoryPressure, reading.pressure.memory)
        level(.ioPressure, reading.pressure.io)
        level(.processes, reading.processCount.map { Double($0) })
        level(.temperature, ProcessorTemperature.hottest(reading.temperatures), missing: .noSensor)
    }

    /// - Parameter cache: what ZFS would give back, which is cache as that of files is.
    private static func memoryUsed(_ memory: MemoryFigures, cache: Double, at now: Timestamp) -> Measurement? {
        if memory.available != nil { return difference(memory.total, memory.available).map { .measured(max(0, $0 - cache), at: now) } }
        // A part of the cache cannot be given back, and this kernel does not tell how much.
        guard let total = memory.total, let free = memory.free else { return nil }
        let spare = Double(free) + Double(memory.buffers ?? 0) + Double(memory.cached ?? 0) + cache
        return .estimated(max(0, Double(total) - spare), at: now, .notReported)
    }

    private static func difference(_ total: UInt64?, _ rest: UInt64?) -> Double? {
        guard let total, let rest, rest <= total else { return nil }
        return Double(total - rest)
    }
}
