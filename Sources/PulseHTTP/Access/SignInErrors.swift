import HTTPTypes
import PulseAccess

/// Refusals of second factors and passkeys as answers.
extension APIError {
    init(factor error: SecondFactorError) {
        switch error {
        case .required: self.init(.unauthorized, "second_factor_required", error.sentence, details: ["methods": "totp,recovery"])
        case .wrong: self.init(.unauthorized, "second_factor_wrong", error.sentence)
        case .alreadyOn: self.init(.conflict, "second_factor_on", error.sentence)
        case .isOff: self.init(.conflict, "second_factor_off", error.sentence)
        case .nothingToConfirm: self.init(.conflict, "second_factor_not_begun", error.sentence)
        }
    }

    init(passkey refusal: PasskeyRefusal) {
        let status: HTTPResponse.Status =
            switch refusal {
            case .notPossibleHere, .alreadyRegistered, .tooMany: .conflict
            case .credentialUnknown, .wrongUser, .signatureWrong, .counterWentBack, .userNotPresent, .userNotVerified: .unauthorized
            default: .badRequest
            }
        self.init(status, refusal.code, refusal.sentence)
    }
}
