/// Why a second factor was not turned on or off, or a sign-in not finished.
package enum SecondFactorError: Error, Equatable {
    /// The password was right; now the code.
    case required
    case wrong
    case alreadyOn
    case isOff
    case nothingToConfirm

    package var sentence: String {
        switch self {
        case .required: "Enter the code of your authenticator app, or one of your recovery codes."
        case .wrong: "This code is wrong, has been used before, or has run out. Wait for the next one and check the clock of your phone."
        case .alreadyOn: "An authenticator app is set up already. Turn it off first to use another one."
        case .isOff: "No authenticator app is set up for this account."
        case .nothingToConfirm: "There is no authenticator app to confirm, or its quarter of an hour is over. Start again."
        }
    }
}
