import PulseAccess

/// What the page hands to `navigator.credentials` (WebAuthn sections 5.4 and 5.5), with bytes as base64url.
enum PasskeyQuestion {
    struct Registration: Encodable {
        let challengeId: String
        let publicKey: Creation
    }

    struct Creation: Encodable {
        struct Party: Encodable {
            let id: String
            let name: String
        }
        struct User: Encodable {
            let id: String
            let name: String
            let displayName: String
        }
        struct Parameter: Encodable {
            let type = "public-key"
            let alg: Int64
        }
        struct Selection: Encodable {
            let residentKey = "required"
            let requireResidentKey = true
            let userVerification = "required"
        }
        let challenge: String
        let rp: Party
        let user: User
        let pubKeyCredParams: [Parameter]
        let excludeCredentials: [Credential]
        let authenticatorSelection = Selection()
        let attestation = "none"
        let timeout: Int64
    }

    struct Credential: Encodable {
        let type = "public-key"
        let id: String
    }

    struct SignIn: Encodable {
        let challengeId: String
        let publicKey: Request
    }

    struct Request: Encodable {
        let challenge: String
        let rpId: String
        let allowCredentials: [Credential] = []
        let userVerification = "required"
        let timeout: Int64
    }

    private static let timeout = PasskeyService.timeout.components.seconds * 1000

    static func registration(_ asked: PasskeyService.Registration, user: String) -> Registration {
        Registration(
            challengeId: asked.id,
            publicKey: Creation(
                challenge: asked.challenge, rp: .init(id: asked.party.id, name: "Pulse"),
                user: .init(id: asked.userHandle, name: user, displayName: user), pubKeyCredParams: asked.algorithms.map { .init(alg: $0) },
                excludeCredentials: asked.known.map { Credential(id: $0) }, timeout: timeout))
    }

    static func signIn(_ asked: PasskeyService.SignIn) -> SignIn {
        SignIn(challengeId: asked.id, publicKey: Request(challenge: asked.challenge, rpId: asked.party.id, timeout: timeout))
    }
}

/// What the page sends of the answer of `navigator.credentials`.
enum PasskeyBody {
    struct Registration: Decodable {
        struct Credential: Decodable {
            let id: String
            let clientDataJSON: String
            let attestationObject: String
        }
        let challengeId: String
        let name: String
        let credential: Credential

        func attestation() throws -> PasskeyAttestation {
            PasskeyAttestation(
                clientData: try bytes(credential.clientDataJSON, "clientDataJSON"),
                attestationObject: try bytes(credential.attestationObject, "attestationObject"))
        }
    }

    struct SignIn: Decodable {
        struct Credential: Decodable {
            let id: String
            let clientDataJSON: String
            let authenticatorData: String
            let signature: String
            let userHandle: String?
        }
        let challengeId: String
        let credential: Credential

        func assertion() throws -> PasskeyAssertion {
            PasskeyAssertion(
                credentialID: try bytes(credential.id, "id"), clientData: try bytes(credential.clientDataJSON, "clientDataJSON"),
                authenticatorData: try bytes(credential.authenticatorData, "authenticatorData"),
                signature: try bytes(credential.signature, "signature"),
                // A device that keeps no names sends none, and some browsers then an empty one.
                userHandle: try credential.userHandle.flatMap { $0.isEmpty ? nil : try bytes($0, "userHandle") })
        }
    }

    private static func bytes(_ text: String, _ field: String) throws -> [UInt8] {
        guard let bytes = Base64URL.decode(text) else { throw APIError.invalid(field, "'\(field)' has to be base64url without padding.") }
        return bytes
    }
}
