import Crypto
import CryptoExtras
import Foundation
import JWTKit

/// One public key of a provider (RFC 7517), known to be usable.
struct ProviderKey: Sendable {
    /// As it stands in a key set; what is not there is nil, and what is not known is not read.
    struct Wire: Decodable {
        let kty: String?
        let kid: String?
        let use: String?
        let alg: String?
        let crv: String?
        let n: String?
        let e: String?
        let x: String?
        let y: String?
    }

    private enum Material {
        case rsa(JWTKit.Insecure.RSA.PublicKey)
        case p256(ECDSA.PublicKey<P256>)
        case p384(ECDSA.PublicKey<P384>)
        case ed25519(EdDSA.PublicKey)
    }

    let id: String?
    let algorithms: Set<TokenAlgorithm>
    private let material: Material

    private static let rsaBits = 2048...8192

    /// Nil for keys that are for something else, of a kind that Pulse does not know, or weak.
    init?(_ wire: Wire) {
        guard wire.use == nil || wire.use == "sig" else { return nil }
        guard let (material, possible) = Self.material(wire) else { return nil }
        self.material = material
        id = wire.kid
        // A key that names its algorithm is for that one alone.
        algorithms = wire.alg.map { name in possible.filter { $0.rawValue == name } } ?? possible
        if algorithms.isEmpty { return nil }
    }

    /// The claims of the token, when this key made its signature.
    func claims(of token: String, by algorithm: TokenAlgorithm) async -> ClaimSet? {
        let keys = JWTKeyCollection()
        switch (material, algorithm) {
        case (.rsa(let key), .rs256): await keys.add(rsa: key, digestAlgorithm: .sha256)
        case (.rsa(let key), .rs384): await keys.add(rsa: key, digestAlgorithm: .sha384)
        case (.rsa(let key), .rs512): await keys.add(rsa: key, digestAlgorithm: .sha512)
        case (.rsa(let key), .ps256): await keys.add(pss: key, digestAlgorithm: .sha256)
        case (.p256(let key), .es256): await keys.add(ecdsa: key)
        case (.p384(let key), .es384): await keys.add(ecdsa: key)
        case (.ed25519(let key), .eddsa): await keys.add(eddsa: key)
        default: return nil
        }
        return try? await keys.verify(token, as: AnyClaims.self).set
    }

    private static func material(_ wire: Wire) -> (Material, Set<TokenAlgorithm>)? {
        switch (wire.kty, wire.crv) {
        case ("RSA", _): rsa(wire).map { (.rsa($0), [.rs256, .rs384, .rs512, .ps256]) }
        case ("EC", "P-256"):
            point(wire, bytes: 32).flatMap { try? P256.Signing.PublicKey(x963Representation: $0) }
                .flatMap { try? ECDSA.PublicKey<P256>(backing: $0) }.map { (.p256($0), [.es256]) }
        case ("EC", "P-384"):
            point(wire, bytes: 48).flatMap { try? P384.Signing.PublicKey(x963Representation: $0) }
                .flatMap { try? ECDSA.PublicKey<P384>(backing: $0) }.map { (.p384($0), [.es384]) }
        case ("OKP", "Ed25519"):
            wire.x.flatMap { Base64URL.decode($0) }.flatMap { try? Curve25519.Signing.PublicKey(rawRepresentation: $0) }
                .map { (.ed25519(EdDSA.PublicKey(backing: $0)), [.eddsa]) }
        default: nil
        }
    }

    private static func rsa(_ wire: Wire) -> JWTKit.Insecure.RSA.PublicKey? {
        guard let modulus = wire.n.flatMap({ Base64URL.decode($0) }), let exponent = wire.e.flatMap({ Base64URL.decode($0) }),
            let first = modulus.first, rsaBits.contains(modulus.count * 8 - first.leadingZeroBitCount), (1...4).contains(exponent.count),
            let key = try? _RSA.Signing.PublicKey(n: modulus, e: exponent)
        else { return nil }
        return try? JWTKit.Insecure.RSA.PublicKey(backing: key)
    }

    private static func point(_ wire: Wire, bytes: Int) -> [UInt8]? {
        guard let x = wire.x.flatMap({ Base64URL.decode($0) }), let y = wire.y.flatMap({ Base64URL.decode($0) }), x.count == bytes, y.count == bytes
        else { return nil }
        return [4] + x + y
    }
}

/// The claims of a token as they come; what they have to say is checked by ``IDTokenRules``.
private struct AnyClaims: JWTPayload {
    let set: ClaimSet

    init(from decoder: any Decoder) throws {
        set = ClaimSet(try [String: JSONValue](from: decoder))
    }

    func encode(to encoder: any Encoder) throws { try set.values.encode(to: encoder) }

    func verify(using algorithm: some JWTAlgorithm) async throws {}
}
