import Foundation
import GRDB
import PulseCore
import PulseEvaluation
import PulseStorage
import Testing

@testable import PulseHistory

/// Another process writes, seals, condenses and deletes, and is killed while it does. The times are made up; the kills are not.
@Suite("A writer that is killed loses nothing", .timeLimit(.minutes(5)))
struct KilledWriterTests {
    /// To repeat a failure, with the seed that was printed.
    private static let seed = ProcessInfo.processInfo.environment["PULSE_KILL_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64.max)

    enum Victims: Int, CaseIterable {
        case oneStore, anotherStore, newStores

        var kills: Int { self == .newStores ? 40 : 80 }
    }

    @Test("what it said is durable is there once and whole, after every one of 200 kills", arguments: Victims.allCases)
    func killed(victims: Victims) async throws {
        FileHandle.standardError.write(Data("killed writer, \(victims): seed \(Self.seed)\n".utf8))
        var random = SeededRandom(seed: Self.seed, stream: victims.rawValue)
        var victim = try KilledStore()
        for round in 0..<victims.kills {
            if victims == .newStores { victim = try KilledStore() }
            // New stores are mostly killed while they are made.
            let lines = random.whole(0...(victims == .newStores ? 2 : 30))
            let reported = try await victim.kill(after: lines, microseconds: UInt32(random.whole(0...6000)))
            try await victim.check(reported: reported, "\(victims), round \(round), seed \(Self.seed)")
        }
        if victims != .newStores { try await victim.checkMoved() }
    }
}

/// A store whose writers are killed one after the other, and how many ticks it must hold.
private struct KilledStore {
    private let folder = TemporaryFolder()
    private var path: String { "\(folder.path)/metrics.db" }
    private var pipe: String { "\(folder.path)/pipe" }
    private var ticks = 0

    init() throws { try folder.make() }

    /// - Returns: the last tick that the writer said is durable; nil when it came to none.
    func kill(after lines: Int, microseconds: UInt32) async throws -> Int? {
        let killer = Killer(listeningTo: pipe, lines: lines, microseconds: microseconds)
        async let reported = killer.run()
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, pipe = pipe as String, ticks = ticks as Int] in
            try KilledWriter.write(path, saying: pipe, from: ticks)
        }
        return await reported
    }

    /// Looks at a copy, so that the next writer, too, finds what the kill left.
    mutating func check(reported: Int?, _ what: String) async throws {
        let (copy, durable) = (TemporaryFolder(), reported.map { $0 + 1 } ?? ticks)
        try copy.make()
        for end in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + end) {
            try FileManager.default.copyItem(atPath: path + end, toPath: "\(copy.path)/metrics.db\(end)")
        }
        let store = try HistoryStore(path: "\(copy.path)/metrics.db", retention: KilledTicks.retention)
        let verdict = try await store.verify()
        #expect(verdict.damaged.isEmpty && verdict.quarantined == 0, "\(what): \(verdict)")
        #expect(try store.database.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") } == ["ok"], "\(what)")
        // The one that was being written may be there or not.
        let promised = KilledTicks.promised(at: durable)
        let found = try await KilledTicks.read(store, promised)
        let isOneMore = found == KilledTicks.expected(promised, before: durable + 1)
        #expect(isOneMore || found == KilledTicks.expected(promised, before: durable), "\(what): \(durable) ticks were durable")
        ticks = isOneMore ? durable + 1 : durable
        try store.close()
    }

    /// That there was something to lose in every tier, and that the oldest was deleted meanwhile.
    func checkMoved() async throws {
        let store = try HistoryStore(path: path, retention: KilledTicks.retention)
        let tiers = try HistoryStatistics(of: store).tiers
        #expect(tiers.allSatisfy { $0.chunks > 0 } && tiers.compactMap(\.oldest).min()!.seconds > KilledTicks.start, "\(ticks) ticks: \(tiers)")
        try store.close()
    }
}
