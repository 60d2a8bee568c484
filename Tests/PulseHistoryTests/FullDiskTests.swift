import Foundation
import GRDB
import PulseCore
import PulseStorage
import PulseTestPrograms
import Testing

@testable import PulseHistory

@Suite("A disk that is full", .timeLimit(.minutes(5)))
struct FullDiskTests {
    @Test(
        "a file system without room: samples wait, the reason is said, and all are written once when there is room",
        .enabled(if: SmallFileSystem.isPossible, "only root can mount a small file system"))
    func fileSystem() async throws {
        let disk = try SmallFileSystem(kilobytes: 2_048)
        let store = try HistoryStore(path: "\(disk.path)/metrics.db")
        try await fillsUp(store, fill: { try disk.fill() }, free: { try disk.free() }, path: "\(disk.path)/metrics.db")
    }

    @Test("a file that may not grow: samples wait, the reason is said, and all are written once when it may")
    func pageLimit() async throws {
        let temporary = try TemporaryStore()
        let store = temporary.store
        try await fillsUp(
            store, fill: { try store.database.write { try $0.limitPages(to: 1) } },
            free: { try store.database.write { try $0.limitPages(to: 1 << 30) } }, path: temporary.path)
    }

    @Test("the samples that wait are bounded; the oldest go, and are counted once the disk takes the rest")
    func bounded() throws {
        var (waiting, health) = (WaitingBatches(), HistoryHealth())
        let batch = try (0..<30_000).map { sample(try guest(1 + $0 % 100), midnight, 0.5) }
        for _ in 0..<11 { waiting.add(batch) }
        waiting.add([sample(try guest(1), midnight + 10, 0.5)])
        #expect(waiting.samples.count == 300_000 && waiting.samples.last?.at.seconds == midnight + 10)
        waiting.clear(SampleGate.Refused(), &health)
        #expect(waiting.samples.isEmpty && health.lost == 30_001)
    }

    private static let keys = (101...120).map { SeriesKey(.guest(SourceSlug("homelab")!, vmid: $0), .cpu) }

    /// - Returns: whether it was taken.
    private func append(_ tick: Int, _ store: HistoryStore) -> Bool {
        let at = midnight + Int64(tick) * 10
        let samples = Self.keys.indices.map { sample(Self.keys[$0], at, Double((tick * 7 + $0 * 13) % 100) / 100) }
        return (try? store.append(samples, at: Timestamp(seconds: at))) != nil
    }

    private func counts(_ store: HistoryStore, ticks: Int) async throws -> [Int64] {
        let answers = try await store.read(query(Self.keys, midnight, midnight + Int64(ticks) * 10, step: Int64(ticks) * 10))
        return answers.map { $0.points.compactMap(\.values?.count).reduce(0, +) }
    }

    private func fillsUp(_ store: HistoryStore, fill: () throws -> Void, free: () throws -> Void, path: String) async throws {
        for tick in 0..<300 { #expect(append(tick, store)) }
        try fill()
        // Some still fit into the pages that there are.
        let taken = (300..<600).prefix { append($0, store) }.count + 300
        #expect(taken < 500)
        for tick in taken + 1..<600 { #expect(!append(tick, store)) }
        let since = Timestamp(seconds: midnight + Int64(taken) * 10)
        #expect(store.health.failure == .init(since: since, reason: "Cannot write \(path): database or disk is full."))
        _ = try? store.maintain(at: Timestamp(seconds: midnight + 9000))
        #expect(try await counts(store, ticks: 600) == Self.keys.map { _ in Int64(taken) })

        try free()
        #expect(append(600, store))
        #expect(store.health.failure == nil && store.health.lost == 0)
        #expect(try await counts(store, ticks: 601) == Self.keys.map { _ in 601 })
        while try store.maintain(at: Timestamp(seconds: midnight + 30_000)) {}
        try store.close()

        let again = try HistoryStore(path: path)
        #expect(try await again.verify().damaged.isEmpty)
        #expect(try await counts(again, ticks: 601) == Self.keys.map { _ in 601 })
        try again.close()
    }
}

extension WriteTransaction {
    /// SQLite does not go below what the file has already.
    fileprivate func limitPages(to count: Int) throws { _ = try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(count)") }
}
