import PulseCore
import Testing

@Suite("Measurements and secrets", .timeLimit(.minutes(5)))
struct ValueTests {
    private let now = Timestamp(seconds: 1000)

    @Test("what is not finite is unknown, never a number", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(value: Double) {
        #expect(Measurement.measured(value, at: now) == .unknown(.invalidAnswer))
    }

    @Test("a stale measurement keeps its value and its time; unknown stays unknown")
    func stale() {
        let old = Measurement.measured(0.5, at: now).stale(.nodeOffline)
        #expect(old.value == 0.5)
        #expect(old.at == now)
        #expect(!old.isCurrent)
        #expect(Measurement.unknown(.notRunning).stale(.nodeOffline) == .unknown(.nodeOffline))
    }

    @Test("a table holds each metric once, in the order of the names")
    func table() {
        var table = MetricTable()
        table[.memoryUsed] = .measured(2, at: now)
        table[.cpu] = .measured(1, at: now)
        table[.memoryUsed] = .measured(3, at: now)
        #expect(table.entries.map(\.metric) == [.cpu, .memoryUsed])
        #expect(table[.memoryUsed]?.value == 3)
        table[.cpu] = nil
        #expect(table[.cpu] == nil)
    }

    @Test("a secret shows itself nowhere")
    func redacted() {
        let secret = Redacted("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!"\(secret) \(String(reflecting: secret)) \(dumped) \([secret])".contains("hunter2"))
        #expect(secret.reveal() == "hunter2")
    }

    @Test(
        "control characters and direction overrides do not reach a log or a cell",
        arguments: [
            ("a\u{0}b", "a\u{FFFD}b"), ("x\u{202E}y", "x\u{FFFD}y"), ("line\nbreak", "line\u{FFFD}break"), ("naïve 日本 🙂", "naïve 日本 🙂"),
        ])
    func printable(raw: String, shown: String) {
        #expect(raw.printable() == shown)
    }

    @Test("a long text is cut")
    func cut() {
        #expect(String(repeating: "x", count: 300).printable(limit: 10).count == 10)
    }
}
