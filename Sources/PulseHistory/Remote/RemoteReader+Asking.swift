import FoundationEssentials
import PulseCore
import PulseTransport

/// Why an engine could not be read.
package struct RemoteReadError: SentenceError, Equatable {
    package let sentence: String
}

extension RemoteReader {
    /// The longest that one question may take.
    private static let deadline = Duration.seconds(30)
    /// Of an answer, bytes.
    private static let answerLimit = 64 << 20

    /// - Throws: ``RemoteReadError``
    func matrix(_ range: RemoteQueryPlan.Range) async throws -> PromQLMatrix {
        let matrix: PromQLMatrix = try await ask("/api/v1/query_range", range.form)
        guard matrix.resultType == "matrix" else { throw notUnderstood }
        return matrix
    }

    /// By POST, because a selector of many resources is longer than an address may be.
    ///
    /// - Throws: ``RemoteReadError``
    func ask<Payload: Decodable>(_ path: String, _ form: [(name: String, value: String)]) async throws -> Payload {
        let request = OutboundRequest(
            .post(form: form), url: endpoint.url + path, headers: endpoint.headers, trust: endpoint.trust, deadline: Self.deadline,
            byteLimit: Self.answerLimit)
        switch await send(request) {
        case .failure(.cancelled): throw CancellationError()
        case .failure(let error): throw RemoteReadError(sentence: error.sentence(about: endpoint.name))
        case .success(let response): return try payload(of: response)
        }
    }

    private func payload<Payload: Decodable>(of response: OutboundResponse) throws -> Payload {
        let answer = try? JSONDecoder().decode(PromQLAnswer<Payload>.self, from: Data(response.body))
        guard (200..<300).contains(response.status) else {
            let words = answer?.error ?? response.reason
            throw RemoteReadError(
                sentence: "\(endpoint.name) answered \(response.status)" + (words.isEmpty ? "." : ": \(words.printable(limit: 200))"))
        }
        guard let answer else { throw notUnderstood }
        guard answer.status == "success", let data = answer.data else {
            throw RemoteReadError(sentence: "\(endpoint.name) could not answer: \((answer.error ?? answer.status).printable(limit: 200))")
        }
        return data
    }

    private var notUnderstood: RemoteReadError {
        RemoteReadError(sentence: "\(endpoint.name) does not answer as the HTTP interface of Prometheus does.")
    }
}
