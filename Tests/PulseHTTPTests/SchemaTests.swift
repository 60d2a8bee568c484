import Foundation
import Hummingbird
import HummingbirdTesting
import PulseCore
import PulseInventory
import PulsePatrol
import Testing

@testable import PulseHTTP

/// The OpenAPI document against what the routes really take and answer, in the recorded talks and on the stream.
@Suite("The described API", .timeLimit(.minutes(5)))
struct SchemaTests {
    private struct Exchange {
        var method = ""
        var path = ""
        var asked: Any?
        var status = 0
        var answered: Any?
    }

    private let schema: Schema
    private let paths: [String: [String: Any]]

    init() throws {
        let document = OpenAPIDocument(routes: try TestServer().routes, version: "0").write()
        let parsed = try #require(try JSONSerialization.jsonObject(with: Data(document)) as? [String: Any])
        let components = try #require(parsed["components"] as? [String: Any])
        schema = Schema(all: try #require(components["schemas"] as? [String: Any]))
        paths = try #require(parsed["paths"] as? [String: [String: Any]])
    }

    @Test("what a talk sends and gets is what the document says", arguments: ConversationTests.names)
    func talk(name: String) throws {
        for exchange in try exchanges(of: name) {
            let place = "\(name): \(exchange.method) \(exchange.path) \(exchange.status)"
            guard let operation = operation(of: exchange) else { continue }
            if let answered = exchange.answered {
                let reference = exchange.status < 400 ? answerSchema(operation, exchange.status) : "Error"
                #expect(reference.map { schema.mistakes(in: answered, named: $0, at: place) } == [], "\(place)")
            }
            if exchange.status < 300, let asked = exchange.asked, let reference = bodySchema(operation) {
                #expect(schema.mistakes(in: asked, named: reference, at: "the body of \(place)") == [])
            }
        }
    }

    @Test("the events of the stream are what their schemas say")
    func stream() throws {
        let server = try TestServer()
        let snapshot = try #require(server.hub.events(after: nil).first)
        #expect(schema.mistakes(in: try data(of: snapshot.piece), named: "Snapshot", at: "snapshot") == [])
        let stream = server.hub.subscribe()
        defer { server.hub.unsubscribe(stream.id) }
        for (second, cpu) in [(10, 0.5), (20, 0.25)] {
            let now = TestServer.start + .seconds(second)
            try server.inventory.tick([TestServer.observation(at: now, cpu: cpu)], at: now)
        }
        for event in server.hub.events(after: snapshot.sequence) {
            #expect(schema.mistakes(in: try data(of: event.piece), named: "Delta", at: "delta") == [])
        }
    }

    @Test("what is told of a run of patrol is what its schemas say")
    func patrolStream() async throws {
        let server = try TestServer()
        #expect(server.patrol.ask(by: nil))
        await server.patrol.runIfDue()
        let frames = server.hub.story.news(after: .init(), isLimited: false)
        #expect(frames.count == 4)
        for frame in frames { #expect(schema.mistakes(in: try data(of: frame), named: "PatrolFrame", at: "frame") == []) }
        let notice = try #require(server.hub.notice)
        #expect(schema.mistakes(in: try data(of: notice.piece), named: "PatrolEvent", at: "event") == [])
    }

    @Test("a member that is missing, of another type or not described is found")
    func canFail() {
        for wrong in [["code": "x"], ["error": 1, "code": "x", "details": [:]], ["error": "e", "code": "x", "details": [:], "more": true]]
            as [[String: Any]]
        {
            #expect(!schema.mistakes(in: wrong, named: "Error", at: "$").isEmpty)
        }
    }

    private func data(of piece: StreamPiece) throws -> Any {
        let text = String(decoding: piece.plain, as: UTF8.self)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("data: ") })
        return try JSONSerialization.jsonObject(with: Data(line.dropFirst(6).utf8))
    }

    private func exchanges(of name: String) throws -> [Exchange] {
        var all: [Exchange] = []
        for line in try ConversationTests.text(of: name).split(separator: "\n", omittingEmptySubsequences: false) {
            let text = String(line.dropFirst(2))
            let value = text.hasPrefix("{") || text.hasPrefix("[") ? try? JSONSerialization.jsonObject(with: Data(text.utf8)) : nil
            if line.hasPrefix("> "), let space = text.firstIndex(of: " "), text[space...].hasPrefix(" /") {
                all.append(Exchange(method: text[..<space].lowercased(), path: String(text[text.index(after: space)...].prefix { $0 != "?" })))
            } else if line.hasPrefix("> "), let value {
                all[all.count - 1].asked = value
            } else if line.hasPrefix("< "), let value {
                all[all.count - 1].answered = value
            } else if line.hasPrefix("< "), let status = Int(text) {
                all[all.count - 1].status = status
            }
        }
        return all
    }

    private func operation(of exchange: Exchange) -> [String: Any]? {
        let parts = exchange.path.split(separator: "/")
        // A plain word goes before a parameter, as in the router.
        let fitting = paths.keys.sorted { $0.count { $0 == "{" } < $1.count { $0 == "{" } }.first { template in
            let wanted = template.split(separator: "/")
            return wanted.count == parts.count && zip(wanted, parts).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
        }
        return fitting.flatMap { paths[$0]?[exchange.method] as? [String: Any] }
    }

    private func answerSchema(_ operation: [String: Any], _ status: Int) -> String? {
        reference(in: (operation["responses"] as? [String: Any])?["\(status)"])
    }

    private func bodySchema(_ operation: [String: Any]) -> String? { reference(in: operation["requestBody"]) }

    private func reference(in part: Any?) -> String? {
        let content = (part as? [String: Any])?["content"] as? [String: Any]
        return ((content?["application/json"] as? [String: Any])?["schema"] as? [String: Any])?["$ref"] as? String
    }
}
