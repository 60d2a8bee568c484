import Foundation
import PulseCore
import PulseEvaluation
import PulseStorage
import Testing

@testable import PulseServer

/// `pulse` as its own process: exit codes, the command line beside a running server and without one, and being killed.
@Suite("The program", .serialized, .timeLimit(.minutes(5)))
struct ProcessTests {
    private let program = PulseProgram()
    private let token = "test-token-test-token-test-token"

    @Test("first run: the welcome has address and code, the code makes the administrator, and none is shown after that")
    func firstRun() throws {
        let first = try program.serve()
        let code = try #require(first.setupCode)
        #expect(first.isUp())
        #expect(first.get("/api/state").status == 401)
        let answer = first.post("/api/setup", "{\"code\":\"\(code)\",\"username\":\"admin\",\"password\":\"correct horse battery\"}")
        #expect(answer.status == 200, "\(answer.body)")
        #expect(first.terminate() == 0)
        let second = try program.serve()
        #expect(second.setupCode == nil)
        #expect(second.post("/api/login", "{\"username\":\"admin\",\"password\":\"correct horse battery\"}").status == 200)
    }

    @Test("user and password from the environment replace the set-up")
    func environmentUser() throws {
        let server = try program.serve(environment: ["PULSE_AUTH_USER": "ann", "PULSE_AUTH_PASS": "correct horse battery", "API_TOKENS": token])
        #expect(server.setupCode == nil)
        #expect(server.post("/api/login", "{\"username\":\"ann\",\"password\":\"correct horse battery\"}").status == 200)
        #expect(server.get("/api/resources", token: token).status == 200)
    }

    @Test("a second server on the same directory explains itself and ends with 75")
    func secondServer() throws {
        let server = try program.serve()
        let second = try program.run(["serve", "--bind", "127.0.0.1", "--port", "1"])
        #expect(second.code == 75)
        #expect(second.complaint.contains("in use"))
        #expect(server.isUp())
    }

