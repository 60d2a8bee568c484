package import HTTPTypes
import Hummingbird
import NIOCore
import PulseAccess
import PulseAgents
import PulseAudit
import PulseCore
import PulseHistory
import PulsePatrol
import PulseStorage

/// An answer that says no: a sentence for a person, a name for a program.
package struct APIError: SentenceError, Sendable {
    package let status: HTTPResponse.Status
    package let code: String
    package let sentence: String
    package var details: [String: String] = [:]
    var headers: HTTPFields = [:]
    /// What the licence lacks.
    var feature: Feature?

    package init(_ status: HTTPResponse.Status, _ code: String, _ sentence: String, details: [String: String] = [:]) {
        self.status = status
        self.code = code
        self.sentence = sentence
        self.details = details
    }

    static func invalid(_ field: String, _ sentence: String) -> APIError {
        APIError(.badRequest, "invalid_\(field)", sentence, details: ["field": field])
    }

    /// Where a licence can be had, for programs and the page.
    static let upgradeURL = "https://pulserelay.pro"

    /// 402 in the form that clients of Pulse v5 know, with our own fields beside it.
    static func licenseRequired(_ feature: Feature) -> APIError {
        var error = APIError(
            HTTPResponse.Status(code: 402, reasonPhrase: "Payment Required"), "license_required",
            "\(feature.requirement) Pulse Pro: activate a licence that includes it under Settings > System > Pulse Pro.")
        error.feature = feature
        return error
    }

    static func tooManyRequests(retryAfter wait: Duration) -> APIError {
        let seconds = String(max(1, wait.components.seconds + (wait.components.attoseconds > 0 ? 1 : 0)))
        var error = APIError(
            .tooManyRequests, "too_many_requests", "That was asked too often. Try again in \(seconds) s.", details: ["retryAfterSeconds": seconds])
        error.headers[.retryAfter] = seconds
        return error
    }

    static var tooManyStreams: APIError {
        var error = APIError(.serviceUnavailable, "too_many_streams", "As many streams as this server keeps open are open. Try again in a minute.")
        error.headers[.retryAfter] = "60"
        return error
    }

    static func notFound(_ sentence: String) -> APIError { APIError(.notFound, "not_found", sentence) }

    var response: Response {
        var json = JSONWriter()
        json.object { json in
            json.name("error"); json.string(feature == nil ? sentence : code)
            json.name("code"); json.string(code)
            if let feature {
                json.name("message"); json.string(sentence)
                json.name("feature"); json.string(feature.rawValue)
                json.name("upgrade_url"); json.string(Self.upgradeURL)
            }
            json.name("details")
            json.object { json in
                for (name, value) in details.sorted(by: { $0.key < $1.key }) {
                    json.name(data: name)
                    if name.hasSuffix("Seconds"), let seconds = Int(value) { json.integer(seconds) } else { json.string(value) }
                }
            }
        }
        var response = Response.json(json.bytes, status: status)
        for field in headers { response.headers.append(field) }
        return response
    }
}

extension Feature {
    /// Patrol itself is free, which its name would deny.
    fileprivate var requirement: String {
        switch self {
        case .aiPatrol: "Acknowledging, snoozing and suppressing findings and the stream of a run require"
        default: "\(displayName) requires"
        }
    }
}

/// Everything that can go wrong behind a route, turned into a status in this one place.
extension APIError {
    init?(_ error: any Error) {
        switch error {
        case let error as APIError: self = error
        case let error as AccessError: self.init(access: error)
        case let error as SecondFactorError: self.init(factor: error)
        case let error as PasskeyRefusal: self.init(passkey: error)
        case let error as OIDCSettingsError: self = .invalid(error.field, error.sentence)
        case let error as OIDCManagedError: self.init(.conflict, "oidc_managed", error.sentence)
        case let error as OIDCFailure: self.init(.badGateway, error.code, error.sentence)
        case let error as WebhookError: self.init(webhook: error)
        case let error as AuditUnavailable: self.init(.serviceUnavailable, "audit_unavailable", error.sentence)
        case let error as StorageError:
            self.init(.serviceUnavailable, "storage_failed", "\(error.sentence) \(error.nextStep)")
        case let error as ExportError: self.init(export: error)
        case let error as LicenceDemonstrationError: self.init(.forbidden, "demo", error.sentence)
        case let error as RemoteReadError: self.init(.serviceUnavailable, "history_unavailable", "History cannot be read: \(error.sentence)")
        case let error as AgentRefusal: self.init(agent: error)
        case let error as ProfileFault: self.init(.badRequest, "profile_invalid", error.sentence, details: error.sentences)
        case let error as FindingError: self.init(finding: error)
        case let error as HTTPError: self.init(http: error)
        case is NIOTooManyBytesError: self.init(.contentTooLarge, "body_too_large", "The body of the request is larger than this address takes.")
        default: return nil
        }
    }

