import Foundation
import Hummingbird
import HummingbirdTesting
import PulseCore
import PulsePatrol
import Testing

@testable import PulseHTTP

@Suite("Conversations", .timeLimit(.minutes(5)))
struct ConversationTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Conversations").path

    static var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".http") }.sorted()
    }

    static func text(of name: String) throws -> String { try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }

    @Test("every recorded talk goes as it was recorded", arguments: names)
    func talk(name: String) async throws {
        // What needs a licence is talked about where there is one.
        let server = try TestServer(features: name.hasPrefix("licensed-") ? EveryFeature() : nil, agents: name.hasPrefix("agents"))
        if name.contains("patrol"), server.patrol.ask(by: "test") { await server.patrol.runIfDue() }
        // A stream says what there is to say and ends, so that it can be recorded.
        server.hub.close()
        let path = "\(Self.folder)/\(name)"
        let conversation = try Conversation(path: path, values: ["setupCode": server.setupCode, "licenceKey": TestServer.licenceKey])
        let result = try await server.application.test(.router) { client in
            var conversation = conversation
            return try await conversation.run(client)
        }
        if ProcessInfo.processInfo.environment["PULSE_RECORD"] != nil {
            try result.actual.write(toFile: path, atomically: true, encoding: .utf8)
        } else {
            #expect(result.actual == result.expected)
        }
    }

    @Test("every route that is listed occurs in a talk, but for those that stream")
    func complete() throws {
        let talks = try Self.names.map { try String(contentsOfFile: "\(Self.folder)/\($0)", encoding: .utf8) }.joined()
        let asked = talks.split(separator: "\n").filter { $0.hasPrefix("> ") }.map { $0.dropFirst(2) }
        let missing = try TestServer().routes.filter { $0.path.hasPrefix("/api/") && $0.path != "/api/events" }.filter { entry in
            let pattern = entry.path.split(separator: "/").map { $0.hasPrefix(":") ? "[^/ ?]+" : NSRegularExpression.escapedPattern(for: String($0)) }
                .joined(separator: "/")
            let expression = try? NSRegularExpression(pattern: "^\(entry.method.rawValue) /\(pattern)($|[? ])")
            return !asked.contains { line in expression?.firstMatch(in: String(line), range: NSRange(location: 0, length: line.utf16.count)) != nil }
        }
        #expect(missing.map { "\($0.method.rawValue) \($0.path)" } == [])
    }
}
