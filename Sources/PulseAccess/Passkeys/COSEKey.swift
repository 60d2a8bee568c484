import Crypto
import CryptoExtras
import Foundation

/// The public key of an authenticator in the form of COSE (RFC 9052 section 7, RFC 9053), limited to what WebAuthn devices make.
struct COSEKey: Sendable, Equatable {
    /// The algorithms that are asked for, the liked one first (IANA "COSE Algorithms").
    enum Algorithm: Int64, Sendable, CaseIterable {
        case es256 = -7
        case eddsa = -8
        case rs256 = -257
    }

    private enum Material: Equatable {
        /// The point, X9.63 without compression.
        case p256([UInt8])
        case ed25519([UInt8])
        case rsa(modulus: [UInt8], exponent: [UInt8])
    }

    let algorithm: Algorithm
    private let material: Material

    /// Bits of a modulus. Less is weak, more is work for whoever sends it.
    private static let rsaBits = 2048...4096

    init(_ value: CBORValue) throws(PasskeyRefusal) {
        guard let type = value[1]?.integer, let number = value[3]?.integer else { throw .malformed("its public key") }
        guard let algorithm = Algorithm(rawValue: number) else { throw .algorithmNotSupported }
        self.algorithm = algorithm
        switch (algorithm, type) {
        case (.es256, 2): material = .p256(try Self.point(value))
        case (.eddsa, 1): material = .ed25519(try Self.octets(value))
        case (.rs256, 3): material = try Self.rsa(value)
        default: throw .malformed("its public key")
        }
        guard isUsable else { throw .malformed("its public key") }
    }

    /// True when this key made the signature. ECDSA signatures come in DER (WebAuthn section 6.5.6).
    func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        switch material {
        case .p256(let point):
            guard let key = try? P256.Signing.PublicKey(x963Representation: point),
                let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature)
            else { return false }
            return key.isValidSignature(signature, for: Data(message))
        case .ed25519(let octets):
            return (try? Curve25519.Signing.PublicKey(rawRepresentation: octets))?.isValidSignature(signature, for: message) ?? false
        case .rsa(let modulus, let exponent):
            guard let key = try? _RSA.Signing.PublicKey(n: modulus, e: exponent) else { return false }
            return key.isValidSignature(.init(rawRepresentation: signature), for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
        }
    }

    /// The library takes the key: the point is on the curve, the modulus is no nonsense.
    private var isUsable: Bool {
        switch material {
        case .p256(let point): (try? P256.Signing.PublicKey(x963Representation: point)) != nil
        case .ed25519(let octets): (try? Curve25519.Signing.PublicKey(rawRepresentation: octets)) != nil
        case .rsa(let modulus, let exponent): (try? _RSA.Signing.PublicKey(n: modulus, e: exponent)) != nil
        }
    }

    /// EC2 key, curve P-256.
    private static func point(_ value: CBORValue) throws(PasskeyRefusal) -> [UInt8] {
        guard value[-1]?.integer == 1, let x = value[-2]?.byteString, let y = value[-3]?.byteString, x.count == 32, y.count == 32 else {
            throw .malformed("its public key")
        }
        return [4] + x + y
    }

    /// Octet key pair, curve Ed25519.
    private static func octets(_ value: CBORValue) throws(PasskeyRefusal) -> [UInt8] {
        guard value[-1]?.integer == 6, let x = value[-2]?.byteString, x.count == 32 else { throw .malformed("its public key") }
        return x
    }

    private static func rsa(_ value: CBORValue) throws(PasskeyRefusal) -> Material {
        guard let modulus = value[-1]?.byteString, let exponent = value[-2]?.byteString, let first = modulus.first,
            rsaBits.contains(modulus.count * 8 - first.leadingZeroBitCount), (1...4).contains(exponent.count)
        else { throw .malformed("its public key") }
        return .rsa(modulus: modulus, exponent: exponent)
    }
}
