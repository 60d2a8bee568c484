/// A call about one node or one guest, made beside the main flight.
struct DetailCall: Hashable, Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case nodeStatus = "node_status"
        case nodeStorage = "node_storage"
        case guestStatus = "guest_status"
        case filesystems = "agent_filesystems"
        case agentInterfaces = "agent_interfaces"
        case osInfo = "agent_os"
        case containerInterfaces = "container_interfaces"
    }

    let kind: Kind
    let node: String
    /// 0 for a call about a node.
    let vmid: Int

    init(_ kind: Kind, node: String, vmid: Int = 0) {
        self.kind = kind
        self.node = node
        self.vmid = vmid
    }
}

extension DetailCall.Kind {
    /// How often, as long as the budget allows.
    var period: Duration {
        switch self {
        case .nodeStatus: .seconds(60)
        case .guestStatus: .seconds(120)
        case .nodeStorage, .filesystems: .seconds(300)
        case .agentInterfaces, .osInfo, .containerInterfaces: .seconds(900)
        }
    }

    /// Round the whole call. A dead guest agent costs the node 3 s; a dead NFS server up to its own 30 s.
    var deadline: Duration {
        switch self {
        case .nodeStorage: .seconds(30)
        case .nodeStatus, .guestStatus, .containerInterfaces: .seconds(10)
        case .filesystems, .agentInterfaces, .osInfo: .seconds(12)
        }
    }

    var asksAgent: Bool {
        switch self {
        case .filesystems, .agentInterfaces, .osInfo: true
        case .nodeStatus, .nodeStorage, .guestStatus, .containerInterfaces: false
        }
    }

    /// May hang for as long as its deadline. One of these per node, so that the other place stays for quick ones.
    var maySit: Bool { asksAgent || self == .nodeStorage }

    var isAboutNode: Bool { self == .nodeStatus || self == .nodeStorage }
}

/// What became of a call.
enum DetailOutcome: Hashable, Sendable {
    case answered
    case agentOff
    case agentSilent
    case forbidden
    /// This version of Proxmox doesn't know the path.
    case unsupported
    /// 595 to 599, or nothing at all from the node.
    case nodeUnreachable
    case failed
}
