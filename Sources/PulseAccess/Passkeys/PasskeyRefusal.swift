/// Why a passkey was not taken: the step of "Registering a New Credential" or "Verifying an Authentication Assertion" (W3C Web Authentication
/// Level 2, section 7) that failed.
package enum PasskeyRefusal: Error, Equatable, Sendable {
    /// Passkeys need a name, and TLS or this very machine.
    case notPossibleHere
    /// The request was not asked for, was answered before, or took too long.
    case challengeUnknown
    /// Bytes that are not what a browser sends; the text says which part.
    case malformed(String)
    case wrongType
    case wrongChallenge
    /// The page that asked is not ours.
    case wrongOrigin(String)
    case crossOrigin
    case wrongRelyingParty
    case userNotPresent
    /// The device did not ask for a finger, a face or a PIN.
    case userNotVerified
    case algorithmNotSupported
    case attestationNotSupported(String)
    case attestationWrong
    case alreadyRegistered
    case tooMany(most: Int)
    case nameInvalid
    case credentialUnknown
    case wrongUser
    case signatureWrong
    /// Another device has counted on with the same key: one of the two is a copy.
    case counterWentBack(stored: UInt32, seen: UInt32)

    /// The same for programs.
    package var code: String {
        switch self {
        case .notPossibleHere: "passkeys_not_possible"
        case .challengeUnknown, .wrongChallenge: "passkey_challenge_unknown"
        case .alreadyRegistered: "passkey_already_registered"
        case .tooMany: "too_many_passkeys"
        case .nameInvalid: "passkey_name_invalid"
        case .userNotVerified: "passkey_user_not_verified"
        case .counterWentBack: "passkey_counter_went_back"
        case .wrongOrigin, .crossOrigin, .wrongRelyingParty: "passkey_for_another_site"
        case .malformed, .wrongType: "passkey_malformed"
        case .algorithmNotSupported, .attestationNotSupported, .attestationWrong: "passkey_not_supported"
        case .userNotPresent, .credentialUnknown, .wrongUser, .signatureWrong: "passkey_refused"
        }
    }

    package var sentence: String {
        switch self {
        case .notPossibleHere:
            "Passkeys work at 'localhost' or at a host name over TLS, never at an IP address. Open Pulse by its name (PULSE_PUBLIC_URL) to use them."
        case .challengeUnknown, .wrongChallenge: "This request was answered before or took too long. Try again."
        case .malformed(let part): "What the browser sent is not a passkey: \(part) cannot be read."
        case .wrongType: "The browser answered another question than the one that was asked. Try again."
        case .wrongOrigin(let origin): "The passkey was used at \(origin), which is not the address of this Pulse (PULSE_PUBLIC_URL)."
        case .crossOrigin: "The passkey was asked for by a page inside another site's page; it was refused."
        case .wrongRelyingParty: "This passkey is for another site."
        case .userNotPresent: "The device did not notice anybody using it."
        case .userNotVerified: "The device has not checked who uses it. Choose one with a PIN, a finger print or a face, and set that up first."
        case .algorithmNotSupported: "The device made a key of a kind that Pulse does not know (it knows ES256, EdDSA and RS256)."
        case .attestationNotSupported(let format): "The device vouches for its key in the form '\(format)', which was not asked for."
        case .attestationWrong: "What the device says about its key is not signed by that key."
        case .alreadyRegistered: "This device has a passkey for Pulse already."
        case .tooMany(let most): "An account has at most \(most) passkeys. Remove one first."
        case .nameInvalid: "Give the passkey a name of 1 to 64 characters, so that you recognise it later."
        case .credentialUnknown, .wrongUser, .signatureWrong: "This passkey is not known here, or was removed."
        case .counterWentBack:
            "This passkey has been used elsewhere in the meantime, so it may have been copied. It was refused: remove it and register the device again."
        }
    }
}
