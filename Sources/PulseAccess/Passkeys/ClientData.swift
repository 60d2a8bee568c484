import Foundation
import PulseCore

/// What the browser says about the question it passed on (WebAuthn section 5.8.1), as JSON.
struct ClientData: Sendable {
    enum Kind: String {
        case create = "webauthn.create"
        case get = "webauthn.get"
    }

    private struct Wire: Decodable {
        let type: String
        let challenge: String
        let origin: String
        let crossOrigin: Bool?
    }

    static let mostBytes = 8 * 1024

    private let wire: Wire

    init(_ bytes: [UInt8]) throws(PasskeyRefusal) {
        guard bytes.count <= Self.mostBytes, String(validating: bytes, as: UTF8.self) != nil,
            let wire = try? JSONDecoder().decode(Wire.self, from: Data(bytes))
        else { throw .malformed("its client data") }
        self.wire = wire
    }

    /// - Parameter challenge: base64url, as it was given to the browser.
    func check(_ kind: Kind, challenge: String, for party: RelyingParty) throws(PasskeyRefusal) {
        guard wire.type == kind.rawValue else { throw .wrongType }
        guard SecretText.equal(wire.challenge, challenge) else { throw .wrongChallenge }
        guard wire.origin == party.origin else { throw .wrongOrigin(wire.origin.printable(limit: 100)) }
        guard wire.crossOrigin != true else { throw .crossOrigin }
    }
}
