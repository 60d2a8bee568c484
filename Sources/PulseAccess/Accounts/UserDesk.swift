package import PulseCore
import PulseStorage

/// What is done about users: by administrators, the command line, and by the accounts that sign-in elsewhere brings.
package struct UserDesk: Sendable {
    let stores: AccessStores

    package func all() throws -> [UserAccount] { try stores.users.all() }

    package func find(_ name: String) throws -> UserAccount {
        guard let account = try stores.users.find(name) else { throw AccessError.noSuchUser(name) }
        return account
    }

    /// What the roles of the account allow, disabled or not.
    package func grants(of account: UserAccount) throws -> Grants { try stores.database.read { Grants(of: try RoleStore.roles(account.roles, $0)) } }

    @discardableResult
    package func add(name: String, password: Redacted<String>, roles: [RoleID], at now: Timestamp) async throws -> UserAccount {
        let userName = try UserName(name)
        let hash = try await stores.hasher.hash(password)
        return try stores.change { transaction in
            try check(roles, in: transaction)
            try stores.users.insert(userName, passwordHash: hash, roles: roles, origin: .local, at: now, in: transaction)
            return try account(userName.description, in: transaction)
        }
    }

    @discardableResult
    package func setRoles(of name: String, _ roles: [RoleID]) throws -> UserAccount {
        try stores.change { transaction in
            try check(roles, in: transaction)
            let before = try account(name, in: transaction)
            try stores.users.setRoles(of: before.name, roles, in: transaction)
            try keepAdministrator(before, in: transaction)
            return try account(name, in: transaction)
        }
    }

    /// Disabling ends every session at once; tokens of the user are refused for as long as the user is disabled.
    @discardableResult
    package func setDisabled(_ name: String, _ isDisabled: Bool) throws -> UserAccount {
        try stores.change { transaction in
            let before = try account(name, in: transaction)
            try stores.users.setDisabled(before.name, isDisabled, in: transaction)
            if isDisabled { try stores.sessions.removeAll(of: before.name, in: transaction) }
            try keepAdministrator(before, in: transaction)
            return try account(name, in: transaction)
        }
    }

    /// Sets a new password and ends the sessions of the user: whoever had the old one is out.
    ///
    /// - Parameter kept: the session that made the change, where the users did it themselves.
    package func setPassword(of name: String, to password: Redacted<String>, keeping kept: SessionReference? = nil) async throws {
        let hash = try await stores.hasher.hash(password)
        try stores.change {
            let account = try account(name, in: $0)
            try stores.users.setPassword(of: account.name, hash: hash, in: $0)
            try stores.sessions.removeAll(of: account.name, but: kept?.key, in: $0)
        }
    }

    /// Removes the user with sessions and tokens.
    package func remove(_ name: String) throws {
        try stores.change { transaction in
            let before = try account(name, in: transaction)
            try stores.users.remove(before.name, in: transaction)
            try keepAdministrator(before, in: transaction)
        }
    }

    package func endSessions(of name: String) throws {
        try stores.change { try stores.sessions.removeAll(of: try account(name, in: $0).name, in: $0) }
    }

    /// The user's sessions, the one used last first.
    package func sessions(of name: String) throws -> [OpenSession] {
        try stores.sessions.all(of: name).map {
            OpenSession(createdAt: $0.createdAt, lastUsedAt: $0.lastUsedAt, address: $0.address, method: $0.method)
        }
    }

    func account(_ name: String, in transaction: WriteTransaction) throws -> UserAccount {
        guard let account = try stores.users.find(name, in: transaction) else { throw AccessError.noSuchUser(name) }
        return account
    }

    private func check(_ roles: [RoleID], in transaction: WriteTransaction) throws {
        guard !roles.isEmpty else { throw AccessError.rolesMissing }
        let known = Set(try RoleStore.all(transaction.database).map(\.id))
        if let unknown = roles.first(where: { !known.contains($0) }) { throw AccessError.noSuchRole(unknown.description) }
    }

    /// Called after the change, inside its transaction, which fails as a whole when nobody would be left.
    private func keepAdministrator(_ changed: UserAccount, in transaction: WriteTransaction) throws {
        guard changed.roles.contains(.administrator), !changed.isDisabled else { return }
        guard try !stores.users.administrators(in: transaction).isEmpty else { throw AccessError.lastAdministrator(changed.name) }
    }
}

/// Accounts of people whom somebody else vouches for: an OpenID provider, a proxy.
extension UserDesk {
    /// The account, made when it is seen for the first time.
    ///
    /// - Parameters:
    ///   - roles: what the voucher says the roles are; nil when it says nothing, and the account keeps those it has.
    ///   - first: the roles of a new account when `roles` is nil.
    /// - Throws: ``AccessError`` when the name belongs to an account of another origin, which nobody else can vouch for; or is disabled.
    package func vouched(
        _ name: String, origin: UserAccount.Origin, roles: [RoleID]?, first: [RoleID], at now: Timestamp
    ) throws -> UserAccount {
        let userName = try UserName(name)
        if let known = try stores.users.find(name) {
            guard known.origin == origin else { throw AccessError.userExists(known.name) }
            guard !known.isDisabled else { throw AccessError.userDisabled(known.name) }
            guard let roles, Set(roles) != Set(known.roles) else { return known }
        }
        return try stores.change { transaction in
            let wanted = roles ?? first
            try check(wanted, in: transaction)
            if try stores.users.find(name, in: transaction) == nil {
                try stores.users.insert(userName, passwordHash: nil, roles: wanted, origin: origin, at: now, in: transaction)
            } else if let roles {
                // Whoever vouches may take the role of the last administrator away; the command line gives it back.
                try stores.users.setRoles(of: name, roles, in: transaction)
            }
            return try account(name, in: transaction)
        }
    }
}
