import PulseCore
import PulseHistory
import PulseStorage

/// What the command line says about history.
enum HistoryText {
    static func statistics(_ history: HistoryStore) throws -> [String] {
        let statistics = try HistoryStatistics(of: history)
        var lines = ["\(statistics.series) series of \(statistics.resources) resources"]
        for tier in statistics.tiers {
            let since = tier.oldest.map { ", since \($0)" } ?? ""
            lines.append("\(tier.tier.name): \(tier.chunks) chunks\(since); kept \(kept(tier.tier, statistics.retention))")
        }
        lines.append("newest: \(statistics.tailRows) rows that are not sealed yet")
        lines.append(
            "file: \(mebibytes(statistics.size.file)), of which \(mebibytes(statistics.size.free)) free; log: \(mebibytes(statistics.size.log))")
        if statistics.health.quarantined > 0 { lines.append("\(statistics.health.quarantined) chunks could not be read and were set aside") }
        if let failure = statistics.health.failure { lines.append("Not written since \(failure.since): \(failure.reason)") }
        return lines
    }

    static let noFile = "There is no file of history here; it is kept by an engine of metrics."

    static func outcome(_ sum: HistoryImport) -> String {
        var text = "\(sum.added) values imported"
        if sum.present > 0 { text += ", \(sum.present) were there already" }
        if sum.refused > 0 { text += ", \(sum.refused) lie ahead or before what is kept" }
        return text + "."
    }

    static func engine(_ health: RemoteHealth) -> [String] {
        var lines = ["engine of metrics: \(health.delivered) samples delivered since the start, \(health.queuedBatches) ticks wait"]
        if let oldest = health.oldestQueued { lines[0] += ", the oldest since \(oldest)" }
        if let trouble = health.trouble { lines.append("It takes nothing since \(trouble.since): \(trouble.reason)") }
        if health.refusedSamples > 0 {
            lines.append("It refused \(health.refusedSamples) samples for good; the last time: \(health.lastRefusal ?? "")")
        }
        if health.droppedBatches > 0 { lines.append("\(health.droppedBatches) ticks had to make room, because the queue was full") }
        return lines
    }

    static func verdict(_ history: HistoryStore) async throws -> [String] {
        let verdict = try await history.verify()
        let read = "\(verdict.chunks) chunks and \(verdict.tailRows) unsealed rows read, \(verdict.damaged.count) damaged"
        let aside = verdict.quarantined > 0 ? ["\(verdict.quarantined) chunks were set aside earlier"] : []
        return [read] + aside + verdict.damaged.prefix(100)
    }

    private static func kept(_ tier: Tier, _ retention: HistoryRetention) -> String {
        switch tier {
        case .raw: "\(retention.raw / 3600) hours"
        case .minute: "\(retention.minute / 86_400) days"
        case .hour: "\(retention.hour / 86_400) days"
        }
    }

    private static func mebibytes(_ bytes: Int64) -> String { "\(bytes >> 20) MiB" }
}
