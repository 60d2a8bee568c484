import FoundationEssentials
import PulseCore
import PulseTransport

/// Why an API server gave no answer that can be used.
enum KubernetesFailure: Error, Hashable, Sendable {
    case transport(TransportError)
    /// The token file cannot be read; its path.
    case noToken(String)
    case unauthorized
    /// The right is missing; the server's sentence.
    case forbidden(String)
    case notFound
    /// The version that was named is too old (410 Gone).
    case gone
    /// 400: most often a `continue` that the server does not know any more.
    case badRequest(String)
    /// 429 with the time the server wants to be left alone.
    case busy(Duration?)
    case status(Int, String)
    case invalidAnswer
    /// An object was larger than its limit, so what the server said of it is not known.
    case tooLarge

    /// Of an answer that is not a success.
    init(_ response: OutboundResponse) {
        self.init(code: response.status, message: StatusAnswer.message(of: response), retryAfter: response.header("retry-after").flatMap { Int($0) })
    }

    /// Of a `Status` object, as an answer or in a stream.
    init(code: Int, message: String, retryAfter: Int? = nil) {
        switch code {
        case 400: self = .badRequest(message)
        case 401: self = .unauthorized
        case 403: self = .forbidden(message)
        case 404: self = .notFound
        case 410: self = .gone
        case 429: self = .busy(retryAfter.map { .seconds(min(max($0, 0), 300)) })
        default: self = .status(code, message)
        }
    }

    /// For a person, about the server.
    func sentence(about server: String) -> String {
        switch self {
        case .transport(let error): error.sentence(about: server)
        case .noToken(let path): "The token file \(path) cannot be read."
        case .unauthorized: "\(server) does not accept the agent's credentials."
        case .forbidden(let message): "\(server) refused: \(message)"
        case .notFound: "\(server) does not have what was asked for."
        case .gone: "\(server) no longer knows the version that was read last."
        case .badRequest(let message): "\(server) did not understand the question: \(message)"
        case .busy: "\(server) is too busy to answer."
        case .status(let code, let message): "\(server) answered \(code): \(message)"
        case .invalidAnswer: "\(server) answered something that is not Kubernetes."
        case .tooLarge: "\(server) sent an object that is larger than \(WatchLimits.objectBytes >> 20) MiB."
        }
    }
}

/// `Status` of `meta/v1`: how an API server explains what it did not do.
struct StatusAnswer: Decodable, Sendable {
    /// Characters of a message that are kept.
    private static let longest = 300
    let code: Int?
    let reason: String?
    let message: String?

    var failure: KubernetesFailure {
        if reason == "Expired" || reason == "Gone" { return .gone }
        return KubernetesFailure(code: code ?? 500, message: (message ?? reason ?? "no reason").printable(limit: Self.longest))
    }

    static func message(of response: OutboundResponse) -> String {
        let status = try? JSONDecoder().decode(StatusAnswer.self, from: Data(response.body))
        return (status?.message ?? status?.reason ?? response.reason).printable(limit: longest)
    }
}
