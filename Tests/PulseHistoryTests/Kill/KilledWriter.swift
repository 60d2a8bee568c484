import Foundation
import PulseCore

@testable import PulseHistory

/// The process that is killed, and the pipe through which it says how far it came.
enum KilledWriter {
    /// Writes ticks until someone ends the process. Says its number, then each tick that is durable, a line each.
    static func write(_ path: String, saying pipe: String, from first: Int) throws {
        let said = open(pipe, O_WRONLY)
        say("\(getpid())", to: said)
        let store = try HistoryStore(path: path, retention: KilledTicks.retention)
        // A source says what it measured last once more to whoever starts anew: that must not count twice.
        if first > 0 { try append(first - 1, store) }
        for tick in first..<first + 100_000 {
            try append(tick, store)
            say("\(tick)", to: said)
            while try store.maintain(at: Timestamp(seconds: KilledTicks.time(tick))) {}
        }
    }

    private static func append(_ tick: Int, _ store: HistoryStore) throws {
        try store.append(KilledTicks.samples(tick), at: Timestamp(seconds: KilledTicks.time(tick)))
    }

    private static func say(_ line: String, to pipe: Int32) {
        let bytes = Array("\(line)\n".utf8)
        _ = Foundation.write(pipe, bytes, bytes.count)
    }
}

/// Kills a writer some time after it has said some lines, and keeps what it said.
struct Killer: Sendable {
    let pipe: Int32
    /// The first line is the number of the process.
    let lines: Int
    let microseconds: UInt32

    /// How long it waits for the next line, milliseconds.
    private static let patience: Int32 = 30_000

    /// Opens the pipe, so that the writer finds somebody who listens.
    init(listeningTo path: String, lines: Int, microseconds: UInt32) {
        mkfifo(path, 0o600)
        pipe = open(path, O_RDONLY | O_NONBLOCK)
        self.lines = lines
        self.microseconds = microseconds
    }

    /// - Returns: the last tick that was said to be durable.
    func run() async -> Int? {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: killed()) }
        }
    }

    private func killed() -> Int? {
        defer { close(pipe) }
        var said = ""
        while said.count(where: { $0 == "\n" }) <= lines, let more = next() { said += more }
        usleep(microseconds)
        if let process = said.split(separator: "\n").first.flatMap({ pid_t($0) }) { kill(process, SIGKILL) }
        while let more = next() { said += more }
        return said.split(separator: "\n").dropFirst().last.flatMap { Int($0) }
    }

    /// Nil when the other side is gone, or says nothing.
    private func next() -> String? {
        var state = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
        guard poll(&state, 1, Self.patience) > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(pipe, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }
}
