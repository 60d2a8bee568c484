import PulseCore
import PulseTransport

/// Decides what an answer to a request of remote write means for it.
enum DeliveryVerdict: Equatable {
    /// The engine has it.
    case delivered
    /// The same request again later; `asked` is what the server wants to be left alone for.
    case retry(asked: Duration?, reason: String)
    /// It will never be taken: set it aside and go on.
    case refused(reason: String)

    /// Answers that speak of the address or of the credentials and not of the batch: all that waits would be refused alike, so it waits for the
    /// operator; not for ever, but as long as this.
    static let patience = Duration.seconds(24 * 3600)

    /// - Parameter age: how long ago the batch was appended.
    init(_ answer: Result<OutboundResponse, TransportError>, from engine: String, age: Duration, at now: Timestamp) {
        switch answer {
        case .failure(let error): self = .retry(asked: nil, reason: error.sentence(about: engine))
        case .success(let response): self.init(response, from: engine, age: age, at: now)
        }
    }

    private init(_ response: OutboundResponse, from engine: String, age: Duration, at now: Timestamp) {
        let reason = Self.sentence(response, engine)
        switch response.status {
        case 200..<300: self = .delivered
        case 429, 500...: self = .retry(asked: response.header("Retry-After").flatMap { RetryAfter.delay($0, at: now) }, reason: reason)
        case 300..<400, 401, 403, 404, 405, 407: self = age < Self.patience ? .retry(asked: nil, reason: reason) : .refused(reason: reason)
        default: self = .refused(reason: reason)
        }
    }

    /// What the engine says is somebody else's text.
    private static func sentence(_ response: OutboundResponse, _ engine: String) -> String {
        let said = String(decoding: response.body.prefix(1024), as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let words = said.isEmpty ? response.reason : said
        let answer = "\(engine) answered \(response.status)" + (words.isEmpty ? "." : ": \(words.printable(limit: 200))")
        switch response.status {
        case 300..<400: return answer + " Redirects are not followed; set the address that it names."
        case 401, 403: return answer + " Check the token or the user and the password."
        case 404, 405: return answer + " Check the address, and that the engine has its remote-write receiver switched on."
        default: return answer
        }
    }
}
