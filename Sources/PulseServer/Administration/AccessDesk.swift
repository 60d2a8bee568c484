import PulseAccess
import PulseCore

/// Carries out what the command line asks about users, roles and tokens.
struct AccessDesk: Sendable {
    let access: AccessService
    let now: @Sendable () -> Timestamp

    func lines(for request: AccessRequest) async throws -> [String] {
        switch request {
        case .listUsers:
            let users = try access.users.all().map { AccessText.user($0, lockedUntil: access.guesses.lockedUntil($0.name, at: now())) }
            return users.isEmpty ? ["There is no user yet; open the page and enter the set-up code."] : users
        case .addUser(let name, let password, let roles):
            try await access.users.add(name: name, password: Redacted(password), roles: try Self.roles(roles), at: now())
            return ["User '\(name)' added, with the role\(roles.count == 1 ? "" : "s") \(roles.joined(separator: ", "))."]
        case .removeUser(let name):
            try access.users.remove(name)
            return ["User '\(name)' removed, with all sessions and tokens."]
        case .setRoles(let name, let roles):
            try access.users.setRoles(of: name, try Self.roles(roles))
            return ["User '\(name)' has the role\(roles.count == 1 ? "" : "s") \(roles.joined(separator: ", "))."]
        case .disableUser(let name):
            try access.users.setDisabled(name, true)
            return ["User '\(name)' is disabled; all sessions have ended and tokens are refused."]
        case .enableUser(let name):
            try access.users.setDisabled(name, false)
            return ["User '\(name)' is enabled."]
        case .unlockUser(let name):
            try access.guesses.unlock(try access.users.find(name).name)
            return ["The wrong attempts on '\(name)' are forgotten."]
        case .resetPassword(let name, let password): return try await rescue(name, password)
        case .listRoles:
            let users = try access.roles.users()
            return try access.roles.all().map { AccessText.role($0, users: users[$0.id] ?? 0) }
        case .listTokens, .createToken, .rotateToken, .revokeToken: return try tokenLines(for: request)
        }
    }

    private func rescue(_ name: String, _ password: String) async throws -> [String] {
        try await access.users.rescue(name, password: Redacted(password), at: now())
        try access.guesses.unlock(name)
        let account = try access.users.find(name)
        var lines = [
            "The password of '\(account.name)' is changed; every session of this user has ended. The user is enabled and not locked.",
            "Sign-in with a password is offered for the next 24 hours, also where the settings hide it.",
        ]
        if try access.users.removeSecondFactor(of: account.name) {
            lines.append("The authenticator app and its recovery codes are removed; set it up again after signing in.")
        }
        if !account.roles.contains(.administrator) {
            lines.append("To make the user an administrator: pulse user roles \(account.name) administrator")
        }
        return lines
    }

    private func tokenLines(for request: AccessRequest) throws -> [String] {
        switch request {
        case .createToken(let name, let scopes, let days, let networks):
            let made = try access.tokens.make(
                .init(name: name, scopes: scopes, lifetime: days.map { .seconds($0 * 86_400) }, networks: networks), at: now())
            return ["Token '\(made.token.name)' (id \(made.token.id)). It is shown only now:", made.text.reveal()]
        case .rotateToken(let id):
            let made = try access.tokens.rotate(id)
            return [
                "Token '\(made.token.name)' (id \(made.token.id)) has a new text, and the old one has ended. It is shown only now:",
                made.text.reveal(),
            ]
        case .revokeToken(let id):
            try access.tokens.revoke(id)
            return ["Token \(id) revoked."]
        default:
            let tokens = try access.tokens.all()
            return tokens.isEmpty ? ["There is no API token."] : tokens.map { AccessText.token($0, at: now()) }
        }
    }

    private static func roles(_ names: [String]) throws -> [RoleID] {
        try names.map { name in
            guard let id = RoleID(name) else { throw AccessError.noSuchRole(name) }
            return id
        }
    }
}

/// What the command line asks about access.
enum AccessRequest: Codable, Sendable {
    case listUsers
    case addUser(name: String, password: String, roles: [String])
    case removeUser(name: String)
    case setRoles(name: String, roles: [String])
    case disableUser(name: String)
    case enableUser(name: String)
    case unlockUser(name: String)
    case resetPassword(name: String, password: String)
    case listRoles
    case listTokens
    case createToken(name: String, scopes: [String], days: Int?, networks: [String])
    case rotateToken(id: String)
    case revokeToken(id: String)

    /// The event that it is in the audit trail, with what it is about; nil for what only reads. The names are those of the routes.
    var audited: (event: String, details: [String: String])? {
        switch self {
        case .listUsers, .listRoles, .listTokens: nil
        case .addUser(let name, _, let roles): ("user.add", ["user": name, "roles": roles.joined(separator: " ")])
        case .removeUser(let name): ("user.remove", ["user": name])
        case .setRoles(let name, let roles): ("user.change", ["user": name, "roles": roles.joined(separator: " ")])
        case .disableUser(let name): ("user.change", ["user": name, "disabled": "true"])
        case .enableUser(let name): ("user.change", ["user": name, "disabled": "false"])
        case .unlockUser(let name): ("user.unlock", ["user": name])
        case .resetPassword(let name, _): ("password.reset", ["user": name])
        case .createToken(let name, let scopes, _, _): ("token.create", ["name": name, "scopes": scopes.joined(separator: " ")])
        case .rotateToken(let id): ("token.rotate", ["token": id])
        case .revokeToken(let id): ("token.revoke", ["token": id])
        }
    }

    /// True for what makes sense before the first start: it prepares the access to a Pulse that is still to come.
    var mayBeFirst: Bool {
        switch self {
        case .addUser, .createToken: true
        default: false
        }
    }
}
