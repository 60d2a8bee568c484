/// The class of OCSF 1.3.0 that an event belongs to, and what was done in that class's own numbers.
struct OCSFClass: Sendable {
    static let (accountChange, authentication, entityManagement) = (3001, 3002, 3004)
    static let (applicationLifecycle, apiActivity) = (6002, 6003)

    let uid: Int
    let name: String
    let activity: (id: Int, name: String)

    /// Whether the class itself knows who acted.
    var hasActor: Bool { uid != Self.entityManagement && uid != Self.applicationLifecycle }
    /// Whether the class knows where it came from.
    var hasEndpoint: Bool { uid != Self.applicationLifecycle }

    init(_ event: EventName) {
        switch EventSubject(event) {
        case .signIn: (uid, name, activity) = (Self.authentication, "Authentication", (1, "Logon"))
        case .signOut: (uid, name, activity) = (Self.authentication, "Authentication", (2, "Logoff"))
        case .account: (uid, name, activity) = (Self.accountChange, "Account Change", Self.accountActivity(event))
        case .setting: (uid, name, activity) = (Self.entityManagement, "Entity Management", Self.entityActivity(event.verb))
        case .server:
            (uid, name) = (Self.applicationLifecycle, "Application Lifecycle")
            activity = event.parts.contains("stop") || event.parts.contains("shutdown") ? (4, "Stop") : (3, "Start")
        case .other: (uid, name, activity) = (Self.apiActivity, "API Activity", Self.apiActivity(event.verb))
        }
    }

    private static func accountActivity(_ event: EventName) -> (Int, String) {
        let parts = Set(event.parts)
        if parts.contains("password") { return parts.contains("reset") ? (4, "Password Reset") : (3, "Password Change") }
        if !parts.isDisjoint(with: ["totp", "passkey", "factor"]) {
            return event.verb == .delete || event.verb == .disable ? (11, "MFA Factor Disable") : (10, "MFA Factor Enable")
        }
        return switch event.verb {
        case .create: (1, "Create")
        case .enable: (2, "Enable")
        case .disable: (5, "Disable")
        case .delete: (6, "Delete")
        case .read, .update, .other: (99, event.words)
        }
    }

    private static func entityActivity(_ verb: EventName.Verb) -> (Int, String) {
        switch verb {
        case .create: (1, "Create")
        case .read: (2, "Read")
        case .update: (3, "Update")
        case .delete: (4, "Delete")
        case .enable: (8, "Enable")
        case .disable: (9, "Disable")
        case .other: (99, "Other")
        }
    }

    private static func apiActivity(_ verb: EventName.Verb) -> (Int, String) {
        switch verb {
        case .create: (1, "Create")
        case .read: (2, "Read")
        case .update, .enable, .disable: (3, "Update")
        case .delete: (4, "Delete")
        case .other: (99, "Other")
        }
    }
}
