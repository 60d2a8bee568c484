/// How to reach a simulated cluster and who may look into it.
package struct RunningCluster: Sendable {
    package let index: Int
    /// nil for a standalone node.
    package let name: String?
    package let nodes: [RunningNode]
    /// The certificate of the cluster's authority in PEM, for clients that check the chain; nil when nodes sign their own.
    package let authority: String?
    /// All vmids in use, ascending.
    package let vmids: [Int]
    /// PVEAuditor on everything: what a monitor is told to ask for.
    package let token: RunningToken
    /// Everything an administrator may, including the guest agent before 9 and pending updates.
    package let operatorToken: RunningToken
    /// Valid, but without a single privilege: lists are empty, the rest is 403.
    package let freshToken: RunningToken
    /// Sees the guests of the pool `production` and the storage `local`.
    package let limitedToken: RunningToken
    package let expiredToken: RunningToken
    /// PVEAuditor on everything and PVEDatastoreAdmin on storages: the least with which archives can be listed.
    package let archiveToken: RunningToken
    /// For tickets: `pulse@pve` with PVEAuditor, `root@pam` with everything, `careful@pve` with a second factor.
    package let users: [RunningUser]

    package var user: RunningUser { users[1] }

    init(_ member: SimulatedEstate.Member) {
        let world = member.host.snapshot
        let tokens = Dictionary(
            world.access.tokens.map { ($0.id, RunningToken(id: $0.id, secret: $0.secret)) }, uniquingKeysWith: { first, _ in first })
        func token(_ id: String) -> RunningToken { tokens[id] ?? RunningToken(id: id, secret: "") }
        index = world.index
        name = world.clusterName
        authority = member.authority
        vmids = world.guests.map(\.vmid)
        self.token = token(AccessControl.auditor)
        operatorToken = token(AccessControl.operatorToken)
        freshToken = token(AccessControl.fresh)
        limitedToken = token(AccessControl.limited)
        expiredToken = token(AccessControl.expired)
        archiveToken = token(AccessControl.archivist)
        users = world.access.users.map { RunningUser(name: $0.name, password: $0.password) }
        nodes = member.servers.map { RunningNode(name: $0.name, address: $0.address, port: $0.port ?? 0, fingerprint: $0.fingerprint) }
    }
}

/// A node's door.
package struct RunningNode: Sendable {
    package let name: String
    package let address: String
    package let port: Int
    /// SHA-256 of its certificate, `AA:BB:…`.
    package let fingerprint: String

    package var url: String { "https://\(address):\(port)" }
}

package struct RunningToken: Sendable {
    /// `user@realm!name`
    package let id: String
    package let secret: String

    /// The value of the `Authorization` header.
    package var header: String { "PVEAPIToken=\(id)=\(secret)" }
}

package struct RunningUser: Sendable {
    /// `user@realm`
    package let name: String
    package let password: String
}
