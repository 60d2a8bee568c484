import Foundation
import PulseEvaluation

/// Looks at the server many times a second, as somebody who asks whether it still lives.
struct TickWatch: Sendable {
    struct Figures: Sendable {
        /// How long after its second a tick came, at most; seconds.
        var lateness = 0.0
        /// The longest a look took; seconds.
        var answer = 0.0
        /// Peak of RssAnon, MiB.
        var memory = 0.0
        var count = 0
    }

    private let client: BenchClient
    private let process: ProcessFigures
    private let clock = ContinuousClock()

    private static let pause = Duration.milliseconds(50)
    /// What the server means to leave between two ticks.
    private static let interval = 1.0

    init(_ client: BenchClient, _ pulse: PulseProcess) {
        self.client = client
        process = pulse.figures
    }

    /// The worst of what was seen while `body` ran.
    func during(_ body: @escaping @Sendable () async throws -> Void) async throws -> Figures {
        try await withThrowingTaskGroup(of: Figures?.self) { group in
            group.addTask { try await self.looks() }
            group.addTask {
                try await body()
                return nil
            }
            // The looks end by being cancelled: what comes first is the body, or an error.
            guard let first = try await group.next(), first == nil else { throw BenchError("the looks ended by themselves") }
            group.cancelAll()
            return try await group.next().flatMap { $0 } ?? Figures()
        }
    }

    private func looks() async throws -> Figures {
        var worst = Figures()
        while !Task.isCancelled {
            do { try await look(&worst) } catch { if !Task.isCancelled { throw error } }
            try? await clock.sleep(for: Self.pause)
        }
        return worst
    }

    private func look(_ worst: inout Figures) async throws {
        struct Health: Decodable { let tickAgeSeconds: Double? }
        let begin = clock.now
        let body = try await client.get("/api/health").body
        worst.answer = max(worst.answer, (clock.now - begin).seconds)
        worst.lateness = max(worst.lateness, (try JSONDecoder().decode(Health.self, from: body).tickAgeSeconds ?? 0) - Self.interval)
        worst.memory = max(worst.memory, process.memory("RssAnon"))
        worst.count += 1
    }
}
