import FoundationEssentials
import PulseCore
import PulseTransport

/// Asks one engine over the Docker Engine API, which Podman speaks too. It only ever reads.
struct EngineClient: Sendable {
    /// One thing to be asked for, with its limits.
    struct Question: Sendable {
        let path: String
        /// Completes “The engine could not be asked to …”.
        let purpose: String
        var deadline = Duration.seconds(2)
        var byteLimit = 4 << 20
        /// Whether the path stands behind the agreed version.
        var isVersioned = true
    }

    let address: EngineAddress
    let http: OutboundClient
    /// Nil until it was agreed.
    var version: APIVersion?

    func get<Answer: Decodable>(_ type: Answer.Type, _ question: Question) async throws(EngineProblem) -> Answer {
        let response = try await ask(question)
        guard !response.body.isEmpty else { throw problem(question, .empty) }
        do { return try JSONDecoder().decode(type, from: Data(response.body)) } catch { throw problem(question, .unreadable) }
    }

    /// The rows of a list that can be read.
    func list<Row: Decodable & Sendable>(_ type: Row.Type, _ question: Question) async throws(EngineProblem) -> [Row] {
        try await get([Lenient<Row>].self, question).compactMap(\.wrappedValue)
    }

    func ask(_ question: Question) async throws(EngineProblem) -> OutboundResponse {
        try await answered(question, nil)
    }

    /// Hands the body over while it comes.
    func follow(_ question: Question, _ take: @escaping BodyTaker) async throws(EngineProblem) {
        _ = try await answered(question, take)
    }

    private func answered(_ question: Question, _ take: BodyTaker?) async throws(EngineProblem) -> OutboundResponse {
        let request = request(question)
        let response: OutboundResponse
        do {
            if let take { response = try await http.send(request, body: take) } else { response = try await http.send(request) }
        } catch { throw problem(question, .transport(error)) }
        guard (200..<300).contains(response.status) else {
            throw problem(question, .refused(status: response.status, message: Self.message(of: response.body)))
        }
        return response
    }

    private func request(_ question: Question) -> OutboundRequest {
        let prefix = question.isVersioned ? version.map { "/v\($0)" } ?? "" : ""
        // A socket has no name to ask for, and engines refuse what asks for none (RFC 9112, section 3.2).
        let headers: [(name: String, value: String)] = if case .socket = address { [("Host", "localhost")] } else { [] }
        return OutboundRequest(url: address.url(prefix + question.path), headers: headers, deadline: question.deadline, byteLimit: question.byteLimit)
    }

    private func problem(_ question: Question, _ cause: EngineProblem.Cause) -> EngineProblem {
        EngineProblem(attempted: question.purpose, address: address, cause: cause)
    }

    /// `{"message":"…"}`, or the text as it came.
    private static func message(of body: [UInt8]) -> String {
        struct Refusal: Decodable { let message: String }
        let text = (try? JSONDecoder().decode(Refusal.self, from: Data(body)))?.message ?? String(decoding: body.prefix(512), as: UTF8.self)
        return text.oneLine.cut(toBytes: 256)
    }
}
