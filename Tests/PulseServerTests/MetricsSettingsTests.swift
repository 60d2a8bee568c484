import PulseHistory
import Testing

@testable import PulseServer

@Suite("Settings of metrics", .timeLimit(.minutes(5)))
struct MetricsSettingsTests {
    private func metrics(_ environment: [String: String]) async throws -> MetricsSettings {
        try MetricsSettings(try await SettingsReader.make(flags: [:], environment: environment, file: nil))
    }

    private let write = "PULSE_METRICS_REMOTE_WRITE_URL"
    private let read = "PULSE_METRICS_REMOTE_READ_URL"
    private let engine = "http://127.0.0.1:9090"

    @Test("without a setting there is a local file and no engine")
    func defaults() async throws {
        let metrics = try await metrics([:])
        #expect(metrics.remote == nil && metrics.isLocal)
    }

    @Test("an engine with everything")
    func all() async throws {
        let metrics = try await metrics([
            write: engine + "/api/v1/write", read: engine + "/", "PULSE_METRICS_REMOTE_USER": "a", "PULSE_METRICS_REMOTE_PASSWORD": "b",
            "PULSE_METRICS_REMOTE_LABELS": "instance=pulse-1, site=b=c", "PULSE_METRICS_LOCAL": "false",
        ])
        #expect(metrics.remote?.write?.url == engine + "/api/v1/write" && metrics.remote?.read?.url == engine && !metrics.isLocal)
        #expect(metrics.remote?.labels == ["instance": "pulse-1", "site": "b=c"])
    }

    @Test(
        "a bad value is an error that names the key and no secret",
        arguments: [
            (["PULSE_METRICS_REMOTE_WRITE_URL": "engine:9090"], "PULSE_METRICS_REMOTE_WRITE_URL"),
            (["PULSE_METRICS_REMOTE_READ_URL": "http://u:hunter2@engine"], "PULSE_METRICS_REMOTE_READ_URL"),
            (["PULSE_METRICS_REMOTE_READ_URL": "http://engine/api/v1/query"], "PULSE_METRICS_REMOTE_READ_URL"),
            (["PULSE_METRICS_REMOTE_READ_URL": "http://engine", "PULSE_METRICS_REMOTE_TOKEN": "hunter2 x"], "PULSE_METRICS_REMOTE_TOKEN"),
            (["PULSE_METRICS_REMOTE_USER": "a"], "PULSE_METRICS_REMOTE_PASSWORD"),
            (["PULSE_METRICS_REMOTE_PASSWORD": "hunter2"], "PULSE_METRICS_REMOTE_USER"),
            (["PULSE_METRICS_REMOTE_TOKEN": "hunter2", "PULSE_METRICS_REMOTE_USER": "a"], "PULSE_METRICS_REMOTE_TOKEN"),
            (["PULSE_METRICS_REMOTE_WRITE_URL": "http://e", "PULSE_METRICS_REMOTE_LABELS": "part=x"], "PULSE_METRICS_REMOTE_LABELS"),
            (["PULSE_METRICS_REMOTE_LABELS": "alone"], "PULSE_METRICS_REMOTE_LABELS"), (["PULSE_METRICS_LOCAL": "false"], "PULSE_METRICS_LOCAL"),
            (["PULSE_METRICS_LOCAL": "false", "PULSE_METRICS_REMOTE_WRITE_URL": "http://e"], "PULSE_METRICS_LOCAL"),
        ] as [([String: String], String)])
    func badValue(environment: [String: String], key: String) async {
        await #expect { try await metrics(environment) } throws: { error in
            (error as? ConfigurationError)?.key == key && !"\(error)".contains("hunter2")
        }
    }
}
