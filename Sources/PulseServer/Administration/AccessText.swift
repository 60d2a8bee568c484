import PulseAccess
import PulseCore

/// What the command line prints of users, roles and tokens.
enum AccessText {
    static func user(_ account: UserAccount, lockedUntil: Timestamp?) -> String {
        let roles = account.roles.map(\.description).joined(separator: " ")
        let signIn = account.lastSignInAt.map { "last signed in \($0)" } ?? "never signed in"
        let state = (account.isDisabled ? ", disabled" : "") + (lockedUntil.map { ", locked until \($0)" } ?? "")
        let origin = account.origin == .local ? "" : ", from \(account.origin.rawValue)"
        return "\(account.name)  [\(roles)]  \(signIn)\(origin)\(state)"
    }

    static func role(_ role: Role, users: Int) -> String {
        let kind = role.isBuiltIn ? "built in" : "own"
        let limits = role.limits.isUnlimited ? "" : ", limited"
        return "\(role.id)  \(role.name)  [\(role.permissions.names.joined(separator: " "))]  \(kind)\(limits), \(users) user\(users == 1 ? "" : "s")"
    }

    static func token(_ token: APIToken, at now: Timestamp) -> String {
        let expiry = token.expiresAt.map { $0 < now ? "expired \($0)" : "ends \($0)" } ?? "never ends"
        let use = token.lastUsedAt.map { "last used \($0)" + (token.lastUsedAddress.map { " from \($0)" } ?? "") } ?? "never used"
        let owner = token.owner.map { ", of \($0)" } ?? ""
        let networks = token.networks.isEmpty ? "" : ", from \(token.networks.map(\.description).joined(separator: " "))"
        return
            "\(token.id)  \(token.prefix)…\(token.suffix)  \(token.name)  [\(token.scopes.names.joined(separator: " "))]  \(expiry), \(use)\(owner)\(networks)"
    }
}
