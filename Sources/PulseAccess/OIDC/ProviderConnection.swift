import Foundation
import PulseCore
package import PulseTransport
import Synchronization

/// The way to the provider: the outbound client, and in tests a provider without a network.
package protocol OutboundCalling: Sendable {
    func send(_ request: OutboundRequest) async throws(TransportError) -> OutboundResponse
}

extension OutboundClient: OutboundCalling {}

/// What Pulse is at a provider: the client, and how its server is recognised.
struct ProviderAccess: Sendable {
    let issuer: String
    let clientID: String
    /// Nil for a public client, which PKCE alone protects.
    let secret: ClientSecret?
    let trust: Trust
}

/// The secret of the client, and the endpoint that it was first shown to: it goes nowhere else before somebody enters it again.
struct ClientSecret: Sendable {
    let text: Redacted<String>
    let endpoint: String?
}

/// Speaks with one provider: its description, its keys, a code for tokens, userinfo. Nothing is followed or retried, everything has an end.
final class ProviderConnection: Sendable {
    static let deadline = Duration.seconds(10)
    /// Of any answer, bytes.
    static let largestAnswer = 512 * 1024
    static let descriptionLifetime = Duration.seconds(60 * 60)

    struct Tokens: Sendable {
        let idToken: String
        let accessToken: String?
    }

    private struct TokenWire: Decodable {
        let idToken: String?
        let accessToken: String?
        let error: String?
        let errorDescription: String?

        enum CodingKeys: String, CodingKey {
            case idToken = "id_token"
            case accessToken = "access_token"
            case error
            case errorDescription = "error_description"
        }
    }

    let access: ProviderAccess
    private let client: any OutboundCalling
    private let description = Mutex<(metadata: ProviderMetadata, at: Timestamp)?>(nil)
    private let keys = Mutex(KeyCache())
    /// The token endpoint that the secret has been shown to.
    private let secretEndpoint: Mutex<String?>

    init(_ access: ProviderAccess, client: any OutboundCalling) {
        self.access = access
        self.client = client
        secretEndpoint = Mutex(access.secret?.endpoint)
    }

    func metadata(at now: Timestamp) async throws -> ProviderMetadata {
        if let known = description.withLock({ $0 }), now.since(known.at) < Self.descriptionLifetime { return known.metadata }
        let answer = try await get(ProviderMetadata.address(of: access.issuer))
        let metadata = try ProviderMetadata(answer, expecting: access.issuer)
        description.withLock { $0 = (metadata, now) }
        return metadata
    }

    func keySet(of metadata: ProviderMetadata) async throws -> KeySet {
        let address = metadata.keysEndpoint.text
        return try KeySet(try await get(address), at: address)
    }

    /// The claims of a token that the provider signed.
    func verified(_ token: SignedToken, _ metadata: ProviderMetadata, at now: Timestamp) async throws -> ClaimSet {
        switch keys.withLock({ $0.answer(for: token.header, at: now) }) {
        case .unknown: throw OIDCFailure.token("The ID token is signed with a key that the provider does not publish.")
        case .use(let candidates):
            if let claims = await token.claims(verifiedBy: candidates) { return claims }
            guard token.header.keyID == nil, keys.withLock({ $0.mayAsk(at: now) }) else {
                throw OIDCFailure.token("The signature of the ID token is wrong.")
            }
        case .ask: break
        }
        let fetched = try await keySet(of: metadata)
        keys.withLock { $0.received(fetched, at: now) }
        let candidates = fetched.candidates(for: token.header)
        guard !candidates.isEmpty else { throw OIDCFailure.token("The ID token is signed with a key that the provider does not publish.") }
        guard let claims = await token.claims(verifiedBy: candidates) else { throw OIDCFailure.token("The signature of the ID token is wrong.") }
        return claims
    }

