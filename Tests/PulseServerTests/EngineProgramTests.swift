import Foundation
import PulseTestPrograms
import PulseTransport
import Testing

/// `pulse serve` as its own process, with a real engine of metrics instead of the file.
@Suite("The program with an engine of metrics", .serialized, .timeLimit(.minutes(5)))
struct EngineProgramTests {
    private let token = "test-token-test-token-test-token"

    @Test(
        "prometheus: charts come from it, its absence is said, and what was measured meanwhile arrives",
        .enabled(if: EngineProgram.prometheus.isInstalled, "the Debian package prometheus is not installed"), .timeLimit(.minutes(3)))
    func prometheus() async throws { try await story(.prometheus) }

    @Test(
        "victoria-metrics: the same",
        .enabled(if: EngineProgram.victoriaMetrics.isInstalled, "the Debian package victoria-metrics is not installed"), .timeLimit(.minutes(3)))
    func victoriaMetrics() async throws { try await story(.victoriaMetrics) }

    @Test(
        "promtool finds no fault in what /metrics says of this machine and of Pulse",
        .enabled(if: PromTool.isInstalled, "the Debian package prometheus is not installed"), .timeLimit(.minutes(2)))
    func exposition() async throws {
        let server = try PulseProgram().serve(environment: ["API_TOKENS": token, "PULSE_MONITOR_THIS_HOST": "true"])
        #expect(server.get("/metrics").status == 401)
        let page = try await waited { Optional(server.get("/metrics", token: token).body).flatMap { $0.contains("pulse_cpu_ratio{") ? $0 : nil } }
        #expect(page.contains("# TYPE pulse_history_samples_total counter") && page.contains("pulse_process_uptime_seconds"))
        let (code, said) = try PromTool.check(page)
        #expect(code == 0 && said.isEmpty, "\(said)")
    }

    private func story(_ engineProgram: EngineProgram) async throws {
        let (engine, client) = (try RunningEngine(engineProgram), OutboundClient())
        do { try await story(engine, client, PulseProgram()) } catch {
            await client.shutdown()
            throw error
        }
        await client.shutdown()
    }

    private func story(_ engine: RunningEngine, _ client: OutboundClient, _ program: PulseProgram) async throws {
        try await engine.start(client)
        var environment = [
            "API_TOKENS": token, "PULSE_MONITOR_THIS_HOST": "true", "PULSE_METRICS_LOCAL": "false", "PULSE_METRICS_REMOTE_READ_URL": engine.address,
            "PULSE_METRICS_REMOTE_WRITE_URL": "\(engine.address)/api/v1/write", "PULSE_METRICS_REMOTE_LABELS": "instance=test",
        ]
        if let user = engine.program.user {
            environment.merge(["PULSE_METRICS_REMOTE_USER": user, "PULSE_METRICS_REMOTE_PASSWORD": "secret"]) { $1 }
        }
        let server = try program.serve(environment: environment)
        let host = try await waited { firstHost(server) }
        let before = try await waited { points(of: host, server).flatMap { $0 > 0 ? $0 : nil } }
        #expect(server.get("/api/resources?sparklines=true", token: token).status == 200)
        #expect(!FileManager.default.fileExists(atPath: "\(program.directory)/metrics.db"))

        engine.stop()
        _ = try await waited { server.get("/api/health").body.contains("\"history\":\"engine_away\"") ? true : nil }
        let refusal = server.get(question(host), token: token)
        #expect(refusal.status == 503 && refusal.body.contains("history_unavailable"), "\(refusal)")
        #expect(!refusal.body.contains("secret"))
        #expect(try program.run(["history"]).output.contains("It takes nothing since"))

        try await engine.start(client)
        _ = try await waited { server.get("/api/health").body.contains("\"history\":\"ok\"") ? true : nil }
        _ = try await waited { points(of: host, server).flatMap { $0 > before ? $0 : nil } }
        #expect(server.get("/metrics", token: token).body.contains("pulse_engine_refused_samples_total 0"))
        #expect(server.terminate() == 0)
    }

    private func firstHost(_ server: RunningServer) -> String? {
        let body = server.get("/api/resources?kind=host", token: token).body
        return body.range(of: "\"id\":\"host:").map { "host:" + body[$0.upperBound...].prefix { $0 != "\"" } }
    }

    /// Of the last hour, as finely as it is measured.
    private func question(_ host: String) -> String {
        let from = Int64(Date().timeIntervalSince1970 * 1000) - 3_600_000
        return "/api/history?resource=\(host)&metric=cpu&from=\(from)&points=1000"
    }

    private func points(of host: String, _ server: RunningServer) -> Int? {
        let answer = server.get(question(host), token: token)
        guard answer.status == 200, let counts = answer.body.range(of: "\"count\":[") else { return nil }
        return answer.body[counts.upperBound...].prefix { $0 != "]" }.split(separator: ",").count { $0 != "0" }
    }

    private func waited<Value>(_ question: () -> Value?) async throws -> Value {
        for _ in 0..<240 {
            if let value = question() { return value }
            try await Task.sleep(for: .milliseconds(250))
        }
        return try #require(question())
    }
}
