import Foundation
import PulseCore
import Testing

@testable import PulseHistory

/// A process of its own is killed while it writes to the queue.
@Suite("Killed while writing", .serialized, .timeLimit(.minutes(5)))
struct RemoteKillTests {
    private static let folderKey = "PULSE_TEST_QUEUE"
    private static let delayKey = "PULSE_TEST_KILL_AFTER"
    private static let seriesPerTick = 150

    @Test("what append returned for is in the queue, whole and in order", arguments: [1, 3, 7, 12, 20, 35, 50, 80, 500])
    func killed(milliseconds: Int) async throws {
        let path = NSTemporaryDirectory() + "pulse-killed-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        setenv(Self.folderKey, path, 1)
        setenv(Self.delayKey, "\(milliseconds)", 1)
        await #expect(processExitsWith: .signal(SIGKILL)) { try RemoteKillTests.writeUntilKilled() }

        let promised = ((try? String(contentsOfFile: path + "/promised", encoding: .utf8)) ?? "").split(separator: "\n").compactMap { Int64($0) }
        let engine = ScriptedEngine()
        let writer = try writer(engine, try DiskQueueFolder(path: path + "/queue"))
        while await writer.sendNext(now: { Timestamp(seconds: midnight) }) == .answered {}
        let seconds = engine.samples.compactMap { $0.split(separator: " ").last.flatMap { Int64($0) } }
        #expect(Set(promised).isSubset(of: seconds), "after \(milliseconds) ms, \(promised.count) ticks")
        #expect(seconds == seconds.sorted() && seconds.count == Set(seconds).count * Self.seriesPerTick)
        #expect(writer.health.damagedFiles == 0)
        // The longest has to have come to something.
        if milliseconds >= 500 { #expect(promised.count > 1) }
    }

    /// In the other process. A line is written after each append: what the system was given survives the process.
    private static func writeUntilKilled() throws {
        let environment = ProcessInfo.processInfo.environment
        let path = environment[folderKey] ?? ""
        let writer = try writer(ScriptedEngine(), try DiskQueueFolder(path: path + "/queue"))
        let promised = open(path + "/promised", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        let delay = Int(environment[delayKey] ?? "") ?? 1
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(delay)) { kill(getpid(), SIGKILL) }
        for second in midnight..<midnight + 1_000_000 {
            try writer.append(try (1...seriesPerTick).map { sample(try guest($0), second, 0.5) }, at: Timestamp(seconds: second))
            _ = "\(second)\n".utf8.withContiguousStorageIfAvailable { write(promised, $0.baseAddress, $0.count) }
        }
    }
}
