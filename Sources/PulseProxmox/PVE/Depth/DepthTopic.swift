import PulseCore

/// One matter beside the figures that Proxmox VE is asked about: the pending updates of a node, the archives of a storage, the snapshots of a
/// guest.
///
/// It holds everything about its call: how often, how long, where, and what becomes of the answer and of its absence. Plans know topics only
/// by these rules, so a new matter is a new value and no new case anywhere (see `Topics/`).
struct DepthTopic: Sendable {
    /// What is done with a body that came while the call was under way.
    typealias Take = @Sendable (inout PVEDepth, DepthCall, DepthAnswer) throws(ProxmoxError) -> Void

    /// A name out of a bounded set, for counters and logs.
    let name: String
    /// Nil: once.
    let period: Duration?
    let deadline: Duration
    /// May hang for as long as its deadline, or forks something on the node. One of these per node at a time.
    let maySit: Bool
    /// Of those that are due together the lower goes first.
    let rank: Int
    let path: @Sendable (DepthCall) -> String
    let take: Take
    /// What is said in the place of an answer.
    let miss: @Sendable (inout PVEDepth, DepthCall, Problem) -> Void
    /// Takes a refusal that is an answer in truth: there is no such thing there. False when it is none.
    let absent: @Sendable (inout PVEDepth, DepthCall, String, Timestamp) -> Bool
    /// What it is about, in the words of a sentence: `the pending updates of pve1`.
    let title: @Sendable (DepthCall) -> String
    /// What it takes to see it, for the command that grants it.
    let privilege: DepthPrivilege
    /// What its list leaves out silently.
    let leftOut: DepthGap?
    /// Bodies that are too large to be held are read row by row into one of these; nil for all others.
    let gather: (@Sendable () -> any DepthRows)?

    init(
        _ name: String, every period: Duration?, within deadline: Duration = .seconds(15), maySit: Bool = false, rank: Int = 5,
        path: @escaping @Sendable (DepthCall) -> String, about title: @escaping @Sendable (DepthCall) -> String,
        needs privilege: DepthPrivilege = .auditor("/"), leavesOut leftOut: DepthGap? = nil, gather: (@Sendable () -> any DepthRows)? = nil,
        take: @escaping Take,
        miss: @escaping @Sendable (inout PVEDepth, DepthCall, Problem) -> Void,
        absent: @escaping @Sendable (inout PVEDepth, DepthCall, String, Timestamp) -> Bool = { _, _, _, _ in false }
    ) {
        (self.name, self.period, self.deadline, self.maySit, self.rank) = (name, period, deadline, maySit, rank)
        (self.path, self.title, self.privilege, self.gather, self.take, self.miss) = (path, title, privilege, gather, take, miss)
        (self.leftOut, self.absent) = (leftOut, absent)
    }
}

extension DepthTopic: Hashable {
    static func == (left: DepthTopic, right: DepthTopic) -> Bool { left.name == right.name }
    func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// What has to be granted to see something.
enum DepthPrivilege: Sendable, Equatable {
    /// The role PVEAuditor at this path.
    case auditor(String)
    /// `Sys.Modify`: a privilege to change things, so it is named and not recommended.
    case systemModify
    /// `VM.Backup`: without it backups are not listed.
    case backups
}

/// An answer with the moments between which it was given.
struct DepthAnswer: Sendable {
    let body: [UInt8]
    /// Of a topic that gathers: its rows.
    var rows: (any DepthRows)?
    let askedAt: Timestamp
    let at: Timestamp

    /// The rows of a small list; those that can't be understood cost themselves.
    func list<Row: Sendable>(_ make: (JSONObject) -> Row?) throws(ProxmoxError) -> [Row] {
        try ProxmoxClient.decode { () throws(JSONError) in try Envelope.rows(body, make) }.content
    }

    func value() throws(ProxmoxError) -> JSON {
        try ProxmoxClient.decode { () throws(JSONError) in try Envelope.value(body) }.content
    }

    func object() throws(ProxmoxError) -> JSONObject {
        guard let object = try value().object else { throw .notProxmox }
        return object
    }
}

/// Takes the rows of a large answer one at a time.
protocol DepthRows: Sendable {
    /// False for a row it can't use.
    mutating func take(_ row: JSONObject) -> Bool
}
