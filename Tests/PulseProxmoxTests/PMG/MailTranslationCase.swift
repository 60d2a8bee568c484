import Foundation
import PulseCore
import Testing

@testable import PulseProxmox

/// A folder of `MailCases`: answers of a mail gateway, and in `expected.txt` what follows from them.
///
/// An answer's file is named after the second in which it comes, the call, the node and the queue: `000.nodes.json`, `000.status.mail1.json`,
/// `005.shape.mail1.deferred.json`. One that ends in `.error` holds a status and a reason phrase: `403 Permission check failed`.
struct MailTranslationCase: Sendable, CustomTestStringConvertible {
    let folder: URL

    var testDescription: String { folder.lastPathComponent }

    static let all: [MailTranslationCase] = {
        let cases = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../MailCases").standardizedFileURL
        let names = (try? FileManager.default.contentsOfDirectory(atPath: cases.path)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted().map { MailTranslationCase(folder: cases.appending(path: $0)) }
    }()

    var expectedFile: URL { folder.appending(path: "expected.txt") }

    /// - Parameters:
    ///   - tolerant: what cannot be taken is passed over, as a source does.
    ///   - change: applied to every body.
    func observation(tolerant: Bool = false, _ change: ([UInt8]) -> [UInt8] = { $0 }) throws -> Observation {
        let endpoint = ProxmoxEndpoint(url: "https://10.2.2.1:8006")
        let configuration = ProxmoxSourceConfiguration(
            product: .mailGateway, slug: SourceSlug("mx")!, name: "Post", endpoints: [endpoint],
            credentials: .password(user: "pulse@pmg", password: Redacted("secret")))
        var state = PMGSourceState(configuration)
        var now = TranslationCase.start
        for file in try files() {
            now = TranslationCase.start + .seconds(file.second)
            do {
                try Self.apply(file.words, isError: file.isError, change(file.body), to: &state, endpoint, at: now)
            } catch {
                guard tolerant else { throw error }
            }
        }
        return PMGReport(state, PMGSource.shortestInterval).answered(at: now, endpoints: [])
    }

    private func files() throws -> [(second: Int, words: [String], isError: Bool, body: [UInt8])] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0 != "expected.txt" && !$0.hasPrefix(".") }
        let order = ["nodes", "status", "version", "recent"]
        return try names.map { name in
            let parts = name.split(separator: ".").map(String.init)
            guard parts.count >= 3, let second = Int(parts[0]) else { throw TranslationCase.Misnamed(file: name) }
            let body = [UInt8](try Data(contentsOf: folder.appending(path: name)))
            return (second, Array(parts.dropFirst().dropLast()), parts.last == "error", body)
        }.sorted {
            ($0.0, order.firstIndex(of: $0.1[0]) ?? 9, $0.1.joined(separator: ".")) < (
                $1.0, order.firstIndex(of: $1.1[0]) ?? 9, $1.1.joined(separator: ".")
            )
        }
    }

    private static func apply(
        _ words: [String], isError: Bool, _ body: [UInt8], to state: inout PMGSourceState, _ endpoint: ProxmoxEndpoint, at now: Timestamp
    ) throws {
        if words == ["nodes"] { return state.apply(nodes: try Envelope.rows(body, PMGNodeNames.name), from: endpoint, at: now) }
        if words[0] == "status" { return try applyStatus(of: words[1], isError: isError, body, to: &state, endpoint, at: now) }
        if let call = PMGMainCall(rawValue: words[0]) { return try state.apply(call, body, at: now) }
        let call = try call(words)
        guard isError else { return try state.apply(call, body, at: now) }
        let error = error(body)
        state.failed(call, error, ProxmoxProblem.of(error, at: endpoint, credentials: state.configuration.credentials, product: .mailGateway))
    }

    private static func applyStatus(
        of node: String, isError: Bool, _ body: [UInt8], to state: inout PMGSourceState, _ endpoint: ProxmoxEndpoint, at now: Timestamp
    ) throws {
        guard isError else {
            guard let status = PMGNodeStatus(try Envelope.value(body).content) else { throw ProxmoxError.notProxmox }
            return state.apply(status: status, of: node, asked: now, at: now)
        }
        let error = error(body)
        if case .forbidden = error { return state.forbidden(node: node) }
        let problem = ProxmoxProblem.of(error, at: endpoint, credentials: state.configuration.credentials, product: .mailGateway)
        let isAway = if case .nodeUnreachable(595, _) = error { true } else { false }
        state.failed(node: node, .init(problem: problem, isAway: isAway), at: now, jitter: 0)
    }

    private static func error(_ body: [UInt8]) -> ProxmoxError {
        let text = String(decoding: body, as: UTF8.self).prefix { $0 != "\n" }
        let (status, reason) = (Int(text.prefix(3)) ?? 0, String(text.dropFirst(4)))
        switch status {
        case 403: return .forbidden(reason)
        case 595...599: return .nodeUnreachable(status: status, reason: reason)
        default: return .refused(status: status, reason: reason)
        }
    }

    private static func call(_ words: [String]) throws -> PMGCall {
        let ofGateway: [String: PMGCall] = [
            "members": .members, "spam": .spamQuarantine, "virus": .virusQuarantine, "hours": .hours,
            "domains": .domains, "found": .viruses,
        ]
        if words.count == 1, let call = ofGateway[words[0]] { return call }
        guard words.count >= 2 else { throw TranslationCase.Misnamed(file: words.joined(separator: ".")) }
        let found = PMGCall.of(node: words[1]).first { call in
            if case .shape(_, let queue) = call { return words[0] == "shape" && words.count == 3 && words[2] == queue }
            return names[call.name] == words[0]
        }
        guard let found else { throw TranslationCase.Misnamed(file: words.joined(separator: ".")) }
        return found
    }

    private static let names = [
        "queue_list": "waiting", "services": "services", "tasks": "tasks", "virus_databases": "viruses", "spam_rules": "rules",
        "certificates": "certificates", "updates": "updates", "subscription": "subscription", "backups": "backups",
        "traffic": "traffic",
    ]
}
