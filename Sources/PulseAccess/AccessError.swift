import PulseCore

/// Why somebody was not let in, or a setting of access was not taken.
package enum AccessError: SentenceError, Equatable {
    case setupAlreadyDone
    case setupCodeWrong
    /// Of a server that wants to be watched.
    case sourceCodeWrong
    case sourceCodeInUse
    case sourceCodeOfOtherProduct(String)
    case credentialsWrong
    /// Too many wrong attempts; the next one counts after this long.
    case tooManyAttempts(retryAfter: Duration)
    case passwordTooShort(minimum: Int)
    case passwordTooLong(maximum: Int)
    case userNameInvalid
    case userExists(String)
    case noSuchUser(String)
    case userDisabled(String)
    case tooManyUsers
    case scopesInvalid
    case tokenNameInvalid
    case noSuchToken(String)
    case networksInvalid(String)
    /// The name belongs to an account that somebody else vouches for.
    case accountElsewhere(String, String)
    case noSuchLink(String)
    case linkEnded
    case tooManyLinks
    case rolesMissing
    case roleNameInvalid
    case roleExists(String)
    case noSuchRole(String)
    case roleBuiltIn(String)
    case roleInUse(String, users: Int)
    case tooManyRoles
    case limitsInvalid(String)
    case lastAdministrator(String)
    /// Somebody wanted to give away, or act on an account with, more than they have.
    case exceedsOwnPermissions

    package var sentence: String {
        switch self {
        case .setupAlreadyDone: "This Pulse already has an administrator."
        case .setupCodeWrong: "This is not the set-up code that the server printed when it started."
        case .sourceCodeWrong: "This code is not known here, was used, or has run out. Make a new one under Settings > Sources > Add a source."
        case .sourceCodeInUse: "A server is being added with this code at this moment. Wait for it, then try again."
        case .sourceCodeOfOtherProduct(let product): "This code was made for \(product). Choose the product under Settings > Sources > Add a source."
        case .credentialsWrong: "User name or password is wrong."
        case .tooManyAttempts(let wait): "Too many wrong attempts. Try again in \(max(1, wait.components.seconds)) s."
        case .passwordTooShort(let minimum): "The password needs at least \(minimum) characters."
        case .passwordTooLong(let maximum): "The password may have at most \(maximum) bytes."
        case .userNameInvalid: "A user name has 1 to 64 letters, digits or the characters . _ - @."
        case .userExists(let name): "The user '\(name)' already exists."
        case .noSuchUser(let name): "There is no user '\(name.printable(limit: 64))'."
        case .userDisabled(let name): "The user '\(name)' is disabled. An administrator can enable it under Settings > Users."
        case .tooManyUsers: "Pulse keeps no more users. Remove some that are not used any more."
        case .scopesInvalid:
            "Name at least one scope out of \(Permission.allCases.map(\.rawValue).joined(separator: ", ")) or *, and none that you do not have."
        case .tokenNameInvalid: "A name has 1 to 100 characters."
        case .noSuchToken(let id): "There is no token '\(id.printable(limit: 64))'."
        case .networksInvalid(let text): "'\(text.printable(limit: 64))' is not a network. Write 10.0.0.0/8, fd00::/8 or one address, 32 at most."
        case .accountElsewhere(let name, let origin):
            "The name '\(name)' belongs to an account of origin \(origin). Remove that account first if it is the same person."
        case .noSuchLink(let id): "There is no viewer link '\(id.printable(limit: 64))'."
        case .linkEnded: "This link has ended, was revoked, or is incomplete. Ask whoever sent it for a new one."
        case .tooManyLinks: "Pulse keeps no more viewer links. Revoke some first."
        case .rolesMissing: "A user needs at least one role."
        case .roleNameInvalid: "A role needs a name of 1 to 64 characters."
        case .roleExists(let id): "The role '\(id)' already exists."
        case .noSuchRole(let id): "There is no role '\(id.printable(limit: 64))'."
        case .roleBuiltIn(let id): "The role '\(id)' is built in and cannot be changed. Make a role of your own."
        case .roleInUse(let id, let users):
            "The role '\(id)' cannot be removed: \(users) user\(users == 1 ? " has" : "s have") it. Give them another one first."
        case .tooManyRoles: "Pulse keeps no more roles. Remove some that are not used any more."
        case .limitsInvalid(let sentence): sentence
        case .lastAdministrator(let name): "'\(name)' is the last enabled administrator. Make another user an administrator first."
        case .exceedsOwnPermissions: "Nobody can give away, or change an account that has, more permissions than they have themselves."
        }
    }
}
