import PulseCore
import PulseTransport

/// Why a registry did not tell what it was asked.
struct RegistryProblem: Error, Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// It was asked too often, and says how long to stay away if it says so.
        case limited(Duration?)
        case notFound
        case notAllowed
        case other
    }

    let kind: Kind
    let sentence: String

    init(_ kind: Kind, _ sentence: String) {
        self.kind = kind
        self.sentence = sentence
    }

    init(_ error: TransportError, about host: String) {
        self.init(.other, error.sentence(about: host))
    }

    init(status: Int, retryAfter: String?, about repository: String, at host: String) {
        switch status {
        case 429:
            let wait = retryAfter.flatMap { Int($0) }.map { Duration.seconds(min(max($0, 60), 86_400)) }
            self.init(.limited(wait), "\(host) was asked too often; it is left alone for a while. Signing in raises its limit.")
        case 404: self.init(.notFound, "\(host) does not know \(repository), or not this tag.")
        case 401, 403: self.init(.notAllowed, "\(host) does not let \(repository) be read without signing in: give the agent credentials for it.")
        default: self.init(.other, "\(host) answered \(status) when it was asked for \(repository).")
        }
    }
}
