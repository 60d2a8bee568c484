/// Users, tokens and what they may see, by the rules of Proxmox VE.
struct AccessControl: Sendable {
    struct User: Sendable {
        let name: String
        let password: String
        /// Logs in only with a second factor, which a monitor cannot have.
        let secondFactor: Bool
    }

    struct Token: Sendable {
        /// `user@realm!name`
        let id: String
        let user: String
        let secret: String
        /// Separate privileges: what the token has and the user has.
        let separated: Bool
        /// Seconds since 1970, 0 for never.
        var expires: Int
    }

    struct Grant: Sendable {
        let path: String
        /// A user or a token.
        let subject: String
        let privileges: Set<String>
        let propagates: Bool
    }

    var users: [User]
    var tokens: [Token]
    var grants: [Grant]
    /// Taken away by a fault: subject to privileges.
    var withdrawn: [String: Set<String>] = [:]

    init(seed: UInt64, version: SimulatedVersion) {
        var random = SplitMix64(seed: SplitMix64.mix(seed, "access"))
        users = AccessControl.people.map { name in
            User(
                name: name, password: "secret-" + String(random.next() % 1_000_000, radix: 36),
                secondFactor: name == AccessControl.secondFactor)
        }
        let names = [
            AccessControl.auditor, AccessControl.operatorToken, AccessControl.fresh, AccessControl.limited, AccessControl.expired,
            AccessControl.archivist,
        ]
        tokens = RenewedToken.added(
            to: names.map { id in
                Token(
                    id: id, user: String(id.prefix { $0 != "!" }), secret: AccessControl.uuid(&random), separated: true,
                    expires: id == AccessControl.expired ? 1_600_000_000 : 0)
            })
        grants = AccessControl.grants(version)
    }

    init(users: [User], tokens: [Token], grants: [Grant]) {
        self.users = users
        self.tokens = tokens
        self.grants = grants
    }

    static let monitor = "pulse@pve"
    static let auditor = "pulse@pve!monitor"
    static let operatorToken = "operator@pve!full"
    static let fresh = "pulse@pve!fresh"
    static let limited = "pulse@pve!limited"
    static let expired = "pulse@pve!expired"
    static let archivist = "archive@pve!monitor"
    static let secondFactor = "careful@pve"
    private static let people = ["root@pam", monitor, "operator@pve", secondFactor, "archive@pve"]

    private static func grants(_ version: SimulatedVersion) -> [Grant] {
        // Who is to see archives needs more than an auditor has: the role PVEDatastoreAdmin below /storage.
        let storages: Set<String> = ["Datastore.Allocate", "Datastore.AllocateSpace", "Datastore.AllocateTemplate", "Datastore.Audit"]
        let archives = ["archive@pve", archivist].flatMap { subject in
            [
                Grant(path: "/", subject: subject, privileges: version.auditor, propagates: true),
                Grant(path: "/storage", subject: subject, privileges: storages, propagates: true),
            ]
        }
        return archives + [
            Grant(path: "/", subject: monitor, privileges: version.auditor, propagates: true),
            Grant(path: "/", subject: auditor, privileges: version.auditor, propagates: true),
            Grant(path: "/", subject: RenewedToken.name(auditor), privileges: version.auditor, propagates: true),
            Grant(path: "/", subject: expired, privileges: version.auditor, propagates: true),
            Grant(path: "/", subject: "operator@pve", privileges: version.administrator, propagates: true),
            Grant(path: "/", subject: operatorToken, privileges: version.administrator, propagates: true),
            Grant(path: "/pool/production", subject: limited, privileges: ["VM.Audit", "Pool.Audit"], propagates: true),
            Grant(path: "/storage/local", subject: limited, privileges: ["Datastore.Audit"], propagates: false),
        ]
    }

    static func uuid(_ random: inout SplitMix64) -> String {
        let digits = String(random.next() | 1 << 63, radix: 16) + String(random.next() | 1 << 63, radix: 16)
        var text = ""
        for (position, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(position) { text += "-" }
            text.append(digit)
        }
        return text
    }

    func user(_ name: String) -> User? { users.first { $0.name == name } }
    func token(_ id: String) -> Token? { tokens.first { $0.id == id } }

    // MARK: Privileges

    /// Privileges on a path, each with whether it propagates further down.
    func privileges(of principal: Principal, on path: String) -> [String: Bool] {
        if principal.isRoot { return rootPrivileges }
        let own = privileges(subject: principal.subject, on: path)
        guard let id = principal.token, let token = token(id), token.separated else { return own }
        let users = privileges(subject: principal.user, on: path)
        return own.filter { users[$0.key] != nil }
    }

    func allows(_ principal: Principal, _ wanted: [String], on path: String) -> Bool {
        if principal.isRoot { return true }
        let held = privileges(of: principal, on: path)
        return wanted.contains { held[$0] != nil }
    }

    /// The entries nearest to the path win over those further up.
    private func privileges(subject: String, on path: String) -> [String: Bool] {
        var held: [String: Bool] = [:]
        for step in AccessControl.steps(to: path) {
            let here = grants.filter { $0.path == step && $0.subject == subject && ($0.propagates || step == path) }
            guard !here.isEmpty else { continue }
            held = [:]
            for grant in here { for privilege in grant.privileges { held[privilege] = grant.propagates } }
        }
        for privilege in withdrawn[subject] ?? [] { held[privilege] = nil }
        return held
    }

    /// `/vms/100` is reached through `/` and `/vms`.
    private static func steps(to path: String) -> [String] {
        var steps = ["/"]
        var current = ""
        for part in path.split(separator: "/") {
            current += "/" + part
            steps.append(current)
        }
        return steps
    }

    private var rootPrivileges: [String: Bool] {
        Dictionary(SimulatedVersion.pve9.administrator.union(["VM.Monitor"]).map { ($0, true) }, uniquingKeysWith: { first, _ in first })
    }

    /// A path below everything of which something is granted, such as one namespace of a datastore.
    func allowsBelow(_ principal: Principal, _ wanted: [String], _ path: String) -> Bool {
        grantedPaths(of: principal).contains { $0.hasPrefix(path + "/") && allows(principal, wanted, on: $0) }
    }

    /// Paths on which this principal has entries of its own, beside the standard ones.
    func grantedPaths(of principal: Principal) -> [String] {
        grants.filter { $0.subject == principal.subject || $0.subject == principal.user }.map(\.path)
    }
}

/// Who is asking.
struct Principal: Sendable, Hashable {
    let user: String
    /// `user@realm!name` when a token was used.
    let token: String?

    /// A token of root has separate privileges like any other.
    var isRoot: Bool { user == "root@pam" && token == nil }
    var subject: String { token ?? user }
}
