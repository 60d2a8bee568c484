import Foundation
import PulseCore

/// What a provider publishes about itself (OpenID Connect Discovery 1.0 section 3), as far as Pulse uses it.
struct ProviderMetadata: Sendable, Equatable {
    private struct Wire: Decodable {
        let issuer: String?
        let authorizationEndpoint: String?
        let tokenEndpoint: String?
        let keysEndpoint: String?
        let userinfoEndpoint: String?
        let clientAuthentication: [String]?
        let challengeMethods: [String]?
        let algorithms: [String]?
        let responseTypes: [String]?
        let namesItself: Bool?

        enum CodingKeys: String, CodingKey {
            case issuer
            case authorizationEndpoint = "authorization_endpoint"
            case tokenEndpoint = "token_endpoint"
            case keysEndpoint = "jwks_uri"
            case userinfoEndpoint = "userinfo_endpoint"
            case clientAuthentication = "token_endpoint_auth_methods_supported"
            case challengeMethods = "code_challenge_methods_supported"
            case algorithms = "id_token_signing_alg_values_supported"
            case responseTypes = "response_types_supported"
            case namesItself = "authorization_response_iss_parameter_supported"
        }
    }

    let issuer: String
    let authorizationEndpoint: ProviderURL
    let tokenEndpoint: ProviderURL
    let keysEndpoint: ProviderURL
    let userinfoEndpoint: ProviderURL?
    /// Nil when the provider does not say, which means `client_secret_basic`.
    let clientAuthentication: [String]?
    /// The provider puts its name into its answers (RFC 9207).
    let namesItself: Bool
    /// What a test of the settings tells beside that it works.
    let remarks: [String]

    static let path = "/.well-known/openid-configuration"

    static func address(of issuer: String) -> String { (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + path }

    /// - Throws: ``OIDCFailure`` in words that say what to change.
    init(_ document: [UInt8], expecting issuer: String) throws {
        guard let wire = try? JSONDecoder().decode(Wire.self, from: Data(document)) else {
            throw OIDCFailure.discovery("What is at \(Self.address(of: issuer)) is not the description of an OpenID provider.")
        }
        guard let name = wire.issuer, name == issuer else {
            let seen = wire.issuer?.printable(limit: 200) ?? "nothing"
            throw OIDCFailure.discovery(
                "The provider calls itself '\(seen)', the settings say '\(issuer)'. Copy its name exactly, down to the last '/'.")
        }
        self.issuer = name
        authorizationEndpoint = try Self.url(wire.authorizationEndpoint, "authorization_endpoint")
        tokenEndpoint = try Self.url(wire.tokenEndpoint, "token_endpoint")
        keysEndpoint = try Self.url(wire.keysEndpoint, "jwks_uri")
        userinfoEndpoint = try wire.userinfoEndpoint.map { try Self.url($0, "userinfo_endpoint") }
        clientAuthentication = wire.clientAuthentication
        namesItself = wire.namesItself ?? false
        remarks = Self.remarks(wire)
    }

    private static func url(_ text: String?, _ field: String) throws -> ProviderURL {
        guard let text, let url = ProviderURL(text) else {
            throw OIDCFailure.discovery("The provider's description has no usable \(field): it has to be an https:// address.")
        }
        return url
    }

    private static func remarks(_ wire: Wire) -> [String] {
        var remarks: [String] = []
        if let methods = wire.challengeMethods, !methods.contains("S256") {
            remarks.append("The provider does not announce PKCE with S256; Pulse uses it all the same.")
        }
        if let algorithms = wire.algorithms, Set(algorithms).isDisjoint(with: TokenAlgorithm.allCases.map(\.rawValue)) {
            remarks.append(
                "The provider signs with \(algorithms.prefix(5).joined(separator: ", ").printable(limit: 100)); Pulse needs "
                    + "\(TokenAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        if let types = wire.responseTypes, !types.contains("code") {
            remarks.append("The provider does not announce the response type 'code', which Pulse uses.")
        }
        return remarks
    }
}
