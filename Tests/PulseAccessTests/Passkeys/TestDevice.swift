import Crypto
import CryptoExtras
import Foundation

@testable import PulseAccess

/// An authenticator and the browser before it, in a few lines: makes a key, signs, and can be told to do it wrongly.
struct TestDevice {
    enum Kind: CaseIterable, Sendable {
        case es256
        case eddsa
        case rs256
    }

    /// What the answers say; the tests change one thing at a time.
    struct Behaviour {
        var origin = "https://pulse.example.org"
        var relyingParty = "pulse.example.org"
        var crossOrigin: Bool? = false
        var type: String?
        var challenge: String?
        /// Present, verified; the flags of attested data and extensions are added where they belong.
        var flags: UInt8 = 0x05
        var counter: UInt32 = 1
        var extensions: [UInt8] = []
        var format = "none"
        var statement: CBORValue?
        var key: CBORValue?
    }

    private enum Key {
        case es256(P256.Signing.PrivateKey)
        case eddsa(Curve25519.Signing.PrivateKey)
        case rs256(_RSA.Signing.PrivateKey)
    }

    let id: [UInt8]
    private let key: Key

    /// RSA keys take a while to make.
    private static let rsaKey = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    init(_ kind: Kind, id: String = "a credential id!") throws {
        self.id = Array(id.utf8)
        key =
            switch kind {
            case .es256: .es256(P256.Signing.PrivateKey())
            case .eddsa: .eddsa(Curve25519.Signing.PrivateKey())
            case .rs256: .rs256(try Self.rsaKey.get())
            }
    }

    func attestation(_ challenge: String, _ behaviour: Behaviour = Behaviour()) throws -> PasskeyAttestation {
        let client = clientData("webauthn.create", challenge, behaviour)
        let data = authenticatorData(behaviour, attested: true)
        let packed = CBORValue.map([
            .init(key: .text("alg"), value: .integer(algorithm)), .init(key: .text("sig"), value: .bytes(try sign(data + SHA256.hash(data: client)))),
        ])
        let statement = behaviour.statement ?? (behaviour.format == "packed" ? packed : .map([]))
        let object: CBORValue = [
            .text("fmt"): .text(behaviour.format), .text("attStmt"): statement, .text("authData"): .bytes(data),
        ]
        return PasskeyAttestation(clientData: client, attestationObject: CBORWriter.write(object))
    }

    func assertion(_ challenge: String, handle: String? = nil, _ behaviour: Behaviour = Behaviour()) throws -> PasskeyAssertion {
        let client = clientData("webauthn.get", challenge, behaviour)
        let data = authenticatorData(behaviour, attested: false)
        return PasskeyAssertion(
            credentialID: id, clientData: client, authenticatorData: data, signature: try sign(data + SHA256.hash(data: client)),
            userHandle: handle.flatMap { Base64URL.decode($0) })
    }

    private func clientData(_ type: String, _ challenge: String, _ behaviour: Behaviour) -> [UInt8] {
        let cross = behaviour.crossOrigin.map { ",\"crossOrigin\":\($0)" } ?? ""
        let text =
            "{\"type\":\"\(behaviour.type ?? type)\",\"challenge\":\"\(behaviour.challenge ?? challenge)\",\"origin\":\"\(behaviour.origin)\"\(cross),\"other\":{}}"
        return Array(text.utf8)
    }

    private func authenticatorData(_ behaviour: Behaviour, attested: Bool) -> [UInt8] {
        let flags = behaviour.flags | (attested ? 0x40 : 0) | (behaviour.extensions.isEmpty ? 0 : 0x80)
        var bytes = Array(SHA256.hash(data: Array(behaviour.relyingParty.utf8))) + [flags]
        bytes += withUnsafeBytes(of: behaviour.counter.bigEndian) { Array($0) }
        if attested {
            bytes += [UInt8](repeating: 0, count: 16) + [UInt8(id.count >> 8), UInt8(id.count & 255)] + id
            bytes += CBORWriter.write(behaviour.key ?? publicKey)
        }
        return bytes + behaviour.extensions
    }

    private var algorithm: Int64 {
        switch key {
        case .es256: -7
        case .eddsa: -8
        case .rs256: -257
        }
    }

    private var publicKey: CBORValue {
        switch key {
        case .es256(let key):
            let point = [UInt8](key.publicKey.x963Representation)
            return [
                .integer(1): .integer(2), .integer(3): .integer(-7), .integer(-1): .integer(1), .integer(-2): .bytes(Array(point[1..<33])),
                .integer(-3): .bytes(Array(point[33...])),
            ]
        case .eddsa(let key):
            return [
                .integer(1): .integer(1), .integer(3): .integer(-8), .integer(-1): .integer(6),
                .integer(-2): .bytes([UInt8](key.publicKey.rawRepresentation)),
            ]
        case .rs256(let key):
            let primitives = try? key.publicKey.getKeyPrimitives()
            return [
                .integer(1): .integer(3), .integer(3): .integer(-257), .integer(-1): .bytes([UInt8](primitives?.modulus ?? Data())),
                .integer(-2): .bytes([UInt8](primitives?.publicExponent ?? Data())),
            ]
        }
    }

    private func sign(_ message: [UInt8]) throws -> [UInt8] {
        switch key {
        case .es256(let key): [UInt8](try key.signature(for: message).derRepresentation)
        case .eddsa(let key): [UInt8](try key.signature(for: message))
        case .rs256(let key):
            [UInt8](try key.signature(for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5).rawRepresentation)
        }
    }
}