    @Test("a port that is taken is said, with what to do, and ends with 69")
    func portTaken() throws {
        let server = try program.serve()
        let port = String(try #require(server.address.split(separator: ":").last).dropLast())
        let other = PulseProgram()
        let second = try other.run(["serve", "--bind", "127.0.0.1", "--port", port])
        #expect(second.code == 69, "\(second.complaint)")
        #expect(second.complaint.contains("--port"))
    }

    @Test("a damaged, a newer and an unwritable database end with 74 and are left as they were", arguments: ["damaged", "newer", "key"])
    func badDatabase(kind: String) throws {
        // A clean end: after a kill the write-ahead log still holds every page, and SQLite would rightly recover from it.
        #expect(try program.serve().terminate() == 0)
        let path = "\(program.directory)/\(kind == "key" ? ".encryption.key" : "pulse.db")"
        switch kind {
        case "newer":
            let database = try Database(path: path, migrations: OpenStore.migrations + [Migration("2099-01-01 future", "CREATE TABLE future (x)")])
            try database.close()
        case "damaged": try Data(repeating: 0x41, count: 20_000).write(to: URL(fileURLWithPath: path))
        default: try FileManager.default.removeItem(atPath: path)
        }
        let before = FileManager.default.contents(atPath: path)
        let outcome = try program.run(["serve", "--bind", "127.0.0.1"])
        #expect(outcome.code == 74, "\(outcome.complaint)")
        #expect(!outcome.complaint.isEmpty && !outcome.complaint.contains("Fatal"))
        #expect(FileManager.default.contents(atPath: path) == before)
    }

    @Test("a wrong setting ends with 78 and names the key; an unknown one only with --strict")
    func settings() throws {
        let bad = try program.run(["check-config"], environment: ["PULSE_PORT": "x"])
        #expect(bad.code == 78 && bad.complaint.contains("PULSE_PORT"))
        #expect(try program.run(["check-config"], environment: ["PULSE_PROT": "1"]).code == 0)
        let strict = try program.run(["check-config", "--strict"], environment: ["PULSE_PROT": "1"])
        #expect(strict.code == 78 && strict.complaint.contains("did you mean PULSE_PORT"))
    }

    @Test("what cannot be listened on, used or written is said before anything starts")
    func refusedSettings() throws {
        let short = try program.run(["serve"], environment: ["PULSE_AUTH_USER": "ann", "PULSE_AUTH_PASS": "short", "PULSE_PORT": "1"])
        #expect(short.code == 78 && short.complaint.contains("PULSE_AUTH_PASS") && !short.complaint.contains("short"))
        let nowhere = try program.run(["serve", "--bind", "no-such-host.invalid"])
        #expect(nowhere.code == 69 && nowhere.complaint.contains("--bind"), "\(nowhere.complaint)")
        let long = try program.run(["serve"], environment: ["PULSE_DATA_DIR": "/tmp/" + String(repeating: "d", count: 100)])
        #expect(long.code == 78 && long.complaint.contains("PULSE_DATA_DIR"), "\(long.complaint)")
        let file = NSTemporaryDirectory() + "pulse-settings-\(UUID().uuidString)"
        try "PULSE_PROT=1\n".write(toFile: file, atomically: true, encoding: .utf8)
        let strict = try program.run(["check-config", "--strict", "--config", file])
        #expect(strict.code == 78 && strict.complaint.contains("did you mean PULSE_PORT"), "\(strict.complaint)")
    }

    @Test("a mistyped directory does not become an empty Pulse, and only a running server has a set-up code")
    func mistypedDirectory() throws {
        for command in [["setup-code"], ["token", "list"], ["reset-password", "ann"], ["backup", program.directory + "-copy"]] {
            let outcome = try program.run(command, input: "correct horse battery\n")
            #expect(outcome.code == 1 && outcome.complaint.contains("--data-dir"), "\(command): \(outcome.complaint)")
        }
        #expect(!FileManager.default.fileExists(atPath: program.directory))
        let server = try program.serve()
        #expect(try program.run(["setup-code"]).output.dropLast() == server.setupCode ?? "")
        _ = server.terminate()
        #expect(try program.run(["setup-code"]).complaint.contains("No server runs"))
    }

    @Test("users and tokens are managed without a server and beside one, with the same words", arguments: [false, true])
    func commandLine(besideServer: Bool) throws {
        let server = besideServer ? try program.serve() : nil
        #expect(try program.run(["user", "add", "ann"], input: "correct horse battery\n").code == 0)
        #expect(try program.run(["user", "add", "ann"], input: "correct horse battery\n").complaint.contains("already exists"))
        #expect(try program.run(["user", "add", "bob"], input: "short\n").complaint.contains("12 characters"))
        #expect(try program.run(["user"]).output.hasPrefix("ann  [administrator]  never signed in"))
        #expect(try program.run(["reset-password", "ann"], input: "another long password\n").code == 0)
        let made = try program.run(["token", "create", "grafana", "--days", "30"])
        let text = try #require(made.output.split(separator: "\n").last.map(String.init))
        let listed = try program.run(["token", "list"])
        #expect(listed.output.contains("grafana") && !listed.output.contains(text))
        if let server {
            #expect(server.post("/api/login", "{\"username\":\"ann\",\"password\":\"another long password\"}").status == 200)
            #expect(server.get("/api/resources", token: text).status == 200)
        }
        let id = try #require(listed.output.split(separator: " ").first.map(String.init))
        let rotated = try program.run(["token", "rotate", id])
        if let server { #expect(server.get("/api/resources", token: text).status == 401) }
        let fresh = try #require(rotated.output.split(separator: "\n").last.map(String.init))
        if let server { #expect(server.get("/api/resources", token: fresh).status == 200) }
        #expect(try program.run(["token", "revoke", id]).code == 0)
        #expect(try program.run(["token", "revoke", id]).code == 1)
        if let server { #expect(server.get("/api/resources", token: fresh).status == 401) }
        #expect(try program.run(["user", "remove", "ann"]).complaint.contains("last enabled administrator"))
    }

    @Test("roles, disabling and the way back in by the command line, without a server and beside one", arguments: [false, true])
    func accounts(besideServer: Bool) throws {
        let server = besideServer ? try program.serve() : nil
        func login(_ name: String, _ password: String) -> Int? {
            server?.post("/api/login", "{\"username\":\"\(name)\",\"password\":\"\(password)\"}").status
        }
        #expect(try program.run(["user", "add", "ann"], input: "correct horse battery\n").code == 0)
        #expect(try program.run(["user", "add", "bob", "--roles", "viewer", "auditor"], input: "correct horse battery\n").code == 0)
        #expect(try program.run(["user", "add", "joe", "--roles", "owner"], input: "correct horse battery\n").complaint.contains("no role 'owner'"))
        #expect(try program.run(["user"]).output.contains("bob  [auditor viewer]"))
        #expect(try program.run(["role"]).output.contains("administrator  Administrator  [*]  built in, 1 user"))
        #expect(try program.run(["user", "roles", "ann", "viewer"]).complaint.contains("last enabled administrator"))
        #expect(try program.run(["user", "roles", "bob", "administrator"]).code == 0)
        #expect(try program.run(["user", "disable", "ann"]).code == 0)
        #expect([nil, 403].contains(login("ann", "correct horse battery")))
        for _ in 0..<5 { #expect([nil, 401].contains(login("ann", "not the password"))) }
        #expect([nil, 429].contains(login("ann", "correct horse battery")))
        let rescued = try program.run(["reset-password", "ann"], input: "another long password\n")
        #expect(rescued.code == 0 && rescued.output.contains("enabled and not locked"))
        #expect(try program.run(["user"]).output.split(separator: "\n").first?.contains("disabled") == false)
        #expect(try program.run(["user", "unlock", "ann"]).code == 0)
        #expect(try program.run(["user", "enable", "nobody"]).complaint.contains("no user 'nobody'"))
        #expect(try program.run(["user", "remove", "bob"]).code == 0)
    }

    @Test("a backup made beside a running server is restored elsewhere, and refuses to be a forgery")
    func backup() throws {
        let server = try program.serve(environment: ["PULSE_AUTH_USER": "ann", "PULSE_AUTH_PASS": "correct horse battery"])
        let copy = program.directory + "-backup"
        #expect(try program.run(["backup", copy]).code == 0)
        #expect(try program.run(["backup", copy]).complaint.contains("already exists"))
        #expect(server.isUp())
        let elsewhere = PulseProgram()
        #expect(try elsewhere.run(["restore", copy]).code == 0)
        let restored = try elsewhere.serve()
        #expect(restored.post("/api/login", "{\"username\":\"ann\",\"password\":\"correct horse battery\"}").status == 200)
        #expect(try elsewhere.run(["restore", copy]).code == 75)
        _ = restored.terminate()
        let again = try elsewhere.run(["restore", copy])
        #expect(again.code == 0 && again.output.contains("replaced-"))
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(copy)/pulse.db"))
        try handle.seek(toOffset: 5000)
        try handle.write(contentsOf: Data([1, 2, 3]))
        try handle.close()
        #expect(try elsewhere.run(["restore", copy]).code == 74)
    }

    @Test("history is exported, and imported elsewhere beside a server and without one; twice does no harm", arguments: [false, true])
    func transfer(besideServer: Bool) throws {
        let source = try program.serve(environment: ["PULSE_MONITOR_THIS_HOST": "true", "PULSE_POLL_INTERVAL": "5s"])
        var exported = ""
        for _ in 0..<120 where exported.split(separator: "\n").count < 10 {
            usleep(250_000)
            exported = try program.run(["history", "export"]).output
        }
        #expect(exported.hasPrefix("time,tier,resource,metric,part,avg,min,max,count\n"))
        #expect(try program.run(["history", "export", "--metric", "heat"]).code == 78)
        _ = source.terminate()
        exported = try program.run(["history", "export"]).output
        let other = PulseProgram()
        let target = try other.serve()
        if !besideServer { _ = target.terminate() }
        let count = exported.split(separator: "\n").count - 1
        let first = try other.run(["history", "import", "-"], input: exported)
        #expect(first.output == "\(count) values imported.\n", "\(first)")
        #expect(try other.run(["history", "import", "-"], input: exported).output == "0 values imported, \(count) were there already.\n")
        #expect(try other.run(["history", "export"]).output == exported)
        let bad = try other.run(["history", "import", "-"], input: exported + "nonsense\n")
        #expect(bad.code == 1 && bad.complaint.contains("Line \(count + 2) cannot be used"), "\(bad)")
        #expect(try other.run(["history", "import", "/nowhere"]).complaint.contains("cannot be read"))
    }

    @Test("a damaged file of history keeps nobody from setting a password")
    func damagedHistory() throws {
        #expect(try program.serve(environment: ["PULSE_AUTH_USER": "ann", "PULSE_AUTH_PASS": "correct horse battery"]).terminate() == 0)
        try Data(repeating: 0x41, count: 20_000).write(to: URL(fileURLWithPath: "\(program.directory)/metrics.db"))
        #expect(try program.run(["reset-password", "ann"], input: "another long password\n").code == 0)
        let verdict = try program.run(["history", "verify"])
        #expect(verdict.code == 1 && verdict.complaint.contains("metrics.db"), "\(verdict)")
    }

    @Test("its own certificate is made once and kept; sessions over TLS are Secure")
    func selfSigned() throws {
        let server = try program.serve(environment: ["PULSE_TLS_SELF_SIGNED": "true", "API_TOKENS": token])
        #expect(server.address.hasPrefix("https://"))
        #expect(server.get("/api/resources", token: token).status == 200)
        let certificate = try String(contentsOfFile: "\(program.directory)/tls-certificate.pem", encoding: .utf8)
        _ = server.terminate()
        let again = try program.serve(environment: ["PULSE_TLS_SELF_SIGNED": "true"])
        #expect(again.isUp())
        #expect(try String(contentsOfFile: "\(program.directory)/tls-certificate.pem", encoding: .utf8) == certificate)
    }

    @Test("killed at any moment while writing, the next start has everything that was confirmed")
    func killed() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        // A kill at a random moment is the point; the seed is printed so that a failure can be repeated.
        var random = SeededRandom(seed: seed)
        var confirmed: [String] = []
        for round in 0..<6 {
            let server = try program.serve(environment: ["API_TOKENS": token])
            for name in confirmed {
                #expect(server.get("/api/security/tokens", token: token).body.contains("\"\(name)\""), "seed \(seed), round \(round)")
            }
            for attempt in 0..<Int.random(in: 1...6, using: &random) {
                let name = "t-\(round)-\(attempt)"
                let answer = server.post(
                    "/api/security/tokens", "{\"name\":\"\(name)\",\"scopes\":[\"monitoring:read\"]}", headers: ["X-API-Token: \(token)"])
                if answer.status == 201 { confirmed.append(name) }
            }
            usleep(UInt32.random(in: 0...20_000, using: &random))
            server.killHard()
        }
        #expect(!confirmed.isEmpty)
    }

    @Test("help names every command and what it does")
    func help() throws {
        let help = try program.run(["--help"])
        #expect(help.code == 0)
        for command in ["serve", "check-config", "user", "reset-password", "token", "history", "backup", "restore", "version"] {
            #expect(help.output.contains(command))
        }
        #expect(try program.run(["version"]).output == "pulse \(PulseVersion.current)\n")
        #expect(try program.run(["nonsense"]).code == 64)
    }
}
