import Crypto
import CryptoExtras
import Foundation
import JWTKit
import PulseTransport
import Synchronization

@testable import PulseAccess

/// An OpenID provider without a network, with real keys and signatures, that checks what a provider has to check and can be told to lie.
final class TestProvider: OutboundCalling {
    enum Algorithm: String, CaseIterable, Sendable {
        case rs256 = "RS256"
        case es256 = "ES256"
        case eddsa = "EdDSA"
    }

    struct Keys: Sendable {
        let id: String
        let rsa: _RSA.Signing.PrivateKey
        let p256 = P256.Signing.PrivateKey()
        let ed25519 = Curve25519.Signing.PrivateKey()

        private static let first = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }
        private static let second = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }

        init(id: String, other: Bool = false) throws {
            (self.id, rsa) = (id, try (other ? Self.second : Self.first).get())
        }
    }

    /// What the provider says; the tests change one thing at a time.
    struct Behaviour: Sendable {
        var issuer = "https://id.example.org/realm/"
        var tokenEndpoint = "https://id.example.org/token"
        var algorithm = Algorithm.rs256
        var keys: Keys
        /// The name of the key in the token; nil writes none.
        var keyID: String??
        var claims: [String: JSONValue] = [:]
        var without: Set<String> = []
        var userinfo: [String: JSONValue]?
        var authMethods = "[\"client_secret_basic\",\"client_secret_post\"]"
        var namesItself = false
        /// Writes the token instead of the signer.
        var forge: (@Sendable (_ header: String, _ payload: String, Keys) throws -> String)?
    }

    private struct Code: Sendable {
        let challenge: String
        let redirectURI: String
        let nonce: String
        let clientID: String
    }

    let behaviour: Mutex<Behaviour>
    private let codes = Mutex<[String: Code]>([:])
    private let log = Mutex<[OutboundRequest]>([])
    let now: Mutex<Int64>
    static let secret = "the secret of the client"

    init(now: Int64) throws {
        behaviour = Mutex(Behaviour(keys: try Keys(id: "key-1")))
        self.now = Mutex(now)
    }

    func change(_ body: (inout Behaviour) throws -> Void) rethrows { try behaviour.withLock { try body(&$0) } }

    /// What was asked, in order: the last parts of the addresses.
    var asked: [String] { log.withLock { $0.map { String($0.url.split(separator: "/").last ?? "") } } }
    var requests: [OutboundRequest] { log.withLock { $0 } }

    /// A person signs in at the provider: where the browser is sent back to.
    func authorize(_ address: String, as subject: String = "248289761001") throws -> ProviderAnswer {
        let items = URLComponents(string: address)?.queryItems ?? []
        func item(_ name: String) -> String { items.first { $0.name == name }?.value ?? "" }
        let code = "code-\(UUID().uuidString)"
        let isComplete = item("response_type") == "code" && item("scope").contains("openid") && item("code_challenge_method") == "S256"
        guard isComplete, item("code_challenge").count == 43, item("state").count == 43, item("nonce").count == 43 else {
            return ProviderAnswer(state: item("state"), code: nil, error: "invalid_request", errorDescription: nil, issuer: nil)
        }
        codes.withLock {
            $0[code] = Code(
                challenge: item("code_challenge"), redirectURI: item("redirect_uri"), nonce: item("nonce"), clientID: item("client_id"))
        }
        change { if $0.claims["sub"] == nil { $0.claims["sub"] = .text(subject) } }
        let issuer = behaviour.withLock { $0.namesItself ? $0.issuer : nil }
        return ProviderAnswer(state: item("state"), code: code, error: nil, errorDescription: nil, issuer: issuer)
    }

    func send(_ request: OutboundRequest) async throws(TransportError) -> OutboundResponse {
        log.withLock { $0.append(request) }
        let behaviour = behaviour.withLock { $0 }
        do {
            switch request.url {
            case behaviour.issuer.trimmed + "/.well-known/openid-configuration": return answer(200, discovery(behaviour))
            case "https://id.example.org/keys": return answer(200, keySet(behaviour))
            case behaviour.tokenEndpoint: return try await token(request, behaviour)
            case "https://id.example.org/userinfo":
                guard let userinfo = behaviour.userinfo else { return answer(404, "{}") }
                return answer(200, String(decoding: try JSONEncoder().encode(userinfo), as: UTF8.self))
            default: throw TransportError.refused
            }
        } catch let error as TransportError { throw error } catch { throw .other("\(error)") }
    }

    private func answer(_ status: Int, _ body: String) -> OutboundResponse { OutboundResponse(status: status, body: Array(body.utf8)) }

    private func discovery(_ behaviour: Behaviour) -> String {
        """
        {"issuer":"\(behaviour.issuer)","authorization_endpoint":"https://id.example.org/authorize","token_endpoint":"\(behaviour.tokenEndpoint)",
        "jwks_uri":"https://id.example.org/keys","userinfo_endpoint":"https://id.example.org/userinfo",
        "token_endpoint_auth_methods_supported":\(behaviour.authMethods),"code_challenge_methods_supported":["S256"],
        "authorization_response_iss_parameter_supported":\(behaviour.namesItself)}
        """
    }

    private func keySet(_ behaviour: Behaviour) -> String {
        let keys = behaviour.keys
        let primitives = try? keys.rsa.publicKey.getKeyPrimitives()
        let point = [UInt8](keys.p256.publicKey.x963Representation)
        let (n, e) = (Base64URL.encode(primitives?.modulus ?? Data()), Base64URL.encode(primitives?.publicExponent ?? Data()))
        // Beside its keys a provider publishes others that are for something else.
        return """
            {"keys":[{"kty":"future","kid":"\(keys.id)","strange":1},{"kty":"RSA","use":"enc","kid":"\(keys.id)","n":"\(n)","e":"\(e)"},
            {"kty":"RSA","use":"sig","alg":"RS256","kid":"\(keys.id)","n":"\(n)","e":"\(e)"},
            {"kty":"EC","crv":"P-256","kid":"\(keys.id)","x":"\(Base64URL.encode(point[1..<33]))","y":"\(Base64URL.encode(point[33...]))"},
            {"kty":"OKP","crv":"Ed25519","kid":"\(keys.id)","x":"\(Base64URL.encode(keys.ed25519.publicKey.rawRepresentation))"},
            {"kty":"oct","kid":"\(keys.id)","k":"c2VjcmV0"}]}
            """
    }

    private func token(_ request: OutboundRequest, _ behaviour: Behaviour) async throws -> OutboundResponse {
        guard case .post(let form) = request.method else { return answer(405, "{}") }
        func field(_ name: String) -> String? { form.first { $0.name == name }?.value }
        guard let code = codes.withLock({ $0.removeValue(forKey: field("code") ?? "") }), field("grant_type") == "authorization_code",
            field("redirect_uri") == code.redirectURI,
            Base64URL.encode(SHA256.hash(data: Array((field("code_verifier") ?? "").utf8))) == code.challenge
        else { return answer(400, "{\"error\":\"invalid_grant\"}") }
        let basic = "Basic " + Data("pulse:\(percentEncoded(Self.secret))".utf8).base64EncodedString()
        let isBasic = request.headers.contains { $0.name == "Authorization" && $0.value == basic }
        guard isBasic || field("client_secret") == Self.secret || field("client_id") == "public" else {
            return answer(401, "{\"error\":\"invalid_client\",\"error_description\":\"wrong secret\"}")
        }
        let idToken = try idToken(code, behaviour)
        return answer(200, "{\"access_token\":\"access\",\"token_type\":\"Bearer\",\"id_token\":\"\(idToken)\"}")
    }

    private func idToken(_ code: Code, _ behaviour: Behaviour) throws -> String {
        let now = Double(self.now.withLock { $0 })
        var claims: [String: JSONValue] = [
            "iss": .text(behaviour.issuer), "aud": .text(code.clientID), "nonce": .text(code.nonce), "iat": .number(now), "exp": .number(now + 300),
            "preferred_username": .text("kim"), "email": .text("kim@example.org"), "email_verified": .bool(true),
            "groups": .list([.text("staff"), .text("pulse-admins")]),
        ]
        claims.merge(behaviour.claims) { $1 }
        for name in behaviour.without { claims[name] = nil }
        let keyID = behaviour.keyID ?? behaviour.keys.id
        let header = "{\"alg\":\"\(behaviour.algorithm.rawValue)\",\"typ\":\"JWT\"" + (keyID.map { ",\"kid\":\"\($0)\"" } ?? "") + "}"
        let payload = String(decoding: try JSONEncoder().encode(claims), as: UTF8.self)
        if let forge = behaviour.forge { return try forge(header, payload, behaviour.keys) }
        return try Self.signed(header, payload, behaviour.algorithm, behaviour.keys)
    }

    static func signed(_ header: String, _ payload: String, _ algorithm: Algorithm, _ keys: Keys) throws -> String {
        let input = "\(Base64URL.encode(header.utf8)).\(Base64URL.encode(payload.utf8))"
        let signature: Data =
            switch algorithm {
            case .rs256: try keys.rsa.signature(for: SHA256.hash(data: Data(input.utf8)), padding: .insecurePKCS1v1_5).rawRepresentation
            case .es256: try keys.p256.signature(for: Data(input.utf8)).rawRepresentation
            case .eddsa: try keys.ed25519.signature(for: Data(input.utf8))
            }
        return "\(input).\(Base64URL.encode(signature))"
    }
}

extension String {
    fileprivate var trimmed: String { hasSuffix("/") ? String(dropLast()) : self }
}
