import Foundation
import Testing

@testable import PulseServer

/// `pulse import-v5` as its own process.
@Suite("The program takes over Pulse v5", .serialized, .timeLimit(.minutes(5)))
struct ImportV5ProcessTests {
    private let program = PulseProgram()

    @Test("a directory comes over beside a running server and without one, with the same words, and is recorded", arguments: [false, true])
    func takeover(besideServer: Bool) throws {
        let v5 = try V5Installation()
        let before = try v5.everything()
        let server = besideServer ? try program.serve() : nil
        let dry = try program.run(["import-v5", v5.path, "--dry-run"])
        #expect(dry.code == 0 && dry.output.contains("add     sources 'homelab'"), "\(dry.complaint)")
        #expect(dry.output.contains("Nothing was changed. An import would have 5 to add, 0 to change, 0 to remove, 8 stay"), "\(dry.output)")
        let done = try program.run(["import-v5", v5.path])
        #expect(done.code == 0 && done.output.contains("Imported: of the entries there were 5 to add"), "\(done.complaint)")
        let again = try program.run(["import-v5", v5.path, "--json"])
        #expect(again.code == 0 && again.output.hasPrefix("{\"status\":\"success\",\"dryRun\":false") && !again.output.contains("\"add\""))
        #expect(try v5.everything() == before)
        if let server {
            // The token that v5 made opens this Pulse, and the source is in use.
            #expect(server.get("/api/resources", token: V5Installation.token).status == 200)
        }
        #expect(try program.run(["token", "list"]).output.contains("grafana"))
        _ = server?.terminate()
        let log = try program.run(["audit", "export", "--format", "json"])
        #expect(log.output.contains("config.import") && !log.output.contains("v5-secret"), "\(log.complaint)")
    }

    @Test("what cannot be taken over is said on standard error, with the next step, and ends with 1")
    func refused() throws {
        let v5 = try V5Installation()
        try v5.remove(".encryption.key")
        let outcome = try program.run(["import-v5", v5.path])
        #expect(outcome.code == 1 && outcome.complaint.contains(".encryption.key") && outcome.complaint.contains("Copy it there"))
        #expect(outcome.output.isEmpty && !FileManager.default.fileExists(atPath: program.directory))
    }
}
