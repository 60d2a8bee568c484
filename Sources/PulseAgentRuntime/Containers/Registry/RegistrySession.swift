import FoundationEssentials
import PulseCore
import PulseTransport

/// The calls about one repository to its registry (OCI Distribution Specification), with the token that it wants.
struct RegistrySession: Sendable {
    private static let deadline = Duration.seconds(15)
    private static let redirects = 3
    /// Where an image's name may lead: everywhere but to addresses that are nobody's registry, of the link or of a cloud's metadata.
    private static let rules = EgressRules(
        allowsPrivateNetworks: true, allowed: ["127.0.0.0/8", "::1/128"].compactMap { NetworkRange($0) })

    let reference: ImageReference
    private let http: OutboundClient
    private let credential: Redacted<String>?
    private let origin: String
    /// By origin.
    private var authorization: [String: Redacted<String>] = [:]
    /// True when the registry said that this was the last answer for now.
    private(set) var isExhausted = false

    init(_ reference: ImageReference, http: OutboundClient, credential: Redacted<String>?) {
        self.reference = reference
        self.http = http
        self.credential = credential
        let host = reference.registryHost
        origin = (RealmRule.isLoopback(String(host.prefix { $0 != ":" })) ? "http://" : "https://") + host
    }

    mutating func ask(
        _ method: OutboundRequest.Method = .get, _ path: String, accept: String, byteLimit: Int = 4 << 20
    ) async throws(RegistryProblem) -> OutboundResponse {
        var url = "\(origin)/v2/\(path)"
        for _ in 0..<Self.redirects {
            let response = try await authorized(method, url, accept: accept, byteLimit: byteLimit)
            if response.header("ratelimit-remaining")?.prefix(while: { $0 != ";" }) == "0" { isExhausted = true }
            switch response.status {
            case 200..<300: return response
            case 301, 302, 307, 308: url = try next(response, from: url)
            default:
                throw RegistryProblem(
                    status: response.status, retryAfter: response.header("retry-after"), about: reference.repositoryName, at: reference.registryHost)
            }
        }
        throw RegistryProblem(.other, "\(reference.registryHost) leads from one address to another without end.")
    }

    private mutating func authorized(
        _ method: OutboundRequest.Method, _ url: String, accept: String, byteLimit: Int
    ) async throws(RegistryProblem) -> OutboundResponse {
        let origin = Self.origin(of: url)
        let first = try await send(method, url, [("Accept", accept)] + header(for: origin), byteLimit)
        guard first.status == 401, let challenge = first.header("www-authenticate").flatMap(RegistryChallenge.init) else { return first }
        guard let answer = try await answer(to: challenge, at: origin) else { return first }
        authorization[origin] = answer
        return try await send(method, url, [("Accept", accept)] + header(for: origin), byteLimit)
    }

    private func header(for origin: String) -> [(name: String, value: String)] {
        authorization[origin].map { [("Authorization", $0.reveal())] } ?? []
    }

    /// - Returns: nil when there is nothing to answer with.
    private func answer(to challenge: RegistryChallenge, at origin: String) async throws(RegistryProblem) -> Redacted<String>? {
        // A credential is for the registry that it was written down for, wherever that leads.
        let own = origin == self.origin ? credential : nil
        switch challenge {
        case .basic: return own.map { Redacted("Basic \($0.reveal())") }
        case .bearer(let realm, let service, let scope):
            let shown = RealmRule.allows(realm: realm, registry: reference.registryHost) ? own : nil
            return try await token(realm, service: service, scope: scope ?? "repository:\(reference.path):pull", credential: shown)
        }
    }

    private func token(
        _ realm: String, service: String?, scope: String, credential: Redacted<String>?
    ) async throws(RegistryProblem) -> Redacted<String> {
        guard realm.hasPrefix("https://") || RealmRule.isLoopback(URL(string: realm)?.host(percentEncoded: false) ?? "") else {
            throw RegistryProblem(.other, "\(reference.registryHost) gives its tokens out over an open connection, which is not used.")
        }
        let query = [service.map { "service=\(percentEncoded($0))" }, "scope=\(percentEncoded(scope))"].compactMap(\.self).joined(separator: "&")
        let headers = credential.map { [(name: "Authorization", value: "Basic \($0.reveal())")] } ?? []
        let response = try await send(.get, realm + (realm.contains("?") ? "&" : "?") + query, headers, 256 << 10)
        guard response.status == 200 else {
            throw RegistryProblem(
                status: response.status, retryAfter: response.header("retry-after"), about: reference.repositoryName, at: reference.registryHost)
        }
        guard let answer = try? JSONDecoder().decode(TokenAnswer.self, from: Data(response.body)), let token = answer.token ?? answer.accessToken,
            token.utf8.count <= 64 << 10, token.utf8.allSatisfy({ (0x21..<0x7F).contains($0) })
        else { throw RegistryProblem(.other, "\(reference.registryHost) gave a token that cannot be read.") }
        return Redacted("Bearer \(token)")
    }

    private func send(
        _ method: OutboundRequest.Method, _ url: String, _ headers: [(name: String, value: String)], _ byteLimit: Int
    ) async throws(RegistryProblem) -> OutboundResponse {
        let request = OutboundRequest(method, url: url, headers: headers, egress: Self.rules, deadline: Self.deadline, byteLimit: byteLimit)
        do { return try await http.send(request) } catch { throw RegistryProblem(error, about: reference.registryHost) }
    }

    /// Where a redirection leads: to the same server, or to one over TLS.
    private func next(_ response: OutboundResponse, from url: String) throws(RegistryProblem) -> String {
        let location = response.header("location") ?? ""
        if location.hasPrefix("/"), !location.hasPrefix("//") { return Self.origin(of: url) + location }
        guard location.hasPrefix("https://") else {
            throw RegistryProblem(.other, "\(reference.registryHost) leads to an address that is not called.")
        }
        return location
    }

    private static func origin(of url: String) -> String {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return parts.prefix(3).joined(separator: "/")
    }

    private struct TokenAnswer: Decodable {
        @Lenient var token: String?
        @Lenient var accessToken: String?

        private enum CodingKeys: String, CodingKey {
            case token
            case accessToken = "access_token"
        }
    }
}
