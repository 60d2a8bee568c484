import PulseSimulator
import Testing

@testable import PulseEstateLab

@Suite("Faults as scenarios write them", .timeLimit(.minutes(5)))
struct FaultTextTests {
    @Test(
        "fields in their order or by name become what the control interface takes",
        arguments: [
            ("node-down pve2", #"{"fault":"node-down","node":"pve2"}"#),
            ("node-down pve2 how=refused", #"{"fault":"node-down","node":"pve2","how":"refused"}"#),
            ("node-down how=refused pve2", #"{"fault":"node-down","how":"refused","node":"pve2"}"#),
            ("backup-fails 102 no-space", #"{"fault":"backup-fails","vmid":102,"how":"no-space"}"#),
            ("thin-metadata pve1 97%", #"{"fault":"thin-metadata","node":"pve1","rate":0.97}"#),
            ("pbs-datastore-filling main 2h server=1", #"{"fault":"pbs-datastore-filling","store":"main","seconds":7200.0,"server":1}"#),
            ("reboot-due pve1 no", #"{"fault":"reboot-due","node":"pve1","on":false}"#),
        ])
    func reads(text: String, json: String) throws {
        let words = text.split(separator: " ").map(String.init)
        #expect(try FaultText(words[0], Array(words.dropFirst())).json == json)
    }

    @Test(
        "what is wrong is answered with what there is",
        arguments: [
            ("node-gone pve2", "there is no fault “node-gone”: agent-answering, "), ("node-down", "needs \"node\""),
            ("node-down pve2 how=quietly", "“quietly” is none of: node, how = power-off | refused | hanging"),
            ("node-down pve2 why=rain", "it has no “why”, but: node, how"), ("node-down pve2 refused again", "it has no “again”, but: node, how"),
            ("slow-node pve2 soon", "“soon” is no span"), ("guest-stopped web", "“web” is no number for “vmid”"),
        ])
    func refuses(text: String, sentence: String) throws {
        let words = text.split(separator: " ").map(String.init)
        let error = try #require(throws: FaultRefused.self) { _ = try FaultText(words[0], Array(words.dropFirst())) }
        #expect(error.description.contains(sentence), "\(error)")
    }
}
