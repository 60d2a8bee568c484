import Crypto
import Foundation
import Logging
import PulseAgentProtocol
import PulseCore
import PulseTestPrograms
import PulseTransport
import ServiceLifecycle
import Synchronization
import Testing

@testable import PulseAgentRuntime

/// Time that moves by the pauses of the agent alone, and ends after so many.
private final class PausedTime: Sendable {
    private let state: Mutex<(now: Timestamp, pauses: Int)>
    private let end: Int

    init(pauses end: Int) {
        state = Mutex((Timestamp(seconds: 10_000), 0))
        self.end = end
    }

    var now: Timestamp { state.withLock { $0.now } }

    /// Waits for nothing but `settled`, so that what was to be sent is sent before the next report.
    func pause(_ length: Duration, until settled: @Sendable () -> Bool) async throws {
        while !settled() {
            try Task.checkCancellation()
            await Task.yield()
        }
        let isOver = state.withLock { state in
            state.now = state.now + max(length, .zero)
            state.pauses += 1
            return state.pauses >= end
        }
        if isOver { try await Task.sleep(for: .seconds(3600)) }
    }
}

/// A server that keeps what it takes, and can be told to be down.
private final class ServerDouble: Sendable {
    struct State {
        var batches: [AgentBatch] = []
        var isDown = false
        var reply = AgentReply(through: 0, serverTime: Timestamp(seconds: 0))
    }

    let state = Mutex(State())
    private let key: Curve25519.Signing.PublicKey

    init(key: Curve25519.Signing.PublicKey) { self.key = key }

