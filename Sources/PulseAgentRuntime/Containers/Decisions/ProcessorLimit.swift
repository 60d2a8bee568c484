/// How many processors a container may use.
enum ProcessorLimit {
    /// The narrowest of its limits; nil when it has none.
    static func processors(_ host: ContainerInspection.HostConfiguration?) -> Double? {
        let limits = [share(host?.nanoProcessors), quota(host), set(host?.processorSet).map(Double.init)].compactMap(\.self)
        return limits.min()
    }

    private static func share(_ nano: Int64?) -> Double? {
        nano.flatMap { $0 > 0 ? Double($0) / 1e9 : nil }
    }

    private static func quota(_ host: ContainerInspection.HostConfiguration?) -> Double? {
        guard let quota = host?.processorQuota, quota > 0 else { return nil }
        // The kernel's own period is 100 ms.
        let period = host?.processorPeriod.flatMap { $0 > 0 ? $0 : nil } ?? 100_000
        return Double(quota) / Double(period)
    }

    /// How many are in `0-2,7`.
    private static func set(_ text: String?) -> Int? {
        guard let text = text?.unlessEmpty else { return nil }
        var count = 0
        for range in text.split(separator: ",").prefix(4_096) {
            let ends = range.split(separator: "-").map { Int($0) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, last >= first, (0...65_535).contains(last) else { return nil }
            count += last - first + 1
        }
        return count > 0 ? count : nil
    }
}
