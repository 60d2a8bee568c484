import PulseCore

/// Bytes on an engine's disk, of whichever shape its answer has.
struct DiskUse: Sendable, Equatable {
    let images: Int64?
    let containers: Int64?
    let volumes: Int64?
    let cache: Int64?
    /// What a prune would give back.
    let reclaimable: Int64?
    /// Bytes that each container wrote, by its id.
    let written: [String: Int64]

    init(_ answer: DiskUseAnswer) {
        let imageRows = answer.images?.rows
        let containerRows = answer.containers?.rows
        let volumeRows = answer.volumes?.rows
        let cacheRows = answer.cache?.rows
        images =
            answer.imageSum?.total
            ?? imageRows.map { rows in
                // Podman tells no sum of layers.
                answer.layers.flatMap { $0 > 0 ? $0 : nil } ?? Self.sum(rows.map { max(0, ($0.size ?? 0) - max(0, $0.shared ?? 0)) })
            }
        containers = answer.containerSum?.total ?? containerRows.map { Self.sum($0.map { $0.written ?? 0 }) }
        volumes = answer.volumeSum?.total ?? volumeRows.map { Self.sum($0.map { max(0, $0.usage?.size ?? 0) }) }
        cache = answer.cacheSum?.total ?? cacheRows.map { rows in Self.sum(rows.filter { $0.isShared != true }.map { $0.size ?? 0 }) }
        reclaimable = Self.reclaimable(answer)
        written = [String: Int64]((containerRows ?? []).compactMap { row in row.written.map { (row.id, $0) } }) { first, _ in first }
    }

    private static func reclaimable(_ answer: DiskUseAnswer) -> Int64? {
        let sums = [answer.imageSum, answer.containerSum, answer.volumeSum, answer.cacheSum].compactMap { $0?.reclaimable }
        if !sums.isEmpty { return sum(sums) }
        guard let images = answer.images?.rows else { return nil }
        let unusedImages = images.filter { $0.containers == 0 }.map { max(0, ($0.size ?? 0) - max(0, $0.shared ?? 0)) }
        let stopped = (answer.containers?.rows ?? []).filter { $0.state != "running" && $0.state != "paused" }.map { $0.written ?? 0 }
        let unusedVolumes = (answer.volumes?.rows ?? []).filter { $0.usage?.containers == 0 }.map { max(0, $0.usage?.size ?? 0) }
        let idleCache = (answer.cache?.rows ?? []).filter { $0.isInUse != true && $0.isShared != true }.map { $0.size ?? 0 }
        return sum(unusedImages + stopped + unusedVolumes + idleCache)
    }

    private static func sum(_ values: [Int64]) -> Int64 { values.reduce(0) { $0.addingReportingOverflow(max(0, $1)).partialValue } }
}
