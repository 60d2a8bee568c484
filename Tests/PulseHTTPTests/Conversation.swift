import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore

/// A recorded talk with the server: `> ` lines are sent, `< ` lines are what must come back.
///
/// `{{name}}` in a request is a value that an earlier answer gave (`csrfToken`, `token`) or the test knows (`setupCode`); in answers such values
/// are written the same way. Cookies are kept as a browser keeps them. `PULSE_RECORD=1 swift test` writes the answers anew.
struct Conversation {
    struct Exchange {
        var request: [String] = []
        var answer: [String] = []
    }

    let path: String
    private var exchanges: [Exchange] = []
    private var values: [String: String]
    private var cookie: String?

    init(path: String, values: [String: String]) throws {
        self.path = path
        self.values = values
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix(">") {
                if exchanges.last?.answer.isEmpty != true { exchanges.append(Exchange()) }
                exchanges[exchanges.count - 1].request.append(String(line.dropFirst(2)))
                // An empty answer still ends with the next blank line.
            } else if line.hasPrefix("<") {
                exchanges[exchanges.count - 1].answer.append(String(line.dropFirst(2)))
            } else if !line.isEmpty, exchanges.last?.answer.isEmpty == true {
                throw CocoaError(.fileReadCorruptFile)
            } else if line.isEmpty, let last = exchanges.last, last.answer.isEmpty, !last.request.isEmpty {
                exchanges.append(Exchange())
            }
        }
        exchanges.removeAll { $0.request.isEmpty }
    }

    /// Runs the talk and answers what was expected and what came, as text.
    mutating func run(_ client: any TestClientProtocol) async throws -> (expected: String, actual: String) {
        var actual: [Exchange] = []
        for exchange in exchanges {
            actual.append(Exchange(request: exchange.request, answer: try await send(exchange.request, client)))
        }
        return (text(exchanges), text(actual))
    }

    private mutating func send(_ lines: [String], _ client: any TestClientProtocol) async throws -> [String] {
        let words = filled(lines[0]).split(separator: " ", maxSplits: 1)
        var headers: HTTPFields = [:]
        var body: String?
        for line in lines.dropFirst().map(filled) {
            if line.hasPrefix("{") || line.hasPrefix("[") {
                body = line
            } else if let colon = line.firstIndex(of: ":"), let name = HTTPField.Name(String(line[..<colon])) {
                headers[name] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            }
        }
        if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        if let cookie { headers[.cookie] = cookie }
        let method = HTTPRequest.Method(String(words[0])) ?? .get
        let response = try await client.executeRequest(
            uri: String(words[1]), method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        return render(response)
    }

    private mutating func render(_ response: TestResponse) -> [String] {
        var lines = ["\(response.status.code)"]
        for name in ["Content-Type", "Location", "Set-Cookie", "Retry-After", "ETag"] {
            guard let value = HTTPField.Name(name).flatMap({ response.headers[$0] }) else { continue }
            if name == "Set-Cookie" { cookie = keep(value) }
            lines.append("\(name): \(masked(name == "Set-Cookie" ? sortedAttributes(value) : value))")
        }
        let text = String(buffer: response.body)
        guard !text.isEmpty else { return lines }
        learn(from: text)
        // Of a script only what tells it from another; the rest has tests of its own.
        guard response.headers[.contentType]?.contains("shellscript") != true else {
            return lines + text.split(separator: "\n").prefix(2).map(String.init)
        }
        guard response.headers[.contentType]?.contains("event-stream") != true else {
            return lines + masked(text).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        }
        // The empty line behind an answer divides talks; one at the end of its text could not be told from it.
        return lines + [masked(text.hasSuffix("\n") ? String(text.dropLast()) : text)]
    }

    /// The order of a cookie's attributes means nothing and differs from run to run.
    private func sortedAttributes(_ cookie: String) -> String {
        let parts = cookie.components(separatedBy: "; ")
        return ([parts[0]] + parts.dropFirst().sorted()).joined(separator: "; ")
    }

    private mutating func keep(_ setCookie: String) -> String? {
        let pair = setCookie.prefix { $0 != ";" }
        // That of the session is kept; those that last for one sign-in are not asked about in a talk.
        guard pair.hasPrefix("pulse_session=") else { return cookie }
        let value = String(pair.drop { $0 != "=" }.dropFirst())
        guard !value.isEmpty else { return nil }
        values["cookie"] = value
        return String(pair)
    }

    private mutating func learn(from text: String) {
        guard let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else { return }
        for name in ["csrfToken", "token", "secret", "challengeId", "agentID"] { if let value = object[name] as? String { values[name] = value } }
        // The one-time code of a server that is to be watched.
        if object["command"] != nil {
            values["sourceCode"] = object["code"] as? String
            values["sourceCode.id"] = object["id"] as? String
        }
        if object["config"] != nil, object["created_at"] != nil { values["profile"] = object["id"] as? String }
        if let publicKey = object["publicKey"] as? [String: Any] {
            values["challenge"] = publicKey["challenge"] as? String
            values["userHandle"] = (publicKey["user"] as? [String: Any])?["id"] as? String
        }
        // Keys and signatures of a log are made anew for every one.
        let first = (object["checkpoints"] as? [[String: Any]])?.first ?? object
        guard first["publicKey"] != nil else { return learnRecord(of: object) }
        for name in ["origin", "publicKey"] { if let value = first[name] as? String { values["log.\(name)"] = value } }
        if let value = first["signature"] as? String { values["log.signature"] = value }
        learnRecord(of: object)
    }

    private mutating func learnRecord(of object: [String: Any]) {
        if let record = object["record"] as? [String: Any] {
            for name in ["id", "prefix", "suffix"] { if let value = record[name] as? String { values["record.\(name)"] = value } }
        }
    }

    private func filled(_ text: String) -> String {
        values.reduce(text) { $0.replacingOccurrences(of: "{{\($1.key)}}", with: $1.value) }
    }

    /// Longest first, so that a token's prefix does not break the token.
    private func masked(_ text: String) -> String {
        values.sorted { $0.value.count > $1.value.count }.reduce(text) { text, pair in
            // Six and four characters could be part of anything; they are only looked for as whole strings.
            pair.value.count < 12
                ? text.replacingOccurrences(of: "\"\(pair.value)\"", with: "\"{{\(pair.key)}}\"")
                : text.replacingOccurrences(of: pair.value, with: "{{\(pair.key)}}")
        }
    }

    func text(_ exchanges: [Exchange]) -> String {
        exchanges.map { exchange in
            (exchange.request.map { "> \($0)" } + exchange.answer.map { "< \($0)" }).joined(separator: "\n")
        }.joined(separator: "\n\n") + "\n"
    }
}