    /// Exchanges the code of an authorization (RFC 6749 section 4.1.3).
    func tokens(for code: String, _ request: AuthorizationRequest, _ metadata: ProviderMetadata) async throws -> Tokens {
        let endpoint = metadata.tokenEndpoint
        var form = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", request.redirectURI), ("code_verifier", request.verifier),
        ]
        var headers = [("Accept", "application/json")]
        switch try authentication(at: metadata) {
        case .none: form.append(("client_id", access.clientID))
        case .basic(let credentials): headers.append(("Authorization", "Basic \(credentials)"))
        case .post(let secret): form += [("client_id", access.clientID), ("client_secret", secret)]
        }
        let response = try await send(.post(form: form), endpoint.text, headers)
        let wire = try? JSONDecoder().decode(TokenWire.self, from: Data(response.body))
        if let error = wire?.error {
            let words = wire?.errorDescription.map { "\(error) (\($0))" } ?? error
            throw OIDCFailure.token("The provider did not exchange the code: \(words.printable(limit: 200)).")
        }
        guard response.status == 200, let wire else {
            throw OIDCFailure.token("The provider answered \(response.status) when the code was exchanged.")
        }
        guard let idToken = wire.idToken else {
            throw OIDCFailure.token("The provider sent no ID token. Is the scope 'openid' allowed for this client?")
        }
        return Tokens(idToken: idToken, accessToken: wire.accessToken)
    }

    /// What the provider says beyond the token (OpenID Connect Core 1.0 section 5.3); about the same person, or nothing.
    func userinfo(_ accessToken: String, subject: String, _ endpoint: ProviderURL) async throws -> ClaimSet {
        let response = try await send(.get, endpoint.text, [("Authorization", "Bearer \(accessToken)"), ("Accept", "application/json")])
        guard response.status == 200, let values = try? JSONDecoder().decode([String: JSONValue].self, from: Data(response.body)) else {
            throw OIDCFailure.token(
                "The provider's userinfo answered \(response.status) and nothing that Pulse can read (signed answers are not supported).")
        }
        let claims = ClaimSet(values)
        guard claims.text("sub") == subject else { throw OIDCFailure.token("The provider's userinfo is about somebody else.") }
        return claims
    }

    private enum Authentication {
        case none
        case basic(String)
        case post(String)
    }

    private func authentication(at metadata: ProviderMetadata) throws -> Authentication {
        guard let secret = access.secret else { return .none }
        let endpoint = metadata.tokenEndpoint.text
        let isExpected = secretEndpoint.withLock { known in
            known = known ?? endpoint
            return known == endpoint
        }
        guard isExpected else {
            throw OIDCFailure.secretMissing(
                "The provider's token endpoint has changed to \(endpoint). Enter the client secret again to have it sent there.")
        }
        let methods = metadata.clientAuthentication ?? ["client_secret_basic"]
        if methods.contains("client_secret_post"), !methods.contains("client_secret_basic") { return .post(secret.text.reveal()) }
        // RFC 6749 section 2.3.1: both are form-encoded first.
        let pair = "\(percentEncoded(access.clientID)):\(percentEncoded(secret.text.reveal()))"
        return .basic(Data(pair.utf8).base64EncodedString())
    }

    private func get(_ address: String) async throws -> [UInt8] {
        let response = try await send(.get, address, [("Accept", "application/json")])
        guard response.status == 200 else { throw OIDCFailure.discovery("\(address) answered \(response.status).") }
        return response.body
    }

    private func send(_ method: OutboundRequest.Method, _ address: String, _ headers: [(String, String)]) async throws -> OutboundResponse {
        do {
            return try await client.send(
                OutboundRequest(
                    method, url: address, headers: headers.map { (name: $0.0, value: $0.1) }, trust: access.trust, deadline: Self.deadline,
                    byteLimit: Self.largestAnswer))
        } catch {
            throw OIDCFailure.unreachable(error.sentence(about: address))
        }
    }
}
