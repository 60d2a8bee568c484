/// The users of a mail gateway. There are no tokens and no paths: a role says everything.
struct MailAccess: Sendable {
    enum Role: String, Sendable {
        /// root@pam, who is asked nothing.
        case root
        case administrator = "admin"
        case quarantineManager = "qmanager"
        case auditor = "audit"
        case helpdesk
        /// Only for one's own quarantine.
        case quarantineUser = "quser"

        /// The roles it contains.
        var held: Set<Role> { self == .helpdesk ? [.helpdesk, .quarantineManager, .auditor] : [self] }
    }

    struct User: Sendable {
        let name: String
        let password: String
        var role: Role
        let secondFactor: Bool
        var enabled = true
    }

    var users: [User]

    init(seed: UInt64) {
        var random = SplitMix64(seed: SplitMix64.mix(seed, "access"))
        users = MailAccess.people.map { name, role in
            User(
                name: name, password: "secret-" + String(random.next() % 1_000_000, radix: 36), role: role,
                secondFactor: name == MailAccess.secondFactor)
        }
    }

    static let monitor = "pulse@pmg"
    static let secondFactor = "careful@pmg"
    private static let people: [(String, Role)] = [
        ("root@pam", .root), (monitor, .auditor), ("quarantine@pmg", .quarantineManager), ("help@pmg", .helpdesk), ("reader@pmg", .quarantineUser),
        (secondFactor, .auditor),
    ]

    func user(_ name: String) -> User? { users.first { $0.name == name } }
}
