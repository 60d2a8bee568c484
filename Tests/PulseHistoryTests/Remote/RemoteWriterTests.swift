import PulseCore
import PulseTransport
import Testing

@testable import PulseHistory

@Suite("Sending to an engine", .timeLimit(.minutes(5)))
struct RemoteWriterTests {
    private let now = Timestamp(seconds: midnight)

    @Test("a request is what remote write 1.0 asks for")
    func request() async throws {
        let engine = ScriptedEngine()
        let writer = try writer(engine, FaultyFolder(), labels: ["instance": "a"])
        try writer.append([sample(try guest(101), midnight, 0.25)], at: now)
        #expect(await writer.sendNext(now: { now }) == .answered)
        #expect(await writer.sendNext(now: { now }) == .nothing)
        let request = try #require(engine.requests.first)
        #expect(request.url == engineAddress && engine.samples == ["guest:homelab/101 pulse_cpu_ratio \(midnight)"])
        guard case .postBody(_, let type) = request.method else { return }
        #expect(type == "application/x-protobuf")
        #expect(request.headers.contains { $0 == ("Content-Encoding", "snappy") })
        #expect(request.headers.contains { $0 == ("X-Prometheus-Remote-Write-Version", "0.1.0") })
        let health = writer.health
        #expect(health.delivered == 1 && health.lastSuccess == now && health.queuedBatches == 0 && health.intake.samples == 1)
    }

    @Test("an engine that is away is waited for, and gets everything once and in order")
    func away() async throws {
        let engine = ScriptedEngine([.failure(.refused), .failure(.refused), status(503, headers: [("Retry-After", "30")]), status(429)])
        let writer = try writer(engine, FaultyFolder())
        for tick in 0..<3 { try writer.append([sample(try guest(1), midnight + Int64(tick), 0.5)], at: now + .seconds(tick)) }
        var pauses: [Duration] = []
        for _ in 0..<4 { if case .pause(let pause) = await writer.sendNext(now: { now }) { pauses.append(pause) } }
        #expect(pauses == [.seconds(1), .seconds(2), .seconds(30), .seconds(8)])
        #expect(writer.health.trouble?.reason.contains("429") == true && writer.health.oldestQueued == now && writer.health.queuedBatches == 3)
        while await writer.sendNext(now: { now }) == .answered {}
        #expect(engine.samples == (0..<3).map { "guest:homelab/1 pulse_cpu_ratio \(midnight + Int64($0))" })
        #expect(writer.health.trouble == nil && writer.health.delivered == 3)
    }

    @Test("what the engine refuses is set aside and counted, and the rest goes on")
    func refused() async throws {
        let engine = ScriptedEngine([status(204), status(400, "out of order sample")])
        let folder = FaultyFolder()
        let writer = try writer(engine, folder, batchSize: 100)
        try writer.append(try (1...250).map { sample(try guest($0), midnight, 0.5) }, at: now)
        while await writer.sendNext(now: { now }) == .answered {}
        #expect(engine.samples.count == 150 && engine.requests.count == 3)
        #expect(writer.health.refusedRequests == 1 && writer.health.refusedSamples == 100 && writer.health.delivered == 150)
        #expect(writer.health.lastRefusal == "\(engineAddress) answered 400: out of order sample")
        #expect(folder.aside.keys.sorted() == ["00000000000000000001-\(midnight)-2.refused"])
        #expect(try QueueFile.decoded(folder.aside.values.first!).map(\.samples) == [100])
        #expect(folder.files.isEmpty)
    }

    @Test("a wrong token keeps what waits for a day, then it goes")
    func wrongToken() async throws {
        let engine = ScriptedEngine(Array(repeating: status(401), count: 3))
        let writer = try writer(engine, FaultyFolder())
        try writer.append([sample(try guest(1), midnight, 0.5)], at: now)
        guard case .pause = await writer.sendNext(now: { now + .seconds(86_000) }) else { Issue.record("went at once"); return }
        #expect(await writer.sendNext(now: { now + .seconds(86_400) }) == .answered)
        #expect(writer.health.refusedSamples == 1)
    }

    @Test("a disk that takes nothing is said, and what came meanwhile is kept for later")
    func fullDisk() async throws {
        let (engine, folder) = (ScriptedEngine(), FaultyFolder())
        let writer = try writer(engine, folder)
        folder.failing(after: 0)
        #expect(throws: FaultyFolder.Fault.self) { try writer.append([sample(try guest(1), midnight, 0.5)], at: now) }
        #expect(writer.health.intake.failure?.since == now)
        folder.failing(after: nil)
        try writer.append([sample(try guest(1), midnight + 10, 0.5)], at: now + .seconds(10))
        while await writer.sendNext(now: { now }) == .answered {}
        #expect(engine.samples.count == 2 && writer.health.intake.failure == nil)
    }

    @Test("samples from the future are refused; an empty tick writes nothing")
    func future() throws {
        let folder = FaultyFolder()
        let writer = try writer(ScriptedEngine(), folder)
        try writer.append([sample(try guest(1), midnight + 3600, 0.5)], at: now)
        try writer.append([], at: now)
        #expect(writer.health.intake.refusedFuture == 1 && folder.files.isEmpty)
    }

    @Test("the loop sends what is appended while it waits, pauses as decided, and ends when it is cancelled")
    func loop() async throws {
        let engine = ScriptedEngine([.failure(.refused), .failure(.refused)])
        let writer = try writer(engine, FaultyFolder())
        let (pauses, now) = (Recorder<Duration>(), now)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await writer.run(now: { now }, pause: { pauses.record($0) }) }
            for tick in 0..<5 {
                try writer.append([sample(try guest(1), midnight + Int64(tick), 0.5)], at: now)
                while writer.health.delivered <= tick { try await Task.sleep(for: .milliseconds(1)) }
            }
            group.cancelAll()
        }
        #expect(engine.samples.count == 5 && pauses.all == [.seconds(1), .seconds(2)])
    }
}
