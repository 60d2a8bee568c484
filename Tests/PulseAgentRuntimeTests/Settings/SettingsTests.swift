import Crypto
import Foundation
import PulseAgentProtocol
import PulseAgentRuntime
import Testing

@Suite("Whose settings hold", .timeLimit(.minutes(1)))
struct SettingsTests {
    private static let key = Curve25519.Signing.PrivateKey()

    private static func signed(_ profile: AgentProfile, by key: Curve25519.Signing.PrivateKey = key) throws -> SignedProfile {
        try SignedProfile(payload: String(decoding: try JSONEncoder().encode(profile), as: UTF8.self), key: key)
    }

    private static func profile(serial: Int, agentID: String = "a1", interval: Int? = 60) -> AgentProfile {
        var settings = AgentSettings()
        settings.interval = interval
        settings.selfUpdate = true
        return AgentProfile(agentID: agentID, serial: serial, name: "fleet", settings: settings)
    }

    @Test("a profile goes before the machine's own settings, except for what the machine refuses")
    func precedence() throws {
        var local = try LocalConfiguration(json: Array(#"{"settings":{"interval":30,"tags":["a"]},"refuse":["selfUpdate","smart"]}"#.utf8))
        let (settings, refused) = local.effective(with: Self.profile(serial: 1).settings)
        #expect(settings.interval == 60 && settings.tags == ["a"] && settings.selfUpdate == nil)
        #expect(refused == [.selfUpdate])
        local.refused = []
        #expect(local.effective(with: Self.profile(serial: 1).settings).settings.selfUpdate == true)
        #expect(local.effective(with: nil).settings.interval == 30)
    }

    @Test(
        "a local file with a fault is refused with the name of the key",
        arguments: [
            (#"{"settings":{"intervall":30}}"#, "intervall"), (#"{"settings":{"interval":1}}"#, "interval"),
            (#"{"settings":{"interval":"often"}}"#, "settings.interval"), (#"{"refuse":["everything"]}"#, "everything"), ("[]", "JSON object"),
        ])
    func faults(text: String, names: String) {
        do {
            _ = try LocalConfiguration(json: Array(text.utf8))
            Issue.record("\(text) was accepted")
        } catch { #expect(error.problem.contains(names)) }
    }

    @Test("a profile is taken when its server signed it for this agent, and it is not older than the one in force")
    func profiles() throws {
        var keeper = ProfileKeeper(agentID: "a1", serverKey: Self.key.publicKey)
        let second = Self.profile(serial: 2)
        #expect(keeper.take(try Self.signed(second)) == .apply(second))
        #expect(keeper.take(try Self.signed(second)) == .unchanged)
        func isRefused(_ signed: SignedProfile) -> Bool {
            if case .refused = keeper.take(signed) { true } else { false }
        }
        #expect(isRefused(try Self.signed(Self.profile(serial: 1))))
        #expect(isRefused(try Self.signed(Self.profile(serial: 3, agentID: "a2"))))
        #expect(isRefused(try Self.signed(Self.profile(serial: 3), by: Curve25519.Signing.PrivateKey())))
        #expect(isRefused(try Self.signed(Self.profile(serial: 3, interval: 1))))
        #expect(keeper.current == second)
    }
}
