import Foundation
import PulseCore
import Testing

@testable import PulseHistory

@Suite("Names and labels in an engine", .timeLimit(.minutes(5)))
struct RemoteNamingTests {
    static let names: [Metric: String] = [
        .cpu: "pulse_cpu_ratio", .ioWait: "pulse_io_wait_ratio", .load1: "pulse_load1", .memoryUsed: "pulse_memory_used_bytes",
        .memoryTotal: "pulse_memory_total_bytes", .swapUsed: "pulse_swap_used_bytes", .swapTotal: "pulse_swap_total_bytes",
        .diskUsed: "pulse_disk_used_bytes", .diskTotal: "pulse_disk_total_bytes", .networkIn: "pulse_network_in_bytes_per_second",
        .networkOut: "pulse_network_out_bytes_per_second", .diskRead: "pulse_disk_read_bytes_per_second",
        .diskWrite: "pulse_disk_write_bytes_per_second", .temperature: "pulse_temperature_celsius", .uptime: "pulse_uptime_seconds",
    ]

    @Test("a name that was given once stays", arguments: names.sorted { $0.value < $1.value })
    func stable(metric: Metric, name: String) { #expect(RemoteNaming.name(of: metric) == name) }

    @Test("every metric has a name of its own that Prometheus allows, and the name leads back", arguments: Metric.allCases)
    func everyMetric(metric: Metric) {
        let name = RemoteNaming.name(of: metric)
        #expect(name.utf8.allSatisfy { $0 == 0x5F || (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) })
        #expect(RemoteNaming.metric(named: name) == metric)
        #expect(Metric.allCases.count { RemoteNaming.name(of: $0) == name } == 1)
    }

    static let parts = ["", "/", "/mnt/\"quoted\"\\", "ä\u{FFFD}\u{1F600}", "a\nb", "coretemp-isa-0000 Package id 0", "a|b(c)[d]{e}.*+?^$"]

    @Test("labels lead back to the series, whatever its part is called", arguments: parts)
    func bothWays(part: String) throws {
        for key in [try guest(101, .diskUsed, part: part), SeriesKey(.storage(SourceSlug("x")!, "ö p", node: "n@1"), .diskTotal, part: part)] {
            let labels = RemoteNaming.labels(of: key, extra: ["instance": "a", "Zone": "b"])
            #expect(labels.map(\.name) == labels.map(\.name).sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
            #expect(Set(labels.map(\.name)).count == labels.count && labels.allSatisfy { !$0.value.isEmpty })
            #expect(RemoteNaming.key(of: Dictionary(uniqueKeysWithValues: labels.map { ($0.name, $0.value) })) == key)
        }
    }

    @Test("what is not ours is passed over")
    func foreign() {
        #expect(RemoteNaming.key(of: ["__name__": "up", "resource": "guest:a/1"]) == nil)
        #expect(RemoteNaming.key(of: ["__name__": "pulse_cpu_ratio"]) == nil)
        #expect(RemoteNaming.key(of: ["__name__": "pulse_cpu_ratio", "resource": "planet:a/1"]) == nil)
        #expect(RemoteNaming.key(of: ["__name__": "pulse_warp_ratio", "resource": "guest:a/1"]) == nil)
    }

    @Test("the page for operators names every metric")
    func documented() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("docs/history-remote.md"), encoding: .utf8)
        for metric in Metric.allCases { #expect(page.contains("`\(RemoteNaming.name(of: metric))`")) }
    }

    static let addresses: [(String, Bool)] = [
        ("http://127.0.0.1:9090/api/v1/write", true), ("https://metrics.example/api/v1/push?extra_label=a=b", true), ("http://[::1]:8428/", true),
        ("http://engine", true), ("engine:9090", false), ("ftp://engine/", false), ("http://", false), ("http://user:secret@engine/", false),
        ("http://engine:0/", false), ("http://engine:http/", false), ("http://en gine/", false), ("http://engine/#x", false),
        ("http://engine/\r\nX: y", false), ("http://[::1/", false), ("", false),
    ]

    @Test("an address that cannot be called is refused with a sentence that does not repeat it", arguments: addresses)
    func address(text: String, isUsable: Bool) {
        do {
            let endpoint = try RemoteEndpoint(url: text)
            #expect(isUsable && !endpoint.url.hasSuffix("/"))
        } catch {
            #expect(!isUsable && error.sentence.hasSuffix(".") && !error.sentence.contains("secret"))
        }
    }

    @Test("credentials cannot break out of their header")
    func credentials() throws {
        #expect(throws: RemoteConfigurationError.token) { try RemoteEndpoint(url: "http://e", credentials: .bearer(Redacted("a\r\nX: y"))) }
        #expect(throws: RemoteConfigurationError.token) { try RemoteEndpoint(url: "http://e", credentials: .bearer(Redacted(""))) }
        #expect(throws: RemoteConfigurationError.user) {
            try RemoteEndpoint(url: "http://e", credentials: .basic(user: "a:b", password: Redacted("c")))
        }
        #expect(throws: RemoteConfigurationError.password) {
            try RemoteEndpoint(url: "http://e", credentials: .basic(user: "a", password: Redacted("c\n")))
        }
        let basic = try RemoteEndpoint(url: "http://e", credentials: .basic(user: "Aladdin", password: Redacted("open sesame")))
        #expect(basic.headers.map(\.value) == ["Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="])
        #expect(try RemoteEndpoint(url: "http://e", credentials: .bearer(Redacted("t"))).headers.map(\.value) == ["Bearer t"])
        #expect(!"\(basic)".contains("sesame"))
    }

    @Test("extra labels, sizes and the base of the interface are checked")
    func configuration() throws {
        let engine = try RemoteEndpoint(url: "http://engine")
        #expect(try RemoteConfiguration(write: engine, read: engine, labels: ["instance": "a"]).queueLimit == 512 << 20)
        for name in ["resource", "part", "__name__", "1a", "a-b", "", "ä"] {
            #expect(throws: RemoteConfigurationError.label(name)) { try RemoteConfiguration(write: engine, read: nil, labels: [name: "x"]) }
        }
        #expect(throws: RemoteConfigurationError.labelValue("a")) { try RemoteConfiguration(write: engine, read: nil, labels: ["a": ""]) }
        #expect(throws: RemoteConfigurationError.queueLimit) { try RemoteConfiguration(write: engine, read: nil, queueLimit: 0) }
        #expect(throws: RemoteConfigurationError.batchSize) { try RemoteConfiguration(write: engine, read: nil, batchSize: 0) }
        for base in ["http://engine/api/v1/query", "http://engine?x=y"] {
            #expect(throws: RemoteConfigurationError.self) { try RemoteConfiguration(write: nil, read: try RemoteEndpoint(url: base)) }
        }
    }
}
