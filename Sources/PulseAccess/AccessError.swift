/// Why somebody was not let in, or a setting of access was not taken.
package enum AccessError: Error, Equatable {
    case setupAlreadyDone
    case setupCodeWrong
    case credentialsWrong
    /// Too many wrong attempts; the next one counts after this long.
    case tooManyAttempts(retryAfter: Duration)
    case passwordTooShort(minimum: Int)
    case passwordTooLong(maximum: Int)
    case userNameInvalid
    case userExists(String)
    case noSuchUser(String)
    case scopesInvalid
    case tokenNameInvalid
    case noSuchToken(String)

    package var sentence: String {
        switch self {
        case .setupAlreadyDone: "This Pulse already has an administrator."
        case .setupCodeWrong: "This is not the set-up code that the server printed when it started."
        case .credentialsWrong: "User name or password is wrong."
        case .tooManyAttempts(let wait): "Too many wrong attempts. Try again in \(max(1, wait.components.seconds)) s."
        case .passwordTooShort(let minimum): "The password needs at least \(minimum) characters."
        case .passwordTooLong(let maximum): "The password may have at most \(maximum) bytes."
        case .userNameInvalid: "A user name has 1 to 64 letters, digits or the characters . _ - @."
        case .userExists(let name): "The user '\(name)' already exists."
        case .noSuchUser(let name): "There is no user '\(name)'."
        case .scopesInvalid: "Name at least one scope out of \(Scope.allCases.map(\.rawValue).joined(separator: ", ")) or *."
        case .tokenNameInvalid: "A token needs a name of 1 to 100 characters."
        case .noSuchToken(let id): "There is no token '\(id)'."
        }
    }
}
