package import PulseCore

extension AccessService {
    /// A person whom the proxy vouches for.
    package struct Vouched: Sendable {
        package let identity: Identity
        /// What the proxy's word changed about the account.
        package let change: UserDesk.VouchedChange
    }

    /// The identity of a user whom the proxy named; the account is made when the name is seen for the first time.
    ///
    /// - Throws: ``AccessError`` when the account is disabled, or the name belongs to an account that the proxy cannot vouch for.
    package func identity(
        ofProxyUser name: String, roles: [RoleID]?, first: [RoleID], by proxy: ProxyAuthentication, at now: Timestamp
    ) throws -> Vouched {
        let (account, change) = try users.vouch(name, origin: .proxy, roles: roles, first: first, at: now)
        let identity = Identity(
            actor: .user(account.name), method: .proxy, roles: account.roles, grants: try users.grants(of: account),
            csrfToken: proxy.csrfToken(for: account.name))
        return Vouched(identity: identity, change: change)
    }
}
