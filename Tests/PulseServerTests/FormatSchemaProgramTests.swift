import Foundation
import Logging
import PulseCore
import PulseHTTP
import Testing

@testable import PulseAudit
@testable import PulseServer

/// Every event that Pulse records, in the forms of others, held to the schemas that they publish.
@Suite("Events and published schemas", .timeLimit(.minutes(5)))
struct FormatSchemaProgramTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..").standardizedFileURL.path
    private static let python = root + "/.venv/bin/python"

    /// Names that are no event of a route: of the server itself, the command line, and what happens beside a request.
    private static let others = [
        "startup", "shutdown", "audit.checkpoint", "audit.key", "audit_cleanup", "webhook.disabled", "webhook.dead_letter", WebhookService.testEvent,
        "access.denied", "csrf_failure", "lockout", "oidc_login", "token.new_address", "password.reset", "history.import", "setup.code", "backup",
    ]

    /// By the routes of a whole server, so that a new route is held to the schema as well.
    private static func events() async throws -> [String] {
        let environment = ["PULSE_DATA_DIR": NSTemporaryDirectory() + "pulse-forms-\(UUID().uuidString)"]
        let configuration = try ServerConfiguration(try await SettingsReader.make(flags: [:], environment: environment, file: nil))
        let server = try PulseServer(
            configuration, store: try OpenStore(path: configuration.dataDirectory), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            now: { Timestamp(seconds: 1_790_000_000) })
        let names = Set(server.router().routes.compactMap(\.auditEvent)).union(others)
        try await server.close()
        return names.sorted()
    }

    private static func record(_ event: String, _ outcome: AuditEvent.Outcome, _ actor: Actor.Kind, _ details: [String: String]) -> AuditRecord {
        let isSystem = actor == .system || actor == .local
        return AuditRecord(
            sequence: 7, id: "00000000-0000-4000-8000-000000000007", operation: "op-7", at: Timestamp(milliseconds: 1_790_000_000_123), event: event,
            actor: actor, user: isSystem ? "" : "admin", address: isSystem ? "" : "10.0.0.7", path: isSystem ? "" : "/api/sources", outcome: outcome,
            details: details, previousHash: Data(repeating: 6, count: 32), hash: Data(repeating: 7, count: 32), signature: "v2:ab12", keyID: "k1")
    }

    private static func lines(_ format: AuditFormat) async throws -> [String] {
        let contexts = [false, true].map { FormatContext(version: "0.1.0", host: "pulse-1", previousDelivered: 5, isTest: $0) }
        let details = [[:], ["name": "homelab", "id": "x-1", "user": "kim", "status": "201"]]
        return try await events().flatMap { event in
            AuditEvent.Outcome.allCases.flatMap { outcome in
                Actor.Kind.allCases.flatMap { actor in
                    zip(contexts, details).map { context, details in
                        String(decoding: format.bytes(of: record(event, outcome, actor, details), context), as: UTF8.self)
                    }
                }
            }
        }
    }

    @Test(
        "every event is one that the published schema of OCSF 1.3.0 allows, with no attribute that it does not know",
        .enabled(if: FileManager.default.isExecutableFile(atPath: python), "scripts/venv.sh makes .venv, where the schema is"))
    func ocsf() async throws {
        let (process, input, output) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: Self.python)
        process.arguments = [Self.root + "/Tests/Formats/ocsf.py", "1.3.0"]
        (process.standardInput, process.standardOutput, process.standardError) = (input, output, output)
        let lines = try await Self.lines(.ocsf)
        try process.run()
        // It says nothing before it has read everything.
        try input.fileHandleForWriting.write(contentsOf: Data((lines.joined(separator: "\n") + "\n").utf8))
        try input.fileHandleForWriting.close()
        let said = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said)")
        #expect(said.contains("\(lines.count) events, 0 problems"), "\(said)")
    }
}
