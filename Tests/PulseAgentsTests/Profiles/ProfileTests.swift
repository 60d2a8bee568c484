import Crypto
import Foundation
import PulseAgentProtocol
import PulseCore
import Testing

@testable import PulseAgents

@Suite("Profiles of agents", .timeLimit(.minutes(5)))
struct ProfileTests {
    private func settings(interval: Int? = nil, tags: [String]? = nil) -> AgentSettings {
        var settings = AgentSettings()
        (settings.interval, settings.tags) = (interval, tags)
        return settings
    }

    private func profile(_ reply: AgentReply, _ serverKey: String) throws -> AgentProfile {
        let signed = try #require(reply.profile)
        let key = try Curve25519.Signing.PublicKey(rawRepresentation: try #require(Hex.bytes(serverKey)))
        #expect(signed.isValid(key: key))
        return try JSONDecoder().decode(AgentProfile.self, from: Data(signed.payload.utf8))
    }

    @Test(
        "settings that agents do not have, or values beyond their limits, are not taken, with a sentence for each",
        arguments: [
            (#"{"intervall":5}"#, "intervall", "There is no setting 'intervall'. Did you mean interval?"),
            (#"{"interval":1}"#, "interval", "interval is 1; it may be 5 to 3600 seconds."),
            (#"{"interval":"30s"}"#, "interval", "interval has to be a whole number, 5 to 3600 seconds."),
            (#"{"interval":1.5}"#, "interval", "interval has to be a whole number, 5 to 3600 seconds."),
            (#"{"host":1}"#, "host", "host has to be true or false."),
            (#"{"containers":"both"}"#, "containers", "containers is 'both'; it may be auto, docker, podman, off."),
            (#"{"tags":[1]}"#, "tags", "tags has to be a list of at most 32 texts."),
            (#"[1]"#, "config", "The settings have to be a JSON object."),
        ])
    func parse(json: String, key: String, sentence: String) {
        #expect(throws: ProfileFault(sentences: [key: sentence])) { try ProfileSettings.parse(json: Array(json.utf8)) }
    }

    @Test("settings come back from JSON as they were, and null says nothing")
    func roundTrip() throws {
        let json = #"{"containers":"podman","excludeFilesystems":["/mnt/*"],"host":false,"interval":60,"logLevel":"debug","selfUpdate":null}"#
        let settings = try ProfileSettings.parse(json: Array(json.utf8))
        #expect(settings.interval == 60 && settings.containers == .podman && settings.selfUpdate == nil)
        #expect(String(decoding: ProfileSettings.json(settings), as: UTF8.self) == json.replacingOccurrences(of: #","selfUpdate":null"#, with: ""))
    }

    @Test("an assigned profile reaches the agent with its next report, signed, until the agent says that it is in force")
    func delivered() throws {
        let stage = try Stage()
        let agent = FakeAgent("nas")
        let key = try agent.enrol(stage).reply.serverKey
        #expect(try agent.tell(stage).profile == nil)
        let quiet = try stage.service.profiles.create(ProfileDraft(name: "quiet", settings: settings(interval: 60)), by: "eva", at: stage.now)
        _ = try stage.service.profiles.assign(agent.id, quiet.id, at: stage.now)
        let sent = try profile(try agent.tell(stage), key)
        #expect(sent == AgentProfile(agentID: agent.id, serial: 1, name: "quiet", settings: settings(interval: 60)))
        func state() throws -> ProfileState? { try stage.service.directory.find(agent.id, at: stage.now).profile }
        #expect(try state()?.isApplied == false)
        var status = Things.status()
        (status.profileSerial, status.refusedSettings) = (1, ["interval"])
        #expect(try agent.tell(stage) { $0.status = status }.profile == nil)
        #expect(try state() == ProfileState(id: quiet.id, name: "quiet", serial: 1, appliedSerial: 1, refused: ["interval"]))
        #expect(
            try stage.service.profiles.effective(agent.id).first { $0.key == .interval }
                == EffectiveSetting(key: .interval, value: "60", origin: .profile, isRefused: true))
    }

    @Test("the serial grows with every change of what the agent is to have, over restarts, and never goes back")
    func serials() throws {
        let stage = try Stage()
        let agent = FakeAgent("nas")
        let key = try agent.enrol(stage).reply.serverKey
        let made = try stage.service.profiles.create(ProfileDraft(name: "a", settings: settings(interval: 60)), by: "eva", at: stage.now)
        _ = try stage.service.profiles.assign(agent.id, made.id, at: stage.now)
        #expect(try profile(try agent.tell(stage), key).serial == 1)
        _ = try stage.service.profiles.update(
            made.id, ProfileDraft(name: "a", description: "x", settings: settings(interval: 60)), by: "eva", at: stage.now)
        #expect(try profile(try agent.tell(stage), key).serial == 1)
        _ = try stage.service.profiles.update(made.id, ProfileDraft(name: "a", settings: settings(interval: 30)), by: "eva", at: stage.now)
        try stage.restart()
        #expect(try profile(try agent.tell(stage), key).serial == 2)
        try stage.service.profiles.delete(made.id, at: stage.now)
        let last = try profile(try agent.tell(stage), key)
        #expect(last.serial == 3 && last.name == nil && last.settings == AgentSettings())
    }

    @Test("a serial that cannot be kept is told to nobody")
    func fullDisk() throws {
        let stage = try Stage()
        let agent = FakeAgent("nas")
        try agent.enrol(stage)
        let made = try stage.service.profiles.create(ProfileDraft(name: "a", settings: settings(interval: 60)), by: "eva", at: stage.now)
        _ = try stage.service.profiles.assign(agent.id, made.id, at: stage.now)
        try stage.breakDisk("agent_profile_serial")
        #expect(throws: (any Error).self) { try agent.tell(stage) }
        try stage.breakDisk(nil)
        #expect(try agent.tell(stage).profile != nil)
    }

    @Test("versions say who changed what when, and rolling back is a new version")
    func versions() throws {
        let stage = try Stage()
        let desk = stage.service.profiles
        let made = try desk.create(ProfileDraft(name: "edge", settings: settings(interval: 60)), by: "eva", at: stage.now)
        stage.pass(.seconds(5))
        _ = try desk.update(made.id, ProfileDraft(name: "edge", settings: settings(tags: ["a"])), by: "bo", at: stage.now)
        let back = try desk.rollBack(made.id, to: 1, by: "eva", at: stage.now)
        #expect(back.version == 3 && back.settings == settings(interval: 60))
        let versions = try desk.versions(of: made.id)
        #expect(versions.map(\.version) == [3, 2, 1] && versions.map(\.author) == ["eva", "bo", "eva"])
        #expect(versions[1].changes == [SettingChange(key: .interval, from: "60", to: nil), SettingChange(key: .tags, from: nil, to: #"["a"]"#)])
        #expect(throws: AgentRefusal.noSuchVersion(9)) { try desk.rollBack(made.id, to: 9, by: "eva", at: stage.now) }
    }

    @Test("a profile needs a name of its own and sound settings")
    func drafts() throws {
        let stage = try Stage()
        let desk = stage.service.profiles
        let made = try desk.create(ProfileDraft(name: "Edge", settings: settings()), by: "eva", at: stage.now)
        #expect(throws: AgentRefusal.profileNameTaken(" edge ")) {
            try desk.create(ProfileDraft(name: " edge ", settings: settings()), by: "eva", at: stage.now)
        }
        #expect(try desk.update(made.id, ProfileDraft(name: "EDGE", settings: settings()), by: "eva", at: stage.now).version == 1)
        for draft in [
            ProfileDraft(name: "", settings: settings()), ProfileDraft(name: "  ", settings: settings()),
            ProfileDraft(name: "b", settings: settings(interval: 1)),
        ] {
            #expect { try desk.create(draft, by: "eva", at: stage.now) } throws: { ($0 as? AgentRefusal)?.code == "profile_invalid" }
        }
        #expect(throws: AgentRefusal.noSuchProfile("x")) { try desk.find("x") }
    }

    @Test("an assignment goes before rules, and the first rule that fits counts")
    func rules() throws {
        let stage = try Stage()
        let desk = stage.service.profiles
        let agents = try ["a", "b", "c"].map { name in
            let agent = FakeAgent(name)
            try agent.enrol(stage)
            try agent.tell(stage)
            return agent
        }
        let (one, two, three) = (
            try desk.create(ProfileDraft(name: "1", settings: settings(interval: 10)), by: "eva", at: stage.now),
            try desk.create(ProfileDraft(name: "2", settings: settings(interval: 20)), by: "eva", at: stage.now),
            try desk.create(ProfileDraft(name: "3", settings: settings(interval: 30)), by: "eva", at: stage.now)
        )
        _ = try stage.service.directory.setTags(["edge"], of: agents[0].id, at: stage.now)
        try desk.setRules(
            [ProfileRule(tag: "edge", profileID: one.id), ProfileRule(platform: "Linux", module: "docker", profileID: two.id)], at: stage.now)
        _ = try desk.assign(agents[2].id, three.id, at: stage.now)
        #expect(desk.assignedAgents(one.id) == [agents[0].id])
        #expect(desk.assignedAgents(two.id) == [agents[1].id])
        #expect(desk.assignedAgents(three.id) == [agents[2].id])
        try desk.unassign(agents[2].id, at: stage.now)
        #expect(Set(desk.assignedAgents(two.id)) == [agents[1].id, agents[2].id])
        try desk.delete(two.id, at: stage.now)
        #expect(desk.rules().map(\.profileID) == [one.id])
        try stage.restart()
        #expect(stage.service.profiles.rules() == [ProfileRule(tag: "edge", profileID: one.id)])
        #expect { try desk.setRules([ProfileRule(module: "toaster", profileID: one.id)], at: stage.now) } throws: {
            ($0 as? AgentRefusal)?.code == "profile_invalid"
        }
        #expect(throws: AgentRefusal.noSuchProfile("x")) { try desk.setRules([ProfileRule(profileID: "x")], at: stage.now) }
        #expect(throws: AgentRefusal.noSuchAgent("x")) { try desk.assign("x", one.id, at: stage.now) }
    }

    @Test("whichever write fails, profiles are as before", arguments: ["agent_profile", "agent_profile_version"])
    func brokenTables(table: String) throws {
        let stage = try Stage()
        let desk = stage.service.profiles
        let made = try desk.create(ProfileDraft(name: "a", settings: settings(interval: 60)), by: "eva", at: stage.now)
        try stage.breakDisk(table)
        #expect(throws: (any Error).self) { try desk.create(ProfileDraft(name: "b", settings: settings()), by: "eva", at: stage.now) }
        #expect(throws: (any Error).self) {
            try desk.update(made.id, ProfileDraft(name: "a", settings: settings(interval: 30)), by: "eva", at: stage.now)
        }
        #expect(desk.all() == [made])
        try stage.breakDisk(nil)
        #expect(try desk.versions(of: made.id).count == 1)
        try stage.restart()
        #expect(stage.service.profiles.all() == [made])
    }

    @Test("a preview shows every key with where it comes from")
    func preview() throws {
        let stage = try Stage()
        let agent = FakeAgent("nas")
        try agent.enrol(stage)
        let shown = try stage.service.profiles.preview(agent.id, with: settings(tags: ["x"]))
        #expect(shown.map(\.key) == AgentSettingKey.allCases)
        #expect(shown.first { $0.key == .containers } == EffectiveSetting(key: .containers, value: #""auto""#, origin: .fallback, isRefused: false))
        #expect(shown.first { $0.key == .tags }?.value == #"["x"]"#)
        for setting in shown { #expect((try? JSONSerialization.jsonObject(with: Data(setting.value.utf8), options: .fragmentsAllowed)) != nil) }
    }
}
