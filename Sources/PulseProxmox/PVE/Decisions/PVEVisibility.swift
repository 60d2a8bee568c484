/// What the credentials may see, and what became of rows that are no longer listed.
///
/// `/cluster/resources` leaves out silently what may not be seen, so a row that is missing tells of a thing deleted or of a privilege
/// withdrawn. Only `/access/permissions`, asked after the row went missing, can say which; until then it counts as neither.
struct PVEVisibility: Sendable {
    /// The rows of an answer by what they are about.
    typealias Listing = (nodes: [PVEResourceRow], guests: [Int: PVEResourceRow], storages: [PVEResourceRow])

    /// What tells a thing of a cluster from every other.
    private struct Place: Hashable {
        var path: String
        /// Empty for guests, which move.
        var node: String
    }

    private(set) var permissions: ProxmoxPermissions?
    /// True when something went missing, or came back, since the permissions were asked.
    private(set) var isInDoubt = false
    /// Went missing since then.
    private var unexplained: [Place: PVEResourceRow] = [:]
    /// Went missing with the privilege to see them; as they were last seen.
    private var hidden: [Place: PVEResourceRow] = [:]

    var hiddenRows: [PVEResourceRow] { Array(hidden.values) }

    /// Compares two answers in succession. True when the permissions have to be asked anew.
    mutating func compare(_ before: Listing, _ after: Listing) -> Bool {
        let listed = Set(after.storages.map(Self.place))
        let gone = before.guests.values.filter { after.guests[$0.vmid] == nil } + before.storages.filter { !listed.contains(Self.place($0)) }
        let isBack = { (row: PVEResourceRow) in row.kind == .storage ? listed.contains(Self.place(row)) : after.guests[row.vmid] != nil }
        let returned = hidden.filter { isBack($0.value) }
        for place in returned.keys { hidden[place] = nil }
        unexplained = unexplained.filter { !isBack($0.value) }
        for row in gone { unexplained[Self.place(row)] = row }
        guard !gone.isEmpty || !returned.isEmpty || Self.haveNodesLost(before.nodes, after.nodes) else { return false }
        isInDoubt = true
        return true
    }

    mutating func learn(_ answer: ProxmoxPermissions?) {
        permissions = answer
        guard let answer else { return }
        isInDoubt = false
        // What could be seen and isn't there has been deleted.
        hidden = hidden.merging(unexplained) { $1 }.filter { !Self.allows(answer, $0.value) }
        unexplained = [:]
    }

    /// Rows of nodes are always listed, but without the privilege they have no figures. One that is missing has left the cluster; asking
    /// then costs one call, and such things come together.
    private static func haveNodesLost(_ before: [PVEResourceRow], _ after: [PVEResourceRow]) -> Bool {
        before.contains { old in
            guard let new = after.first(where: { $0.node == old.node }) else { return true }
            return new.status == "online" && new.cpu == nil && old.cpu != nil
        }
    }

    private static func allows(_ permissions: ProxmoxPermissions, _ row: PVEResourceRow) -> Bool {
        permissions.allows(row.kind == .storage ? PVEPrivilege.storages : PVEPrivilege.guests, at: place(row).path)
    }

    private static func place(_ row: PVEResourceRow) -> Place {
        row.kind == .storage ? Place(path: "/storage/\(row.name ?? "")", node: row.node) : Place(path: "/vms/\(row.vmid)", node: "")
    }
}
