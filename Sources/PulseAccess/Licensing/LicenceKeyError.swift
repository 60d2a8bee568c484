import PulseCore

/// Why a text is not a licence that can be used here.
package enum LicenceKeyError: SentenceError, Equatable, Sendable {
    case empty
    case tooLong(limit: Int)
    /// Not three parts of base64url with dots between.
    case malformed(Part)
    case claimMissing(String)
    case claimUnusable(String)
    /// The signature is by none of the known keys, or what it signs was changed.
    case notGenuine
    /// Over, and its grace too.
    case expired(days: Int)
    case clockSetBack

    package enum Part: String, Sendable {
        case shape, header, claims, signature
    }

    package var code: String {
        switch self {
        case .empty: "license_key_missing"
        case .tooLong, .malformed, .claimMissing, .claimUnusable: "license_key_malformed"
        case .notGenuine: "license_not_genuine"
        case .expired: "license_expired"
        case .clockSetBack: "clock_set_back"
        }
    }

    package var sentence: String {
        switch self {
        case .empty: "Enter the licence key."
        case .tooLong(let limit): "A licence key has at most \(limit) characters; this is something else. Copy the key alone."
        case .malformed(.shape): "A licence key has three parts with dots between them. Copy all of it, from the first letter to the last."
        case .malformed(let part):
            "The \(part.rawValue) of this licence key cannot be read: a part of it is missing or was changed. Copy the key again."
        case .claimMissing(let name): "This licence key does not say its '\(name)'. Ask whoever issued it for another one."
        case .claimUnusable(let name): "The '\(name)' of this licence key cannot be used. Ask whoever issued it for another one."
        case .notGenuine:
            "This licence key was not signed by a key that this Pulse knows, or was changed since. Copy the key again; "
                + "if you sign keys of your own, name the public key in PULSE_LICENSE_PUBLIC_KEY."
        case .expired(let days): "This licence ended \(days) days ago. Renew it and enter the new key."
        case .clockSetBack: "The clock of this machine stands before times that were already seen. Set the clock right and try again."
        }
    }
}
