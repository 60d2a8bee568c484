import Foundation
import Testing

@testable import PulseServer

/// Licences and exports by the command line, as people use it, beside a running server and without one.
@Suite("Licences and exports by the program", .serialized, .timeLimit(.minutes(5)))
struct LicenceProcessTests {
    private let program = PulseProgram()
    private let scratch = NSTemporaryDirectory() + "pulse-licence-program-\(UUID().uuidString)"
    private let token = "test-token-test-token-test-token"

    init() throws { try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true) }

    /// A pair of keys: the file of the private one, and the public one.
    private func keys() throws -> (file: String, publicKey: String) {
        let file = "\(scratch)/signing.key"
        let made = try program.run(["license", "keygen", file])
        #expect(made.code == 0, "\(made.complaint)")
        let line = try #require(made.output.split(separator: "\n").first { $0.hasPrefix("PULSE_LICENSE_PUBLIC_KEY=") })
        let secret = try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(!made.output.contains(secret) && !made.complaint.contains(secret))
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        #expect(try program.run(["license", "keygen", file]).code == 1)
        return (file, String(line.dropFirst(25)))
    }

    @Test("a key is made, a licence issued, looked at, activated, shown and cleared", arguments: [false, true])
    func life(besideServer: Bool) throws {
        let (file, publicKey) = try keys()
        let environment = ["PULSE_LICENSE_PUBLIC_KEY": publicKey, "API_TOKENS": token]
        let server = try program.serve(environment: environment)
        if !besideServer { _ = server.terminate() }
        let issued = try program.run(["license", "issue", "--key", file, "--email", "ann@example.org", "--days", "30", "--max-nodes", "5"])
        #expect(issued.code == 0, "\(issued.complaint)")
        let inspected = try program.run(["license", "inspect"], input: issued.output, environment: environment)
        #expect(inspected.output.contains("ann@example.org") && inspected.output.contains("5 nodes"), "\(inspected.complaint)")
        #expect(try program.run(["license", "inspect"], input: issued.output).complaint.contains("PULSE_LICENSE_PUBLIC_KEY"))
        #expect(try program.run(["license"], environment: environment).output.contains("No licence is active"))
        let activated = try program.run(["license", "activate"], input: issued.output, environment: environment)
        #expect(activated.code == 0 && activated.output.contains("audit_logging"), "\(activated.complaint)")
        if besideServer {
            #expect(server.get("/api/license/features", token: token).body.contains("\"audit_logging\":true"))
        }
        #expect(try program.run(["license", "status"], environment: environment).output.contains("is active until"))
        #expect(try program.run(["license", "clear"], environment: environment).code == 0)
        #expect(try program.run(["license"], environment: environment).output.contains("No licence is active"))
    }

    @Test("a public key that is none ends the start with 78 and names the setting, not its value")
    func badPublicKey() throws {
        let outcome = try program.run(["check-config"], environment: ["PULSE_LICENSE_PUBLIC_KEY": "bm90IGEga2V5"])
        #expect(outcome.code == 78 && outcome.complaint.contains("PULSE_LICENSE_PUBLIC_KEY") && !outcome.complaint.contains("bm90"))
    }

    @Test("an export moves users to another directory, by PULSE_PASSPHRASE or standard input", arguments: [false, true])
    func transfer(besideServer: Bool) throws {
        #expect(try program.run(["user", "add", "ann"], input: "correct horse battery\n").code == 0)
        let server = besideServer ? try program.serve() : nil
        let file = "\(scratch)/export-\(besideServer)"
        let short = try program.run(["config", "export", file], input: "short\n")
        #expect(short.code == 1 && short.complaint.contains("12 characters") && !FileManager.default.fileExists(atPath: file))
        #expect(try program.run(["config", "export", file], input: "a passphrase of ours\n").code == 0)
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        let other = PulseProgram()
        let wrong = try other.run(["config", "import", file], environment: ["PULSE_PASSPHRASE": "another passphrase"])
        #expect(wrong.code == 1 && wrong.complaint.contains("passphrase is wrong"))
        let dry = try other.run(["config", "import", file, "--dry-run"], environment: ["PULSE_PASSPHRASE": "a passphrase of ours"])
        #expect(dry.output.contains("add     users 'ann'") && dry.output.contains("Nothing was changed"), "\(dry.complaint)")
        #expect(try other.run(["user"]).output.contains("no user yet"))
        #expect(try other.run(["config", "import", file], input: "a passphrase of ours\n").code == 0)
        #expect(try other.run(["user"]).output.contains("ann"))
        _ = server
    }

    @Test("the demonstration has every feature, shows no real source and takes none; a mock mode turns nothing on")
    func demonstration() throws {
        let (file, publicKey) = try keys()
        let real = try program.serve(environment: ["API_TOKENS": token, "PULSE_MOCK_MODE": "true", "PULSE_LICENSE_DEV_MODE": "true"])
        #expect(!real.get("/api/license/features", token: token).body.contains("\"ai_patrol\":true"))
        _ = real.terminate()
        let demo = try program.serve(["--demo", "--demo-nodes", "1", "--demo-guests", "2"], environment: ["API_TOKENS": token])
        #expect(demo.get("/api/license/features", token: token).body.contains("\"ai_patrol\":true"))
        let headers = ["X-API-Token: \(token)"]
        let source = "{\"address\":\"https://127.0.0.1:1\",\"authentication\":{\"type\":\"token\",\"tokenId\":\"a@pve!b\",\"tokenSecret\":\"c\"}}"
        #expect(demo.post("/api/sources", source, headers: headers).status == 403)
        #expect(demo.post("/api/config/import", "{\"data\":\"AAAA\",\"passphrase\":\"a passphrase of ours\"}", headers: headers).status == 403)
        let key = try program.run(["license", "issue", "--key", file, "--email", "a@b"]).output.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(demo.post("/api/license/activate", "{\"license_key\":\"\(key)\"}", headers: headers).status == 403)
        #expect(!publicKey.isEmpty && !FileManager.default.fileExists(atPath: "\(program.directory)/license.enc"))
    }

    @Test("the demonstration shows a cluster, a backup server and a mail gateway, and all three answer")
    func demonstratedProducts() throws {
        let demo = try program.serve(["--demo", "--demo-nodes", "1", "--demo-guests", "2"], environment: ["API_TOKENS": token])
        let sources = demo.get("/api/sources", token: token).body
        #expect(["pve", "pbs", "pmg"].allSatisfy { sources.contains("\"kind\":\"\($0)\"") }, "\(sources)")
        var missing: Set<String> = ["guest", "datastore", "mail"]
        // A process asks each time, so this is half a minute at most.
        for _ in 0..<1000 where !missing.isEmpty {
            let seen = demo.get("/api/resources", token: token).body
            missing = missing.filter { !seen.contains("\"kind\":\"\($0)\"") }
        }
        #expect(missing.isEmpty, "\(demo.get("/api/sources", token: token).body)")
    }
}
