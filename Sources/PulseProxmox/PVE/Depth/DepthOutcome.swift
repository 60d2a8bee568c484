import PulseTransport

/// What became of a call about something other than figures.
enum DepthOutcome: Hashable, Sendable {
    case answered
    /// There is no such thing there: no Ceph, no ZFS.
    case absent
    case forbidden
    /// This version of Proxmox VE doesn't know the path.
    case unsupported
    /// 595 to 599, or nothing at all from the node.
    case nodeUnreachable
    case failed

    init(of error: ProxmoxError) {
        switch error {
        case .forbidden: self = .forbidden
        case .unsupported: self = .unsupported
        case .nodeUnreachable: self = .nodeUnreachable
        case .refused(_, let reason) where reason.hasPrefix("hostname lookup"): self = .nodeUnreachable
        default: self = .failed
        }
    }

    /// What it says about the node that was asked.
    var ofNode: DetailOutcome {
        switch self {
        case .answered, .absent: .answered
        case .forbidden: .forbidden
        case .unsupported: .unsupported
        case .nodeUnreachable: .nodeUnreachable
        case .failed: .failed
        }
    }
}
