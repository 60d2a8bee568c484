/// Why nobody was signed in at a provider.
package enum OIDCFailure: Error, Equatable, Sendable {
    case switchedOff
    /// The answer belongs to no sign-in of this browser: unknown, answered before, too late, or begun elsewhere.
    case stateUnknown
    /// The provider said no; its code.
    case refusedByProvider(String)
    case unreachable(String)
    /// The provider's description of itself cannot be used.
    case discovery(String)
    case token(String)
    /// The secret was kept for another place.
    case secretMissing(String)
    case notAllowed(String)
    case nameTaken(String)
    case disabled(String)

    /// The same for programs, and for the page after a redirect.
    package var code: String {
        switch self {
        case .switchedOff: "oidc_off"
        case .stateUnknown: "oidc_state"
        case .refusedByProvider: "oidc_refused"
        case .unreachable: "oidc_unreachable"
        case .discovery: "oidc_discovery"
        case .token: "oidc_token"
        case .secretMissing: "oidc_secret"
        case .notAllowed: "oidc_not_allowed"
        case .nameTaken: "oidc_name_taken"
        case .disabled: "user_disabled"
        }
    }

    package var sentence: String {
        switch self {
        case .switchedOff: "Signing in at a provider is not switched on."
        case .stateUnknown: "This sign-in was finished before, took too long, or was begun in another browser. Begin again."
        case .refusedByProvider(let code): "The provider did not sign you in: \(code)."
        case .unreachable(let sentence), .discovery(let sentence), .token(let sentence), .secretMissing(let sentence), .notAllowed(let sentence):
            sentence
        case .nameTaken(let name):
            "The name '\(name)' belongs to another account of this Pulse, which a provider cannot take over. An administrator has to remove that account "
                + "or choose another username claim."
        case .disabled(let name): "The account '\(name)' is disabled in this Pulse."
        }
    }
}
