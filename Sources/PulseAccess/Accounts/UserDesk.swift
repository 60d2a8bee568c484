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

    /// What is to be changed about an account; nil stays as it is.
    package struct Change: Sendable {
        package var roles: [RoleID]?
        package var isDisabled: Bool?
        package var password: Redacted<String>?

        package init(roles: [RoleID]? = nil, isDisabled: Bool? = nil, password: Redacted<String>? = nil) {
            (self.roles, self.isDisabled, self.password) = (roles, isDisabled, password)
        }
    }

    /// All of it, or nothing. Whoever had the old password is out: a new one ends the sessions of the user.
    ///
    /// - Parameter kept: the session that made the change, where the users did it themselves.
    @discardableResult
    package func change(_ name: String, _ change: Change, keeping kept: SessionReference? = nil) async throws -> UserAccount {
        let hash = if let password = change.password { try await stores.hasher.hash(password) } else { String?.none }
        return try stores.change { transaction in
            if let hash {
                let account = try account(name, in: transaction)
                try stores.users.setPassword(of: account.name, hash: hash, in: transaction)
                try stores.sessions.removeAll(of: account.name, but: kept?.key, in: transaction)
            }
            return try apply(change, to: name, in: transaction)
        }
    }

    @discardableResult
    package func setRoles(of name: String, _ roles: [RoleID]) throws -> UserAccount {
        try stores.change { try apply(Change(roles: roles), to: name, in: $0) }
    }

    /// Disabling ends every session at once; tokens of the user are refused for as long as the user is disabled.
    @discardableResult
    package func setDisabled(_ name: String, _ isDisabled: Bool) throws -> UserAccount {
        try stores.change { try apply(Change(isDisabled: isDisabled), to: name, in: $0) }
    }

    package func setPassword(of name: String, to password: Redacted<String>, keeping kept: SessionReference? = nil) async throws {
        try await change(name, Change(password: password), keeping: kept)
    }

    /// Roles and state; the password was dealt with before.
    private func apply(_ change: Change, to name: String, in transaction: WriteTransaction) throws -> UserAccount {
        let before = try account(name, in: transaction)
        if let roles = change.roles {
            try check(roles, in: transaction)
            try stores.users.setRoles(of: before.name, roles, in: transaction)
        }
        if let isDisabled = change.isDisabled {
            try stores.users.setDisabled(before.name, isDisabled, in: transaction)
            if isDisabled { try stores.sessions.removeAll(of: before.name, in: transaction) }
        }
        try keepAdministrator(before, in: transaction)
        return try account(before.name, in: transaction)
    }

    /// Removes the user with sessions and tokens.
    package func remove(_ name: String) throws {
        try stores.change { transaction in
            let before = try account(name, in: transaction)
            try stores.users.remove(before.name, in: transaction)
            try keepAdministrator(before, in: transaction)
        }
    }

    /// The way back in, for whoever can reach the data directory: a new password, enabled, not locked; and sign-in by password is offered for
    /// a day even where the settings hide it.
    package func rescue(_ name: String, password: Redacted<String>, at now: Timestamp) async throws {
        try await change(name, Change(isDisabled: false, password: password))
        try stores.database.write { try stores.users.offerPasswords(until: now + Self.rescueTime, in: $0) }
    }

    /// True for a day after the command line gave somebody a new password.
    package func offersPasswords(at now: Timestamp) throws -> Bool { try stores.users.passwordsOfferedUntil().map { $0 > now } ?? false }

    private static let rescueTime = Duration.seconds(86_400)

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
    /// The account as ``vouch(_:origin:roles:first:at:)`` leaves it.
    package func vouched(_ name: String, origin: UserAccount.Origin, roles: [RoleID]?, first: [RoleID], at now: Timestamp) throws -> UserAccount {
        try vouch(name, origin: origin, roles: roles, first: first, at: now).account
    }

    /// The account, made when it is seen for the first time.
    ///
    /// - Parameters:
    ///   - roles: what the voucher says the roles are; nil when it says nothing, and the account keeps those it has.
    ///   - first: the roles of a new account when `roles` is nil.
    /// - Throws: ``AccessError`` when the name belongs to an account of another origin, which nobody else can vouch for; or is disabled.
    package func vouch(
        _ name: String, origin: UserAccount.Origin, roles: [RoleID]?, first: [RoleID], at now: Timestamp
    ) throws -> (account: UserAccount, change: VouchedChange) {
        let userName = try UserName(name)
        let known = try stores.users.find(name)
        if let known {
            guard known.origin == origin else { throw AccessError.accountElsewhere(known.name, known.origin.rawValue) }
            guard !known.isDisabled else { throw AccessError.userDisabled(known.name) }
            let isSame = roles.map { Set($0) == Set(known.roles) } ?? true
            if isSame, let seen = known.lastSignInAt, now.since(seen) < Self.vouchedInterval { return (known, .none) }
        }
        return try stores.change { transaction in
            let before = try stores.users.find(name, in: transaction)
            if let before {
                // Whoever vouches may take the role of the last administrator away; the command line gives it back.
                if let roles, Set(roles) != Set(before.roles) {
                    try check(roles, in: transaction)
                    try stores.users.setRoles(of: name, roles, in: transaction)
                }
            } else {
                try check(roles ?? first, in: transaction)
                try stores.users.insert(userName, passwordHash: nil, roles: roles ?? first, origin: origin, at: now, in: transaction)
            }
            try stores.users.signedIn(name, at: now, in: transaction)
            let account = try account(name, in: transaction)
            return (account, before == nil ? .made : before?.roles == account.roles ? .seen : .roles)
        }
    }

    /// What somebody's word changed about an account.
    package enum VouchedChange: Sendable {
        case none, made, roles
        /// Nothing, and it was not seen for an hour: what a sign-in is, where every request is vouched for.
        case seen
    }

    /// A proxy vouches with every request; that an account was seen is written at most this often.
    private static let vouchedInterval = Duration.seconds(60 * 60)
}
