import Foundation
import PulseCore
import PulseHTTP
import PulseStorage
import Testing

@testable import PulseServer

/// Alert settings of Pulse v5: understood when they come in, kept, and part of the next export.
@Suite("Alert settings of Pulse v5", .timeLimit(.minutes(5)))
struct V5AlertTests {
    private func bring(_ v5: V5Installation, _ to: Installation) throws -> [ConfigurationChange] {
        try to.desk.bring(try V5Takeover(directory: v5.path), importer: .local, mayManageAccess: true, isDryRun: false).changes
    }

    private func kept(_ installation: Installation) throws -> V5AlertEntry? {
        try KeptSettings(database: installation.store.database).read(V5AlertSection.name).flatMap {
            try JSONDecoder().decode([V5AlertEntry].self, from: Data($0.utf8)).first
        }
    }

    @Test("thresholds of all ages, overrides, rules and quiet hours are understood, and ids of v5 get the names that they have here")
    func understood() async throws {
        let to = try await Installation()
        let change = try #require(try bring(try V5Installation(), to).first { $0.section == V5AlertSection.name })
        #expect(change.sentence.contains("Kept for when alerts arrive, with 3 overrides, 1 custom rule and quiet hours"))
        let entry = try #require(try kept(to))
        let guests = try #require(entry.alerts.defaults.guestDefaults)
        #expect(guests.levels[.cpu]?.trigger == 80 && guests.levels[.cpu]?.clear == 75)
        #expect(guests.levels[.memory]?.trigger == 85 && guests.levels[.memory]?.clear == nil)
        #expect(guests.levels[.disk]?.trigger == 90 && guests.rest.poweredOffSeverity == .warning)
        #expect(entry.resources == ["Homelab:pve-1:101": "guest:homelab/101", "homelab-pve-2": "node:homelab/pve-2"])
        #expect(entry.alerts.exceptions.overrides?["homelab-pve-2"]?.rest.disableConnectivity == true)
        #expect(entry.alerts.exceptions.overrides?["Homelab-pve-1-local"]?.levels[.usage]?.trigger == 95)
        let quiet = try #require(entry.alerts.timing.schedule?.quietHours)
        #expect(quiet.start?.hour == 22 && quiet.end?.minute == 30 && quiet.days == [.monday] && quiet.suppress?.performance == true)
        #expect(entry.alerts.exceptions.customRules?.first?.filterConditions?.filters?.map(\.value) == [.number(50), .text("db")])
        #expect(entry.alerts.timing.metricTimeThresholds == ["guest": ["cpu": 60]] && entry.alerts.switchedOff == [.disableAllPMG])
    }

    @Test("they are part of our export, arrive by it, and go with one that says there are none")
    func moved() async throws {
        let (from, to) = (try await Installation(), try await Installation())
        let without = try await from.desk.export(passphrase: Installation.words).text
        _ = try bring(try V5Installation(), from)
        let exported = try await from.desk.export(passphrase: Installation.words)
        #expect(exported.counts[V5AlertSection.name] == 1)
        #expect(try await to.bring(exported.text).contains("add v5Alerts alerts.json"))
        #expect(try kept(to) == kept(from) && kept(to) != nil)
        #expect(try await to.bring(exported.text).contains("keep v5Alerts alerts.json"))
        #expect(try await to.bring(without).contains("remove v5Alerts alerts.json"))
        #expect(try kept(to) == nil)
    }

    @Test("what is here already stays, also when v5 has changed since")
    func stays() async throws {
        let to = try await Installation()
        _ = try bring(try V5Installation(), to)
        let before = try kept(to)
        let change = try bring(try V5Installation(["alerts.json": #"{"enabled":false}"#]), to).first { $0.section == V5AlertSection.name }
        #expect(change?.action == .keep && change?.sentence.contains("stays as it is") == true)
        #expect(try kept(to) == before)
    }

    @Test(
        "settings that cannot be understood are left out with the place, and the rest comes over",
        arguments: [
            (#"{"guestDefaults":{"cpu":"high"}}"#, "guestDefaults.cpu"), (#"{"overrides":[1]}"#, "overrides"), ("{", "content"),
            (#"{"minimumDelta":1e999}"#, "content"),
            (#"{"schedule":{"quietHours":{"enabled":true,"start":"25:00","end":"06:00"}}}"#, "schedule.quietHours.start"),
            (#"{"schedule":{"quietHours":{"enabled":true,"start":"22:00"}}}"#, "schedule.quietHours"),
            (#"{"guestDefaults":{"poweredOffSeverity":"loud"}}"#, "guestDefaults.poweredOffSeverity"),
        ])
    func notUnderstood(text: String, place: String) async throws {
        let to = try await Installation()
        let changes = try bring(try V5Installation(["alerts.json": text]), to)
        #expect(changes.first { $0.section == "alerts.json" }?.sentence.contains(place) == true, "\(changes.map(\.sentence))")
        #expect(changes.contains { $0.section == "sources" && $0.action == .add })
        #expect(try kept(to) == nil)
    }

    @Test("quiet hours that are off may have no times")
    func quietHoursOff() async throws {
        let to = try await Installation()
        _ = try bring(try V5Installation(["alerts.json": #"{"schedule":{"quietHours":{"enabled":false,"start":"","end":""}}}"#]), to)
        #expect(try kept(to)?.alerts.timing.schedule?.quietHours?.start == nil && kept(to) != nil)
    }
}
