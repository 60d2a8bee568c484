import HTTPTypes
import Hummingbird
import PulseAccess
import PulseCore

/// Settings > Users.
struct UserRoutes {
    let access: AccessService
    let signIn: SignInServices
    let now: @Sendable () -> Timestamp

    func add(to routes: inout RouteTable) {
        let manage = RoutePermission.permission(.usersManage)
        routes.get("/api/users", manage, "All users", list)
        routes.change(.post, "/api/users", manage, audit: "user.add", "Add a user", add)
        routes.change(.put, "/api/users/:name", manage, audit: "user.change", "Change a user's roles or password, disable or enable a user", change)
        routes.change(.delete, "/api/users/:name", manage, audit: "user.remove", "Remove a user with sessions and tokens", remove)
        routes.change(.post, "/api/users/:name/unlock", manage, audit: "user.unlock", "Forget a user's wrong attempts to sign in", unlock)
        routes.change(
            .delete, "/api/users/:name/second-factor", manage, audit: "user.second-factor-remove",
            "Remove the authenticator app, recovery codes and passkeys of a user", removeSecondFactor)
        routes.get("/api/users/:name/sessions", manage, "A user's sessions", sessions)
        routes.change(.delete, "/api/users/:name/sessions", manage, audit: "user.end-sessions", "End all sessions of a user", endSessions)
        routes.change(.put, "/api/account/password", .session, audit: "password_change", "Change one's own password; other sessions end", password)
    }

    struct UserAnswer: Encodable {
        let name: String
        let roles: [String]
        let origin: String
        let createdAt: String
        @OrNull var lastSignInAt: String?
        let totp: Bool
        let passkeys: Int
        let disabled: Bool
        @OrNull var lockedUntil: String?

        init(_ account: UserAccount, totp: Bool, passkeys: Int, lockedUntil: Timestamp?) {
            (name, origin, disabled) = (account.name, account.origin.rawValue, account.isDisabled)
            roles = account.roles.map(\.description)
            createdAt = account.createdAt.description
            (self.totp, self.passkeys) = (totp, passkeys)
            lastSignInAt = account.lastSignInAt?.description
            self.lockedUntil = lockedUntil?.description
        }
    }

    private struct AddBody: Decodable {
        let name: String
        let password: String
        let roles: [String]
    }

    private struct ChangeBody: Decodable {
        let roles: [String]?
        let disabled: Bool?
        let password: String?
    }

    private struct PasswordBody: Decodable {
        let current: String
        let new: String
    }

    @Sendable private func list(_ request: Request, _ context: PulseContext) async throws -> Response {
        try .json(["users": try answers(try access.users.all())])
    }

    @Sendable private func add(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await request.decoded(as: AddBody.self, context)
        let roles = try Self.roles(body.roles)
        context.notes.note("user", body.name.printable(limit: 64))
        context.notes.note("roles", body.roles.joined(separator: " "))
        try Delegation.check(context.identity, covers: try access.roles.grants(of: roles))
        let account = try await access.users.add(name: body.name, password: Redacted(body.password), roles: roles, at: now())
        return try .json(try answer(account), status: .created)
    }

    @Sendable private func change(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await request.decoded(as: ChangeBody.self, context)
        let before = try account(context)
        let roles = try body.roles.map(Self.roles)
        if let roles {
            context.notes.note("rolesBefore", before.roles.map(\.description).joined(separator: " "))
            context.notes.note("roles", roles.map(\.description).joined(separator: " "))
            try Delegation.check(context.identity, covers: try access.roles.grants(of: roles))
        }
        if let disabled = body.disabled { context.notes.note("disabled", "\(disabled)") }
        if body.password != nil { context.notes.note("password", "changed") }
        let change = UserDesk.Change(roles: roles, isDisabled: body.disabled, password: body.password.map { Redacted($0) })
        return try .json(try answer(try await access.users.change(before.name, change, keeping: own(before.name, context))))
    }

    @Sendable private func remove(_ request: Request, _ context: PulseContext) async throws -> Response {
        try access.users.remove(try account(context).name)
        return .noContent
    }

    @Sendable private func unlock(_ request: Request, _ context: PulseContext) async throws -> Response {
        try access.guesses.unlock(try account(context).name)
        return .noContent
    }

    @Sendable private func removeSecondFactor(_ request: Request, _ context: PulseContext) async throws -> Response {
        let account = try account(context)
        try signIn.factors.remove(of: account.name)
        try signIn.passkeys.removeAll(of: account.name)
        return .noContent
    }

    @Sendable private func sessions(_ request: Request, _ context: PulseContext) async throws -> Response {
        struct Answer: Encodable {
            let createdAt: String
            let lastUsedAt: String
            @OrNull var address: String?
            let method: String

            init(_ session: OpenSession) {
                (createdAt, lastUsedAt) = (session.createdAt.description, session.lastUsedAt.description)
                method = session.method.rawValue
                address = session.address
            }
        }
        return try .json(["sessions": try access.users.sessions(of: try account(context).name).map(Answer.init)])
    }

    @Sendable private func endSessions(_ request: Request, _ context: PulseContext) async throws -> Response {
        try access.users.endSessions(of: try account(context).name)
        return .noContent
    }

    @Sendable private func password(_ request: Request, _ context: PulseContext) async throws -> Response {
        let body = try await request.decoded(as: PasswordBody.self, context)
        let name = context.identity?.user ?? ""
        guard try access.users.find(name).origin == .local else {
            throw APIError(.conflict, "password_elsewhere", "This account signs in by another service; its password is changed there.")
        }
        // Whoever finds an open page must not be able to take the account over, nor to guess.
        _ = try await access.checkPassword(name: name, password: Redacted(body.current), from: context.client.address, at: now())
        try await access.users.setPassword(of: name, to: Redacted(body.new), keeping: context.identity?.session)
        return .noContent
    }

    /// The account of the address, when the one who asks may act on it.
    private func account(_ context: PulseContext) throws -> UserAccount {
        let account = try access.users.find(try context.parameters.require("name"))
        context.notes.note("user", account.name)
        try Delegation.check(context.identity, covers: try access.users.grants(of: account))
        return account
    }

    private func own(_ name: String, _ context: PulseContext) -> SessionReference? {
        context.identity?.user == name ? context.identity?.session : nil
    }

    private func answer(_ account: UserAccount) throws -> UserAnswer {
        UserAnswer(
            account, totp: try signIn.factors.status(of: account.name).isOn, passkeys: try signIn.passkeys.passkeys(of: account.name).count,
            lockedUntil: access.guesses.lockedUntil(account.name, at: now()))
    }

    private func answers(_ accounts: [UserAccount]) throws -> [UserAnswer] {
        let (factors, passkeys, now) = (try signIn.factors.users(), try signIn.passkeys.counts(), now())
        return accounts.map {
            UserAnswer(
                $0, totp: factors.contains($0.name), passkeys: passkeys[$0.name] ?? 0, lockedUntil: access.guesses.lockedUntil($0.name, at: now))
        }
    }

    private static func roles(_ names: [String]) throws -> [RoleID] {
        try names.map { name in
            guard let id = RoleID(name) else { throw AccessError.noSuchRole(name) }
            return id
        }
    }
}

/// Nobody gives away, or acts on an account with, more than they have: with `users:manage` alone nobody makes themselves an administrator.
enum Delegation {
    static func check(_ identity: Identity?, covers grants: Grants) throws {
        guard identity?.grants.covers(grants) == true else { throw AccessError.exceedsOwnPermissions }
    }
}
