import Crypto
import PulseCore

/// What the browser answers when a passkey is made (`AuthenticatorAttestationResponse`), as bytes.
package struct PasskeyAttestation: Sendable {
    package let clientData: [UInt8]
    package let attestationObject: [UInt8]

    package init(clientData: [UInt8], attestationObject: [UInt8]) {
        (self.clientData, self.attestationObject) = (clientData, attestationObject)
    }
}

/// What the browser answers when a passkey is used (`AuthenticatorAssertionResponse`), as bytes.
package struct PasskeyAssertion: Sendable {
    package let credentialID: [UInt8]
    package let clientData: [UInt8]
    package let authenticatorData: [UInt8]
    package let signature: [UInt8]
    /// Whom the device takes the user for; nil from a device that keeps no names.
    package let userHandle: [UInt8]?

    package init(credentialID: [UInt8], clientData: [UInt8], authenticatorData: [UInt8], signature: [UInt8], userHandle: [UInt8]?) {
        (self.credentialID, self.clientData, self.authenticatorData) = (credentialID, clientData, authenticatorData)
        (self.signature, self.userHandle) = (signature, userHandle)
    }
}

/// The two ceremonies of W3C Web Authentication Level 2 as decisions: section 7.1 "Registering a New Credential" and section 7.2 "Verifying an
/// Authentication Assertion". User verification is required in both, so that a passkey is two factors: the device, and what unlocks it.
struct PasskeyCeremony: Sendable {
    /// Base64url, as it was given to the browser.
    let challenge: String
    let party: RelyingParty

    struct NewCredential: Sendable {
        let id: [UInt8]
        let publicKey: [UInt8]
        let counter: UInt32
    }

    func register(_ answer: PasskeyAttestation) throws(PasskeyRefusal) -> NewCredential {
        try ClientData(answer.clientData).check(.create, challenge: challenge, for: party)
        let object: CBORValue
        do { object = try CBORReader.read(answer.attestationObject) } catch { throw .malformed("its attestation") }
        guard let format = object["fmt"]?.string, let statement = object["attStmt"], let signed = object["authData"]?.byteString else {
            throw .malformed("its attestation")
        }
        let data = try AuthenticatorData(signed)
        try check(data)
        guard let credential = data.credential else { throw .malformed("its authenticator data") }
        try check(statement, format: format, signed: signed + Array(SHA256.hash(data: answer.clientData)), by: credential.key)
        return NewCredential(id: credential.id, publicKey: credential.keyBytes, counter: data.counter)
    }

    /// - Returns: the counter to keep.
    func verify(_ answer: PasskeyAssertion, key: COSEKey, storedCounter: UInt32) throws(PasskeyRefusal) -> UInt32 {
        try ClientData(answer.clientData).check(.get, challenge: challenge, for: party)
        let data = try AuthenticatorData(answer.authenticatorData)
        try check(data)
        guard key.verifies(answer.signature, of: answer.authenticatorData + Array(SHA256.hash(data: answer.clientData))) else {
            throw .signatureWrong
        }
        // Devices that do not count always say 0 (step 21).
        guard data.counter > storedCounter || (data.counter == 0 && storedCounter == 0) else {
            throw .counterWentBack(stored: storedCounter, seen: data.counter)
        }
        return data.counter
    }

    private func check(_ data: AuthenticatorData) throws(PasskeyRefusal) {
        guard data.relyingPartyHash == party.hash else { throw .wrongRelyingParty }
        guard data.isUserPresent else { throw .userNotPresent }
        guard data.isUserVerified else { throw .userNotVerified }
    }

    /// Nobody is asked to vouch for a device (`attestation: "none"`). Devices that sign with the new key itself are held to it; certificates of
    /// manufacturers are refused, because what is not checked should not be accepted either.
    private func check(_ statement: CBORValue, format: String, signed: [UInt8], by key: COSEKey) throws(PasskeyRefusal) {
        switch format {
        case "none":
            guard statement == .map([]) else { throw .attestationWrong }
        case "packed" where statement["x5c"] == nil:
            guard statement["alg"]?.integer == key.algorithm.rawValue, let signature = statement["sig"]?.byteString,
                key.verifies(signature, of: signed)
            else { throw .attestationWrong }
        default: throw .attestationNotSupported(format.printable(limit: 32))
        }
    }
}
