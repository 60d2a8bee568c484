import Foundation
import PulseCore
import PulseStorage
import PulseTransport
import Testing

@testable import PulseProxmox

@Suite("What is searched", .timeLimit(.minutes(5)))
struct DiscoverySettingsTests {
    private static let rules = EgressRules.discovery(allowed: [])

    private func database() throws -> PulseStorage.Database {
        try PulseStorage.Database(
            path: NSTemporaryDirectory() + "pulse-discovery-\(UUID().uuidString).db", migrations: [DiscoverySettingsStore.migration])
    }

    private func error(networks: [String] = ["10.0.0.0/24"], ports: [Int]? = nil, hours: Int = 0) -> DiscoveryError? {
        do throws(DiscoveryError) {
            _ = try DiscoverySettings(networks: networks, ports: ports, everyHours: hours, rules: Self.rules)
            return nil
        } catch { return error }
    }

    @Test("before anybody set anything, nothing is searched")
    func off() throws {
        let settings = try DiscoverySettingsStore(database: database(), rules: Self.rules).settings()
        #expect(settings == .off)
        #expect(settings.networks.isEmpty && settings.everyHours == 0)
        #expect(!settings.isDue(since: Timestamp(seconds: 0), at: Timestamp(seconds: 9_000_000_000)))
    }

    @Test("what is saved is read again, in its own form")
    func saved() throws {
        let store = DiscoverySettingsStore(database: try database(), rules: Self.rules)
        try store.save(DiscoverySettings(networks: ["10.0.0.9/24", "fd00::/120"], ports: [8006, 8006, 443], everyHours: 24, rules: Self.rules))
        let settings = try store.settings()
        #expect(settings.networks == ["10.0.0.0/24", "fd00::/120"])
        #expect(settings.ports == [8006, 443])
        #expect(settings.everyHours == 24)
    }

    @Test("limits are judged before anything is kept")
    func limits() {
        #expect(error(ports: []) == .portsInvalid)
        #expect(error(ports: [0]) == .portsInvalid)
        #expect(error(ports: [1, 2, 3, 4, 5]) == .portsInvalid)
        #expect(error(hours: -1) == .hoursInvalid)
        #expect(error(hours: 721) == .hoursInvalid)
        #expect(error(networks: [], hours: 1) == .noNetworks)
        #expect(error(networks: [], hours: 0) == nil)
        #expect(error(networks: ["127.0.0.1"]) == .refused("127.0.0.1", .loopback))
    }

    @Test("a search of the schedule is due when so many hours have passed since the last one, or since Pulse started")
    func due() throws {
        let settings = try DiscoverySettings(networks: ["10.0.0.0/24"], ports: nil, everyHours: 2, rules: Self.rules)
        let last = Timestamp(seconds: 1_790_000_000)
        #expect(!settings.isDue(since: last, at: last + .seconds(7199)))
        #expect(settings.isDue(since: last, at: last + .seconds(7200)))
    }

    @Test("a network that may not be called any more is not searched, though it is stored")
    func permissionGone() throws {
        let database = try database()
        let wide = EgressRules.discovery(allowed: [NetworkRange("127.0.0.0/8")!])
        try DiscoverySettingsStore(database: database, rules: wide).save(
            DiscoverySettings(networks: ["127.0.0.0/28"], ports: nil, everyHours: 1, rules: wide))
        #expect(try DiscoverySettingsStore(database: database, rules: Self.rules).settings() == .off)
    }

    @Test("an export brings the settings to another machine, whatever may be searched there; without an entry they are removed")
    func transferred() throws {
        let (here, there) = (try database(), try database())
        let wide = EgressRules.discovery(allowed: [NetworkRange("127.0.0.0/8")!])
        try DiscoverySettingsStore(database: here, rules: wide).save(
            DiscoverySettings(networks: ["127.0.0.0/28"], ports: [9000], everyHours: 3, rules: wide))
        let exported = try DiscoverySection(database: here).export()
        #expect(exported.count == 1)
        let terms = ImportTerms(mode: .replace, importer: .local, mayManageAccess: false, at: Timestamp(seconds: 0))
        let section = DiscoverySection(database: there)
        let actions = try there.write { transaction in
            let prepared = try section.prepare(exported.json, terms, in: transaction)
            try prepared.write(in: transaction)
            return prepared.changes.map(\.action)
        }
        #expect(actions == [.add])
        #expect(try DiscoverySettingsStore(database: there, rules: wide).settings().ports == [9000])
        try there.write { try section.prepare("[]", terms, in: $0).write(in: $0) }
        #expect(try DiscoverySettingsStore(database: there, rules: wide).settings() == .off)
        #expect(throws: ExportError.self) {
            try there.write { _ = try section.prepare(#"[{"networks":["0.0.0.0/0"],"ports":[1],"everyHours":1}]"#, terms, in: $0) }
        }
    }
}
