import Foundation
import PulseEvaluation
import PulseTestPrograms
import Synchronization
import Testing

@testable import PulseDelivery

/// Another process adds and delivers, is killed again and again while it does, and its receivers fail at random. The kills are real.
@Suite("A deliverer that is killed loses nothing", .timeLimit(.minutes(15)))
struct KilledDelivererTests {
    /// To repeat a failure, with the seed that was printed.
    private static let seed = number("PULSE_KILL_SEED") ?? UInt64.random(in: 0...UInt64.max)
    /// Messages for each of the three endpoints; `PULSE_DELIVERIES=100000` is the full length.
    private static let total = Int(number("PULSE_DELIVERIES") ?? 5_000)

    private static func number(_ name: String) -> UInt64? { ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) } }

    @Test("every message arrives at every receiver, in order, repeated only after it was there, through random failures and kills")
    func killed() async throws {
        FileHandle.standardError.write(Data("killed deliverer: seed \(Self.seed)\n".utf8))
        let folder = NSTemporaryDirectory() + "pulse-deliverer-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = "\(folder)/outbox.db"
        try KilledDeliverer.prepare(path)
        let records = (0..<3).map { _ in ArrivalRecord() }
        let receivers = records.enumerated().map { index, record in
            FailingReceiver.make(record, seed: Self.seed &+ UInt64(index), failures: [0.0, 0.02, 0.1][index])
        }
        let kills = try await receivers[0].run { first in
            try await receivers[1].run { second in
                try await receivers[2].run { third in
                    try await killUntilDone(path, folder, [first.port, second.port, third.port])
                }
            }
        }
        let left = try KilledDeliverer.left(path)
        #expect(left.made == Self.total && left.waiting == 0 && left.dead == 0, "\(left), seed \(Self.seed)")
        for record in records {
            let verdict = record.verdict
            #expect(verdict.last == Self.total && verdict.outOfOrder == 0, "\(verdict), seed \(Self.seed)")
        }
        let repeats = records.map(\.verdict.repeats).reduce(0, +)
        FileHandle.standardError.write(Data("killed deliverer: \(Self.total) × 3 messages, \(kills) kills, \(repeats) repeated\n".utf8))
        #expect(kills >= 3)
    }

    /// - Returns: how often it was killed before it was done.
    private func killUntilDone(_ path: String, _ folder: String, _ ports: [Int]) async throws -> Int {
        var random = SeededRandom(seed: Self.seed)
        for round in 0..<10_000 {
            let pipe = "\(folder)/pipe-\(round)"
            let killer = DelayedKill(listeningTo: pipe, milliseconds: random.whole(100...2000))
            async let ended: Void = killer.run()
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = path as String, pipe = pipe as String, ports = ports as [Int], total = Self.total as Int, seed = random.next() as UInt64] in
                try await KilledDeliverer.run(path, ports: ports, total: total, seed: seed, saying: pipe)
            }
            await ended
            let left = try KilledDeliverer.left(path)
            if left.made == Self.total, left.waiting == 0 { return round }
        }
        return 0
    }
}

/// Ends a process some time after it has said its number.
private struct DelayedKill: Sendable {
    let pipe: Int32
    let milliseconds: Int

    /// Opens the pipe, so that the process finds somebody who listens.
    init(listeningTo path: String, milliseconds: Int) {
        mkfifo(path, 0o600)
        pipe = open(path, O_RDONLY | O_NONBLOCK)
        self.milliseconds = milliseconds
    }

    func run() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                killAfterWord()
                continuation.resume()
            }
        }
    }

    private func killAfterWord() {
        defer { close(pipe) }
        guard let process = word(within: 30_000).flatMap({ pid_t($0) }) else { return }
        // Nothing more is said: the pipe ends when the process is done before its time.
        var state = pollfd(fd: pipe, events: Int16(POLLHUP), revents: 0)
        if poll(&state, 1, Int32(milliseconds)) == 0 { kill(process, SIGKILL) }
    }

    private func word(within patience: Int32) -> String? {
        var state = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
        guard poll(&state, 1, patience) > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(pipe, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n").first.map(String.init) : nil
    }
}

/// What a receiver got: its order is checked as it comes.
final class ArrivalRecord: Sendable {
    struct Verdict: Sendable {
        /// The highest number, all before it included.
        var last = 0
        var repeats = 0
        /// Numbers that came before the one that precedes them.
        var outOfOrder = 0
    }

    private let state = Mutex(Verdict())

    var verdict: Verdict { state.withLock { $0 } }

    func took(_ number: Int) {
        state.withLock { state in
            switch number {
            case state.last + 1: state.last = number
            case ...state.last: state.repeats += 1
            default: state.outOfOrder += 1
            }
        }
    }
}

/// A receiver that refuses some messages, and cuts the connection of others after it took them.
enum FailingReceiver {
    static func make(_ record: ArrivalRecord, seed: UInt64, failures: Double) -> LoopbackReceiver {
        let random = Mutex(SeededRandom(seed: seed))
        return LoopbackReceiver(remembers: false) { got in
            let chance = random.withLock { $0.unit() }
            let number = Int(String(decoding: got.body, as: UTF8.self).filter(\.isNumber)) ?? 0
            if chance < failures * 0.6 { return .status([500, 503, 429, 404].randomElement(chance), headers: [("Retry-After", "0")]) }
            record.took(number)
            return chance < failures ? .cut : .status(200)
        }
    }
}

extension [Int] {
    fileprivate func randomElement(_ chance: Double) -> Int { self[Int(chance * 1e6) % count] }
}
