import Foundation
import PulseAccess
import PulseCore
import Testing

@testable import PulseHTTP

/// The scripts as text; what they do is tried in Tests/Browser with real bash.
@Suite("Set-up scripts", .timeLimit(.minutes(5)))
struct SetupScriptTests {
    static let program = "/usr/bin/shellcheck"
    static let products: [SourceKind] = [.proxmoxVE, .backupServer]

    private static func script(_ product: SourceKind, key: String? = "aGVsbG8=") throws -> String {
        let address = try #require(SetupAddress("https://pulse.lan:7655", publicKey: key))
        return try #require(SetupScript.text(for: product, at: address))
    }

    @Test("shellcheck finds nothing", .enabled(if: FileManager.default.isExecutableFile(atPath: program)), arguments: products)
    func shellcheck(product: SourceKind) throws {
        let file = NSTemporaryDirectory() + "pulse-script-\(UUID().uuidString).sh"
        try Self.script(product).write(toFile: file, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program)
        process.arguments = [file]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said)")
    }

    @Test("a script begins with what runs it, says where it comes from, and stops at the first thing that fails", arguments: products)
    func head(product: SourceKind) throws {
        let script = try Self.script(product)
        #expect(script.hasPrefix("#!/bin/bash\n# Lets Pulse at https://pulse.lan:7655 watch"))
        #expect(script.contains("\nset -eu\n") && script.hasSuffix("\nmain \"$@\"\n"))
        #expect(!script.contains("@URL@") && !script.contains("@PIN@"))
    }

    @Test("the key of Pulse's own certificate is compared, and where there is none the system has to trust it", arguments: products)
    func key(product: SourceKind) throws {
        #expect(try Self.script(product).contains("readonly pulse_key='sha256//aGVsbG8='"))
        #expect(try Self.script(product, key: nil).contains("readonly pulse_key=''"))
    }

    @Test("no privilege and no role that a script names can change anything")
    func readsOnly() throws {
        let code = try Self.products.map { try Self.script($0) }.joined().split(separator: "\n").filter { !$0.hasPrefix("#") }
        let privileges = code.flatMap { $0.matches(of: /\b(?:Sys|VM\.GuestAgent|VM|Datastore|Pool|Realm|User|Permissions|SDN|Mapping)\.[A-Z]\w+/) }
        #expect(Set(privileges.map { String($0.output) }) == ["Sys.Audit", "VM.Audit", "Datastore.Audit", "VM.GuestAgent.Audit"])
        let roles = code.flatMap { $0.matches(of: /acl update \S+ (\w+)/) }.map { String($0.output.1) }
        #expect(Set(roles) == ["Audit", "RemoteAudit", "TapeAudit"])
        #expect(!code.contains { $0.contains("Admin") })
    }

    @Test("there is no script where there are no tokens", arguments: [SourceKind.mailGateway, .thisHost])
    func none(product: SourceKind) throws {
        let address = try #require(SetupAddress("https://pulse"))
        #expect(SetupScript.text(for: product, at: address) == nil)
    }
}
