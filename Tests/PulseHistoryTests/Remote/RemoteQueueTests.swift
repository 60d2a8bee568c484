import Foundation
import PulseCore
import PulseEvaluation
import Testing

@testable import PulseHistory

@Suite("The queue on the disk", .timeLimit(.minutes(5)))
struct RemoteQueueTests {
    private let now = Timestamp(seconds: midnight)

    private func request(_ number: Int, bytes: Int = 10) -> QueueFile.Request {
        QueueFile.Request(samples: number, body: Array(repeating: UInt8(truncatingIfNeeded: number), count: bytes))
    }

    @Test("a file comes back as it was; any damage to it is noticed")
    func file() throws {
        let requests = [request(1), request(2, bytes: 0), request(3, bytes: 300)]
        let bytes = QueueFile.encoded(requests)
        #expect(try QueueFile.decoded(bytes) == requests)
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 0x04
            #expect(throws: CodecError.self) { try QueueFile.decoded(damaged) }
            #expect(throws: CodecError.self) { try QueueFile.decoded(Array(bytes[..<index])) }
        }
        #expect(throws: CodecError.self) { try QueueFile.decoded(bytes + [0]) }
        #expect(throws: CodecError.self) { try QueueFile.decoded(QueueFile.encoded([])) }
    }

    @Test("arbitrary bytes are refused and never crash", arguments: [UInt64(1), 2, 3])
    func noise(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<2000 {
            let noise = (0..<Int.random(in: 0...80, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect((try? QueueFile.decoded(noise)) == nil)
            #expect((try? QueueFile.decoded(Array("PULSERW1".utf8) + noise)) == nil)
        }
    }

    @Test("a real folder: order over a restart, foreign and damaged files set aside, leftovers of a cut write removed")
    func realFolder() throws {
        let path = NSTemporaryDirectory() + "pulse-queue-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = try DiskQueueFolder(path: path)
        var health = RemoteHealth()
        var queue = try RemoteQueue(folder: folder, limit: 1 << 20, health: &health)
        for number in 1...12 { try queue.append([request(number)], at: now, health: &health) }
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".batch") }.sorted()
        #expect(names.count == 12 && names[0] == "00000000000000000001-\(midnight).batch")
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(path)/notes.txt"))
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(path)/7.batch"))
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(path)/\(names[0]).new"))
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(path)/\(names[1])"))

        var after = RemoteHealth()
        queue = try RemoteQueue(folder: folder, limit: 1 << 20, health: &after)
        #expect(after.queuedBatches == 12 && after.damagedFiles == 2 && after.oldestQueued == now && after.queuedBytes == 12 * 4096)
        var order: [Int] = []
        while let batch = queue.oldest(health: &after) {
            order += batch.requests.map(\.samples)
            queue.remove(batch.entry, health: &after)
        }
        #expect(order == [1] + Array(3...12))
        #expect(after.damagedFiles == 3 && after.queuedBatches == 0 && after.oldestQueued == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(path)/set-aside").sorted() == [names[1], "7.batch", "notes.txt"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["set-aside"])
    }

    @Test("a full queue lets the oldest go and counts them")
    func full() throws {
        let folder = FaultyFolder()
        var health = RemoteHealth()
        var queue = try RemoteQueue(folder: folder, limit: 4 * 4096, health: &health)
        for number in 1...10 { try queue.append([request(number)], at: now, health: &health) }
        #expect(health.droppedBatches == 6 && health.queuedBatches == 4 && folder.files.count == 4)
        #expect(queue.oldest(health: &health)?.requests.map(\.samples) == [7])
        // A smaller limit after a restart.
        var after = RemoteHealth()
        _ = try RemoteQueue(folder: folder, limit: 2 * 4096, health: &after)
        #expect(after.droppedBatches == 2 && folder.files.count == 2)
    }

    /// Every step of appending, sending, removing and starting again fails once. What `append` returned for arrives at least once, in order; what it
    /// threw for arrives wholly or not at all.
    @Test("whichever step of the disk fails: what was promised arrives")
    func everyStepFails() async throws {
        for step in 0..<60 {
            let folder = FaultyFolder()
            let engine = ScriptedEngine()
            folder.failing(after: step)
            var promised: [String] = []
            for round in 0..<4 {
                guard let writer = try? writer(engine, folder, batchSize: 100) else {
                    folder.failing(after: nil)
                    continue
                }
                for tick in 0..<3 {
                    let time = midnight + Int64(round * 100 + tick)
                    let samples = try (1...150).map { sample(try guest($0), time, 0.5) }
                    do {
                        try writer.append(samples, at: Timestamp(seconds: time))
                        promised += samples.map { "\($0.key.resource) pulse_cpu_ratio \(time)" }
                    } catch { folder.failing(after: nil) }
                    if tick != 1 { while await writer.sendNext(now: { self.now }) != .nothing {} }
                }
                // The next round begins with a new writer, as after a kill: nothing was put in order before.
            }
            folder.failing(after: nil)
            let last = try writer(engine, folder)
            while await last.sendNext(now: { self.now }) != .nothing {}
            let arrived = engine.samples
            #expect(Set(promised).subtracting(arrived).isEmpty, "step \(step)")
            let times = Dictionary(grouping: Set(arrived), by: { $0.split(separator: " ")[2] })
            #expect(times.values.allSatisfy { $0.count == 150 }, "step \(step): a tick arrived in part")
            #expect(folder.files.isEmpty, "step \(step)")
        }
    }
}
