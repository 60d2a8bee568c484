import PulseCore
import PulseStorage

/// Somebody whom a provider has vouched for.
struct OIDCPerson: Sendable {
    let issuer: String
    let subject: String
    let claims: ClaimSet
    let admission: Admission
}

/// Which user of Pulse somebody is: found by issuer and subject, which a provider never gives to another person; never by a name, which anybody
/// might choose. A name that an account has already is therefore refused, whatever kind of account it is.
struct OIDCAccounts: Sendable {
    let store: OIDCStore
    let access: AccessService

    func knownRoles() throws -> Set<String> { Set(try access.roles.all().map(\.id.description)) }

    func unknownRoles(_ settings: OIDCSettings) -> [String] {
        let known = (try? knownRoles()) ?? []
        return Set(settings.namedRoles).subtracting(known).sorted()
    }

    func checkRoles(_ settings: OIDCSettings) throws {
        if let unknown = unknownRoles(settings).first {
            throw OIDCSettingsError(settings.defaultRole == unknown ? "defaultRole" : "roleMapping", "The role '\(unknown)' does not exist.")
        }
    }

    /// Opens a session, after making the account at the first time and bringing its roles up to date at every time.
    func signIn(_ person: OIDCPerson, from address: String, at now: Timestamp) throws -> NewSession {
        let linked = try store.user(issuer: person.issuer, subject: person.subject)
        if let refusal = person.admission.refusal {
            // Who may come in no more is not to stay in by an older session either.
            if let linked { try access.users.endSessions(of: linked) }
            throw OIDCFailure.notAllowed(refusal)
        }
        let roles = person.admission.roles.compactMap { RoleID($0) }
        let name = try linked ?? make(person, roles: roles, at: now)
        do {
            let account = try access.users.vouched(name, origin: .oidc, roles: roles, first: roles, at: now)
            return try access.openSession(for: account.name, method: .oidc, from: address, at: now)
        } catch AccessError.userDisabled(let name) { throw OIDCFailure.disabled(name) }
    }

    /// The same without consequences.
    func trial(_ person: OIDCPerson) throws -> TrialResult {
        let admission = person.admission
        let linked = try store.user(issuer: person.issuer, subject: person.subject)
        let account = try (linked ?? admission.user).flatMap { try access.users.all().named($0) }
        let reason: String? =
            if let refusal = admission.refusal {
                refusal
            } else if linked == nil, let account {
                OIDCFailure.nameTaken(account.name).sentence
            } else if let account, account.isDisabled {
                OIDCFailure.disabled(account.name).sentence
            } else {
                nil
            }
        return TrialResult(claims: person.claims.shown, user: linked ?? admission.user, roles: admission.roles, reason: reason)
    }

    private func make(_ person: OIDCPerson, roles: [RoleID], at now: Timestamp) throws -> String {
        guard let wanted = person.admission.user else { throw OIDCFailure.notAllowed("The provider gives no name.") }
        let name = try UserName(wanted)
        return try access.stores.change { transaction in
            guard try access.stores.users.find(name.description, in: transaction) == nil else { throw OIDCFailure.nameTaken(name.description) }
            try access.stores.users.insert(name, passwordHash: nil, roles: roles, origin: .oidc, at: now, in: transaction)
            try store.link(issuer: person.issuer, subject: person.subject, to: name.description, in: transaction)
            return name.description
        }
    }
}

extension [UserAccount] {
    fileprivate func named(_ name: String) -> UserAccount? { first { $0.name.lowercased() == name.lowercased() } }
}