    private init(export error: ExportError) {
        switch error {
        case .tooLarge: self.init(.contentTooLarge, error.code, error.sentence)
        case .secondFilePending: self.init(.serviceUnavailable, error.code, error.sentence)
        default: self.init(.badRequest, error.code, error.sentence)
        }
    }

    private init(finding error: FindingError) {
        switch error {
        case .unknown, .noSuchRule: self = .notFound(error.sentence)
        case .alreadyResolved: self.init(.conflict, "already_resolved", error.sentence)
        case .ruleMatchesEverything: self = .invalid("resource_id", error.sentence)
        case .tooManyRules: self.init(.conflict, "too_many_rules", error.sentence)
        }
    }

    private init(agent refusal: AgentRefusal) {
        self.init(HTTPResponse.Status(code: refusal.status), refusal.code, refusal.sentence)
        if let wait = refusal.retryAfter { headers[.retryAfter] = String(max(1, wait.components.seconds)) }
    }

    private init(access error: AccessError) {
        let (status, code) = Self.answer(to: error)
        self.init(status, code, error.sentence)
        if case .tooManyAttempts(let wait) = error {
            let seconds = String(max(1, wait.components.seconds + (wait.components.attoseconds > 0 ? 1 : 0)))
            details = ["retryAfterSeconds": seconds]
            headers[.retryAfter] = seconds
        }
    }

    private init(webhook error: WebhookError) {
        switch error {
        case .noSuchEndpoint: self = .notFound(error.sentence)
        case .tooMany: self.init(.conflict, "too_many_endpoints", error.sentence)
        case .hasNoSecret: self.init(.conflict, "no_secret", error.sentence)
        case .notAllowed: self.init(.badRequest, "address_not_allowed", error.sentence, details: ["field": "url"])
        case .url, .format, .filter, .authority, .secret, .duplicate: self = .invalid(error.field ?? "body", error.sentence)
        }
    }

    private static func answer(to error: AccessError) -> (HTTPResponse.Status, String) {
        switch error {
        case .setupAlreadyDone: (.conflict, "already_set_up")
        case .setupCodeWrong, .sourceCodeWrong: (.forbidden, "setup_code_wrong")
        case .sourceCodeInUse: (.conflict, "setup_code_in_use")
        case .sourceCodeOfOtherProduct: (.forbidden, "setup_code_of_other_product")
        case .credentialsWrong: (.unauthorized, "credentials_wrong")
        case .tooManyAttempts: (.tooManyRequests, "too_many_attempts")
        case .passwordTooShort: (.badRequest, "password_too_short")
        case .passwordTooLong: (.badRequest, "password_too_long")
        case .userNameInvalid: (.badRequest, "user_name_invalid")
        case .userExists: (.conflict, "user_exists")
        case .userDisabled: (.forbidden, "user_disabled")
        case .tooManyUsers, .tooManyRoles, .tooManyLinks: (.conflict, "too_many")
        case .noSuchUser, .noSuchToken, .noSuchRole, .noSuchLink: (.notFound, "not_found")
        case .accountElsewhere: (.forbidden, "account_elsewhere")
        case .linkEnded: (.unauthorized, "link_ended")
        case .scopesInvalid: (.badRequest, "scopes_invalid")
        case .tokenNameInvalid: (.badRequest, "token_name_invalid")
        case .networksInvalid: (.badRequest, "invalid_networks")
        case .rolesMissing: (.badRequest, "invalid_roles")
        case .roleNameInvalid: (.badRequest, "role_name_invalid")
        case .roleExists: (.conflict, "role_exists")
        case .roleBuiltIn: (.conflict, "role_built_in")
        case .roleInUse: (.conflict, "role_in_use")
        case .limitsInvalid: (.badRequest, "invalid_limits")
        case .lastAdministrator: (.conflict, "last_administrator")
        case .exceedsOwnPermissions: (.forbidden, "exceeds_own_permissions")
        }
    }

    private init(http error: HTTPError) {
        switch error.status {
        case .notFound: self = .notFound("There is nothing at this address.")
        case .contentTooLarge: self.init(.contentTooLarge, "body_too_large", "The body of the request is larger than this address takes.")
        default: self.init(error.status, "bad_request", error.body ?? "The request could not be understood.")
        }
    }
}

extension APIError {
    /// A demonstration shows what it made up, and nothing else.
    package static let demonstration = APIError(
        .forbidden, "demo",
        "This is a demonstration with simulated clusters; real ones cannot be added to it. Start Pulse without --demo to watch your own.")
}