    func answer(_ got: LoopbackReceiver.Got) -> LoopbackReceiver.Answer {
        guard let header = got.header("authorization"), let signature = RequestSignature(header: header),
            signature.isValid(path: "/api/agents/report", body: got.body, key: key)
        else { return .status(401, body: #"{"error":"The signature is not right.","code":"signature"}"#) }
        return state.withLock { state in
            if state.isDown { return .status(502) }
            guard let bytes = Gzip.unpacked(got.body, limit: 1 << 20), let batch = try? JSONDecoder().decode(AgentBatch.self, from: Data(bytes))
            else {
                return .status(400)
            }
            state.batches.append(batch)
            state.reply.through = batch.reports.last?.sequence ?? 0
            defer { state.reply.wantsEverything = false }
            return .status(200, body: String(decoding: (try? JSONEncoder().encode(state.reply)) ?? Data(), as: UTF8.self))
        }
    }

    var sequences: [UInt64] { state.withLock { $0.batches.flatMap { $0.reports.map(\.sequence) } } }
}

private struct FixedCollector: Collector {
    let label: String
    var asked: @Sendable () -> Void = {}

    func askRegistries(at now: Timestamp) { asked() }

    func picture(at now: Timestamp) async -> Picture {
        var picture = Picture()
        picture.objects = [ReportedObject(ObjectKey(.host), name: label, status: .online, facts: .host(HostFacts(hostname: label)))]
        picture.figures = [ObjectFigures(ObjectKey(.host), values: [.cpu: .value(0.5)])]
        picture.modules = [AgentStatus.Module("host", .working, kinds: [.host])]
        return picture
    }
}

extension RunningReport {
    fileprivate var isWaiting: Bool {
        if case .waiting = condition { true } else { false }
    }
}

@Suite("The running agent", .timeLimit(.minutes(2)))
struct AgentServiceTests {
    private let folder = StateFolder(NSTemporaryDirectory() + "pulse-agent-" + UUID().uuidString)
    private let key = Curve25519.Signing.PrivateKey()
    private let serverKey = Curve25519.Signing.PrivateKey()

    /// Runs an agent for so many reports; before each, `step` may change the server.
    private func run(
        _ reports: Int, against double: ServerDouble, step: @escaping @Sendable (Int, ServerDouble) -> Void = { _, _ in },
        asked: @escaping @Sendable () -> Void = {}
    ) async throws {
        try folder.make()
        let time = PausedTime(pauses: reports)
        let (identityKey, profileKey, folder) = (key, serverKey.publicKey, folder)
        try await LoopbackReceiver { double.answer($0) }.run { receiver in
            let server = "http://127.0.0.1:\(receiver.port)"
            let client = OutboundClient()
            let collected = Mutex(0)
            let told = Mutex<RunningReport?>(nil)
            let identity = AgentIdentity(agentID: "a1", server: server, serverKey: profileKey, fingerprint: nil, key: Redacted(identityKey))
            let agent = AgentService(
                identity: identity, connection: ServerConnection(client: client, server: server, trust: .system), state: folder,
                spool: try Spool(folder: folder.folder("spool"), newRun: "r1"), local: LocalConfiguration(),
                header: { settings in
                    AgentHeader(agentID: "a1", hostname: "nas", version: "1", platform: "linux", architecture: "x86_64", tags: settings.tags ?? [])
                },
                collectors: { _ in [FixedCollector(label: "nas", asked: asked)] },
                world: .init(
                    now: { time.now }, dice: { 0 }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                    pause: { length in
                        let number = collected.withLock { count in
                            count += 1
                            return UInt64(count)
                        }
                        let asked = receiver.got.count
                        try await time.pause(length) {
                            // Delivered, or tried and failed, or waiting for its time.
                            double.sequences.contains(number) || receiver.got.count > asked || told.withLock { $0?.isWaiting ?? false }
                        }
                        step(Int(number), double)
                    },
                    told: { report in told.withLock { $0 = report } }))
            try await withThrowingTaskGroup { group in
                group.addTask { try await agent.run() }
                while collected.withLock({ $0 }) < reports { try await Task.sleep(for: .milliseconds(2)) }
                group.cancelAll()
                try? await group.waitForAll()
            }
            await client.shutdown()
        }
    }

    private func remove() { try? FileManager.default.removeItem(atPath: folder.path) }

    @Test("it begins with everything, goes on with figures, and signs what it says")
    func steady() async throws {
        defer { remove() }
        let double = ServerDouble(key: key.publicKey)
        try await run(4, against: double)
        let reports = double.state.withLock { $0.batches.flatMap(\.reports) }
        #expect(Array(reports.map(\.sequence).prefix(3)) == [1, 2, 3])
        #expect(reports.first?.base == nil && reports.first?.upserted.count == 1)
        #expect(reports.dropFirst().allSatisfy { $0.upserted.isEmpty && $0.figures.count == 1 && $0.base != nil })
        #expect(reports.prefix(3).map { $0.measuredAt.seconds } == [10_000, 10_010, 10_020])
    }

    @Test("what the server asks for comes with the next report")
    func everything() async throws {
        defer { remove() }
        let double = ServerDouble(key: key.publicKey)
        try await run(7, against: double) { number, double in
            if number == 2 { double.state.withLock { $0.reply.wantsEverything = true } }
        }
        let bases = double.state.withLock { $0.batches.flatMap(\.reports).map(\.base) }
        #expect(bases.prefix(3).map { $0 == nil } == [true, false, false])
        // The next one may have been made while the answer was on its way.
        #expect(bases.dropFirst(3).count { $0 == nil } == 1)
    }

    @Test("registries are asked once for each time that somebody wants it, however often the server says so")
    func imageCheck() async throws {
        defer { remove() }
        let double = ServerDouble(key: key.publicKey)
        let asked = Mutex(0)
        // As many as it takes to be heard also by one that waits after a failure, on a busy machine.
        try await run(40, against: double) { number, double in
            guard let moment = [2: 20_000, 20: 20_040][number] else { return }
            double.state.withLock { $0.reply.imageCheck = Timestamp(seconds: Int64(moment)) }
        } asked: {
            asked.withLock { $0 += 1 }
        }
        #expect(asked.withLock { $0 } == 2)
    }

    @Test("a profile is applied while it runs, kept, and its serial is told")
    func profile() async throws {
        defer { remove() }
        let double = ServerDouble(key: key.publicKey)
        var settings = AgentSettings()
        settings.tags = ["edge"]
        settings.interval = 30
        let payload = String(
            decoding: try JSONEncoder().encode(AgentProfile(agentID: "a1", serial: 4, name: "edge", settings: settings)), as: UTF8.self)
        let signed = try SignedProfile(payload: payload, key: serverKey)
        double.state.withLock { $0.reply.profile = signed }
        // The report after the one that brings it may have been made while the answer was on its way.
        try await run(7, against: double)
        let batches = double.state.withLock { $0.batches }
        #expect(batches.last?.agent.tags == ["edge"])
        #expect(batches.flatMap(\.reports).compactMap(\.status).last?.profileSerial == 4)
        #expect(batches.flatMap(\.reports).compactMap(\.status).last?.interval == 30)
        #expect(try folder.read("profile.json") != nil)
    }

    @Test("while the server is down reports wait on disk, and come later in order with their own times, once")
    func outage() async throws {
        defer { remove() }
        let double = ServerDouble(key: key.publicKey)
        try await run(40, against: double) { number, double in
            double.state.withLock { $0.isDown = (2...5).contains(number) }
        }
        let reports = double.state.withLock { $0.batches.flatMap(\.reports) }
        #expect(reports.map(\.sequence) == Array(1...UInt64(reports.count)))
        #expect(reports.count >= 10)
        #expect(zip(reports, reports.dropFirst()).allSatisfy { $1.measuredAt.since($0.measuredAt) == .seconds(10) })
    }
}
