/// The token that takes the place of the auditor's when a set-up script is run again. It has the same secret, so that a stand-in for the programs of
/// Proxmox needs to know one only.
enum RenewedToken {
    static func name(_ token: String) -> String { token + "-2" }

    /// The first of the tokens once more under its other name.
    static func added(to tokens: [AccessControl.Token]) -> [AccessControl.Token] {
        tokens
            + tokens.prefix(1).map { token in
                AccessControl.Token(id: name(token.id), user: token.user, secret: token.secret, separated: token.separated, expires: token.expires)
            }
    }
}
