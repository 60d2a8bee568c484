import Foundation
import PulseAudit
import PulseCore
import PulseEvaluation
import PulseTestPrograms
import Testing

@testable import PulseServer

/// The audit log of `pulse` as its own process.
@Suite("The audit log of the program", .serialized, .timeLimit(.minutes(5)))
struct AuditProgramTests {
    private let program = PulseProgram()
    private let token = "test-token-test-token-test-token"
    private let key = ["PULSE_AUDIT_SIGNING_KEY": "a signing key of more than 32 bytes"]

    private var environment: [String: String] { key.merging(["API_TOKENS": token]) { $1 } }
    private var path: String { "\(program.directory)/audit/audit.db" }

    private func events() throws -> [AuditRecord] {
        var events: [AuditRecord] = []
        try LogSummary.eachRecord(ofFile: path) { events.append($0) }
        return events
    }

    @Test("start, what the command line does beside the server and without it, and the stop are in one whole log")
    func recorded() throws {
        let server = try program.serve(environment: environment)
        #expect(try program.run(["user", "add", "ann"], input: "correct horse battery\n", environment: key).code == 0)
        let token = try program.run(["token", "create", "ci"], environment: key)
        let secret = try #require(token.output.split(separator: "\n").last)
        #expect(server.terminate() == 0)
        #expect(try program.run(["reset-password", "ann"], input: "another long password\n", environment: key).code == 0)
        let verified = try program.run(["audit", "verify"], environment: key)
        #expect(verified.code == 0, "\(verified.output)\(verified.complaint)")
        #expect(verified.output.contains("intact"))
        let all = try events()
        #expect(
            all.map { "\($0.event) \($0.outcome.rawValue) \($0.actor.rawValue)" } == [
                "token.create success system", "startup success system", "audit.checkpoint success system", "user.add intent local",
                "user.add success local",
                "token.create intent local",
                "token.create success local",
                "shutdown success system", "audit.checkpoint success system", "password.reset intent local", "password.reset success local",
            ])
        #expect(all.allSatisfy { $0.keyID == all[0].keyID && !$0.signature.isEmpty })
        let text = all.map { "\($0)" }.joined()
        #expect(!text.contains("correct horse") && !text.contains("another long") && !text.contains(secret))
        let lines = CheckpointLine.lines(try String(contentsOfFile: "\(program.directory)/audit/checkpoints.jsonl", encoding: .utf8))
        #expect(lines?.map(\.reason) == ["start", "shutdown"])
        // What webhooks carry away is a witness as good as the file.
        let carried = all.filter { $0.event == "audit.checkpoint" }.compactMap { $0.details["checkpoint"] }
        #expect(carried.compactMap { CheckpointLine.lines($0)?.first } == lines)
    }

    @Test("verification ends with 1 for a copy that was changed, and with 74 for a file that is none", .enabled(if: SQLiteProgram.isInstalled))
    func changedCopy() throws {
        #expect(try program.run(["user", "add", "ann"], input: "correct horse battery\n", environment: key).code == 0)
        let copy = "\(program.directory)/copy.db"
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        let status = try program.run(["audit", "status"])
        let publicKey = try #require(status.output.split(separator: "\n").first { $0.hasPrefix("Public key:") }?.split(separator: " ").last)
        let arguments = ["audit", "verify", "--file", copy, "--public-key", String(publicKey)]
        #expect(try program.run(arguments).code == 0)
        try SQLiteProgram.run("UPDATE record SET user = 'eve' WHERE sequence = 2", on: copy)
        let damaged = try program.run(arguments)
        #expect(damaged.code == 1)
        #expect(damaged.output.contains("changed: Event 2 was changed"))
        #expect(try program.run(["audit", "verify", "--file", "\(program.directory)/pulse.db"]).code == 74)
        #expect(try program.run(["audit", "verify", "--file", "/nonexistent"]).code == 74)
        #expect(try program.run(arguments + ["--checkpoint", copy]).code == 78)
    }

    @Test("a checkpoint is printed beside a server and without one, and catches a log that was set back", arguments: [false, true])
    func checkpoint(withServer: Bool) throws {
        #expect(try program.run(["user", "add", "ann"], input: "correct horse battery\n", environment: key).code == 0)
        let old = "\(program.directory)/old.db"
        try FileManager.default.copyItem(atPath: path, toPath: old)
        let server = withServer ? try program.serve(environment: environment) : nil
        #expect(try program.run(["token", "create", "ci"], environment: key).code == 0)
        let printed = try program.run(["audit", "checkpoint"], environment: key)
        #expect(printed.code == 0, "\(printed.complaint)")
        #expect(CheckpointLine.lines(printed.output)?.count == 1)
        let kept = "\(program.directory)/kept.jsonl"
        try printed.output.write(toFile: kept, atomically: true, encoding: .utf8)
        if let server { #expect(server.terminate() == 0) }
        #expect(try program.run(["audit", "verify", "--checkpoint", kept], environment: key).code == 0)
        let back = try program.run(["audit", "verify", "--file", old, "--checkpoint", kept], environment: key)
        #expect(back.code == 1 && back.output.contains("cut_off"), "\(back.output)")
    }

    @Test("with a damaged log the server starts and watches, refuses changes, and leaves the file alone")
    func damaged() throws {
        #expect(try program.serve(environment: environment).terminate() == 0)
        let garbage = Data(repeating: 7, count: 16_384)
        try garbage.write(to: URL(fileURLWithPath: path))
        let server = try program.serve(environment: environment)
        #expect(server.get("/api/resources", token: token).status == 200)
        let health = server.get("/api/health")
        #expect(health.status == 200 && health.body.contains("\"audit\":\"failing\""))
        let refused = server.post("/api/security/tokens", "{\"name\":\"x\",\"scopes\":[\"*\"]}", headers: ["X-API-Token: \(token)"])
        #expect(refused.status == 503 && refused.body.contains("audit_unavailable"), "\(refused.body)")
        let status = server.get("/api/audit/status", token: token)
        #expect(status.status == 200 && status.body.contains("\"writable\":false") && status.body.contains("is damaged"), "\(status.body)")
        let command = try program.run(["token", "create", "ci"], environment: key)
        #expect(command.code == 1 && command.complaint.contains("audit log cannot be written"), "\(command.complaint)")
        #expect(server.terminate() == 0)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == garbage)
    }

    @Test("killed at any moment while recording, the log is whole and has everything that was confirmed")
    func killed() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededRandom(seed: seed)
        var confirmed = 0
        for _ in 0..<3 {
            let server = try program.serve(environment: environment)
            let requests = Task.detached { [token, door = server.door] in
                var count = 0
                while door.post("/api/security/tokens", #"{"name":"t","scopes":["audit:read"]}"#, headers: ["X-API-Token: \(token)"]).status == 201 {
                    count += 1
                }
                return count
            }
            try await Task.sleep(for: .milliseconds(random.whole(200...900)))
            server.killHard()
            confirmed += await requests.value
            let kept = try events().count { $0.event == "token.create" && $0.outcome == .success && $0.actor == .token }
            #expect(kept >= confirmed && kept <= confirmed + 3, "\(kept) of \(confirmed), seed \(seed)")
        }
        #expect(confirmed > 3, "seed \(seed)")
        let verified = try program.run(["audit", "verify"], environment: key)
        #expect(verified.code == 0, "\(verified.output), seed \(seed)")
    }

    @Test("a backup has the log and its checkpoints, and restored elsewhere it goes on")
    func backup() throws {
        #expect(try program.run(["user", "add", "ann"], input: "correct horse battery\n", environment: key).code == 0)
        let target = "\(program.directory)-backup"
        #expect(try program.run(["backup", target], environment: key).code == 0)
        let other = PulseProgram()
        let restored = try other.run(["restore", target], environment: key)
        #expect(restored.code == 0, "\(restored.complaint)")
        #expect(try other.run(["reset-password", "ann"], input: "another long password\n", environment: key).code == 0)
        let verified = try other.run(["audit", "verify"], environment: key)
        #expect(verified.code == 0, "\(verified.output)\(verified.complaint)")
    }

    @Test("an export beside a server and without one is a line for each event, and recorded itself; one of a copy is not", arguments: [false, true])
    func export(withServer: Bool) throws {
        #expect(try program.run(["user", "add", "ann"], input: "correct horse battery\n", environment: key).code == 0)
        let server = withServer ? try program.serve(environment: environment) : nil
        let csv = try program.run(["audit", "export"], environment: key)
        let json = try program.run(["audit", "export", "--format", "json"], environment: key)
        #expect(csv.code == 0 && json.code == 0, "\(csv.complaint)\(json.complaint)")
        // The intent of the export itself is the last; in CSV there is a first line of names, and nothing behind the last line end.
        let lines = (csv: csv.output.components(separatedBy: "\r\n").count - 2, json: json.output.split(separator: "\n").count)
        #expect(lines.csv >= 3 && lines.json >= lines.csv + 2 && json.output.contains("audit.export"))
        let exports = try events().filter { $0.event == "audit.export" }
        #expect(
            exports.map { "\($0.outcome.rawValue) \($0.actor.rawValue) \($0.details["format"] ?? "") \($0.details["events"] ?? "")" } == [
                "intent local csv ", "success local csv \(lines.csv)", "intent local json ", "success local json \(lines.json)",
            ])
        #expect(exports[0].operation == exports[1].operation && exports[0].operation != exports[2].operation)
        if let server { #expect(server.terminate() == 0) }

        let copy = "\(program.directory)/copy.db"
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: copy))
        let count = try events().count
        let ofCopy = try program.run(["audit", "export", "--format", "json", "--file", copy], environment: key)
        #expect(ofCopy.code == 0 && ofCopy.output.split(separator: "\n").count == count)
        #expect(try events().count == count)
        #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == bytes)
    }

    @Test("nothing is exported from a log that cannot record it")
    func exportRefused() throws {
        #expect(try program.run(["user", "add", "ann"], input: "correct horse battery\n", environment: key).code == 0)
        // Whole, and still not a log to go on with: its signed end is gone.
        try SQLiteProgram.run("DELETE FROM head", on: path)
        let refused = try program.run(["audit", "export"], environment: key)
        #expect(refused.code == 1 && refused.output.isEmpty && refused.complaint.contains("Nothing was exported"), "\(refused.complaint)")
        let named = try program.run(["audit", "export", "--file", path], environment: key)
        #expect(named.code == 0 && !named.output.isEmpty)
    }

    @Test("proofs are made of the log and checked with the public key alone")
    func proofs() throws {
        #expect(try program.run(["user", "add", "ann"], input: "correct horse battery\n", environment: key).code == 0)
        let kept = "\(program.directory)/kept.jsonl"
        #expect(try program.run(["audit", "prove", "--event", "1"]).complaint.contains("no checkpoint yet"))
        try program.run(["audit", "checkpoint"], environment: key).output.write(toFile: kept, atomically: true, encoding: .utf8)
        #expect(try program.run(["token", "create", "ci"], environment: key).code == 0)
        #expect(try program.run(["audit", "checkpoint"], environment: key).code == 0)
        let status = try program.run(["audit", "status"])
        let publicKey = String(try #require(status.output.split(separator: "\n").first { $0.hasPrefix("Public key:") }?.split(separator: " ").last))
        for (name, arguments) in [
            ("event", ["--event", "2"]), ("kept", ["--event", "2", "--checkpoint", kept]), ("onward", ["--from", kept]),
        ] {
            let made = try program.run(["audit", "prove"] + arguments)
            #expect(made.code == 0, "\(made.complaint)")
            let proof = "\(program.directory)/\(name).json"
            try made.output.write(toFile: proof, atomically: true, encoding: .utf8)
            // Where there is no Pulse at all.
            let elsewhere = PulseProgram()
            let checked = try elsewhere.run(["audit", "check-proof", proof, "--key", publicKey])
            #expect(checked.code == 0, "\(name): \(checked.output)\(checked.complaint)")
            try made.output.replacingOccurrences(of: "\"size\" : 4", with: "\"size\" : 5").replacingOccurrences(of: "local", with: "user")
                .replacingOccurrences(of: "\"number\" : 1", with: "\"number\" : 3").write(toFile: proof, atomically: true, encoding: .utf8)
            let changed = try elsewhere.run(["audit", "check-proof", proof, "--key", publicKey])
            #expect(changed.code == 1 && changed.output.contains("PROVES NOTHING"), "\(name): \(changed.output)")
        }
        #expect(try program.run(["audit", "prove", "--event", "5"]).code == 1)
        #expect(try program.run(["audit", "prove"]).code == 64)
        #expect(try program.run(["audit", "check-proof", kept, "--key", publicKey]).code == 74)
        #expect(try program.run(["audit", "check-proof", kept, "--key", "x"]).code == 78)
    }
}
