import Foundation
import PulseAgentProtocol
import PulseCore
import PulseStorage
import Testing

@testable import PulseAgents

@Suite("Profiles in an export", .timeLimit(.minutes(1)))
struct ProfileSectionTests {
    private static let terms = ImportTerms(mode: .replace, importer: .local, mayManageAccess: false, at: Stage.start)

    private func draft(_ name: String, interval: Int) -> ProfileDraft {
        var settings = AgentSettings()
        settings.interval = interval
        return ProfileDraft(name: name, settings: settings)
    }

    /// Profiles first, then rules, in one transaction as an import does it.
    @discardableResult
    private func bring(_ profiles: String, _ rules: String, to stage: Stage) throws -> [ConfigurationChange] {
        let reread: @Sendable () -> Void = { [service = stage.service] in try? service.profiles.reread() }
        let sections: [(any ConfigurationSection, String)] = [
            (ProfileSection(database: stage.database, changed: reread), profiles),
            (ProfileRuleSection(database: stage.database, changed: reread), rules),
        ]
        let prepared = try stage.database.write { transaction in
            let prepared = try sections.map { try $0.0.prepare($0.1, Self.terms, in: transaction) }
            for one in prepared { try one.write(in: transaction) }
            return prepared
        }
        for one in prepared { one.publish() }
        return prepared.flatMap(\.changes)
    }

    private func exported(_ stage: Stage) throws -> (profiles: String, rules: String) {
        (
            try ProfileSection(database: stage.database, changed: {}).export().json,
            try ProfileRuleSection(database: stage.database, changed: {}).export().json
        )
    }

    @Test("profiles and rules come to another Pulse, and its agents get them at once")
    func travels() throws {
        let (here, there) = (try Stage(), try Stage())
        let edge = try here.service.profiles.create(draft("edge", interval: 30), by: "eva", at: here.now)
        try here.service.profiles.setRules(
            [ProfileRule(tag: "edge", profileID: edge.id), ProfileRule(module: "docker", profileID: edge.id)], at: here.now)
        let agent = FakeAgent("nas")
        agent.tags = ["edge"]
        try agent.enrol(there)
        #expect(try agent.tell(there).profile == nil)
        let (profiles, rules) = try exported(here)
        #expect(try bring(profiles, rules, to: there).map(\.action) == [.add, .add, .add])
        #expect(there.service.profiles.all().map(\.name) == ["edge"])
        #expect(there.service.profiles.rules() == here.service.profiles.rules())
        #expect(try agent.tell(there).profile != nil)
        #expect(try bring(profiles, rules, to: there).allSatisfy { $0.action == .keep })
    }

    @Test("what changes is a new version that can be rolled back, an assignment outlives it, and names may be exchanged")
    func changes() throws {
        let stage = try Stage()
        let desk = stage.service.profiles
        let one = try desk.create(draft("one", interval: 10), by: "eva", at: stage.now)
        let two = try desk.create(draft("two", interval: 20), by: "eva", at: stage.now)
        let agent = FakeAgent("nas")
        try agent.enrol(stage)
        _ = try desk.assign(agent.id, one.id, at: stage.now)
        let (profiles, _) = try exported(stage)
        _ = try desk.update(one.id, draft("three", interval: 60), by: "eva", at: stage.now)
        _ = try desk.update(two.id, draft("one", interval: 20), by: "eva", at: stage.now)
        #expect(try bring(profiles, "[]", to: stage).map(\.action) == [.change, .change])
        #expect(desk.all().map(\.name) == ["one", "two"])
        #expect(try desk.find(one.id).version == 3 && desk.find(two.id).version == 1)
        #expect(try desk.versions(of: one.id).map(\.author) == ["import", "eva", "eva"])
        #expect(desk.assignments().map(\.profileID) == [one.id])
        #expect(try bring("[]", "[]", to: stage).map(\.action) == [.remove, .remove])
        #expect(desk.all().isEmpty && desk.assignments().isEmpty)
    }

    @Test(
        "what cannot be used is refused, and nothing is changed",
        arguments: [
            (#"[{"id":"a","name":"","description":"","settings":{}}]"#, "[]"),
            (#"[{"id":"a","name":"x","description":"","settings":{"interval":1}}]"#, "[]"),
            (#"[{"id":"a","name":"x","description":"","settings":{}},{"id":"b","name":"X","description":"","settings":{}}]"#, "[]"),
            (#"[{"id":"","name":"x","description":"","settings":{}}]"#, "[]"),
            (#"[{"id":"a","name":"x","description":"","settings":{}}]"#, #"[{"position":0,"profile":"b"}]"#),
            (#"[{"id":"a","name":"x","description":"","settings":{}}]"#, #"[{"position":0,"module":"lxc","profile":"a"}]"#),
        ])
    func refused(profiles: String, rules: String) throws {
        let stage = try Stage()
        #expect(throws: ExportError.self) { try bring(profiles, rules, to: stage) }
        #expect(stage.service.profiles.all().isEmpty)
    }
}
