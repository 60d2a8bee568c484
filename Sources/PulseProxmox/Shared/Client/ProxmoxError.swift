import PulseTransport

/// Why a call to a server of Proxmox brought nothing.
enum ProxmoxError: Error, Sendable, Equatable {
    case transport(TransportError)
    /// The stored fingerprint is no SHA-256, so nothing was sent.
    case fingerprintUnreadable
    /// 401: token or ticket wrong, expired or disabled.
    case unauthorised(String)
    /// 403: a privilege is missing. The reason names it.
    case forbidden(String)
    /// The credentials are held back after a refusal.
    case heldBack
    case secondFactorWanted
    /// 595 to 599: the node that answered could not reach the node that the call was about.
    case nodeUnreachable(status: Int, reason: String)
    /// 501, of the backup server 404: this version doesn't know the path.
    case unsupported
    /// Any other status from 400 on.
    case refused(status: Int, reason: String)
    case redirected(to: String)
    /// A page, or JSON of another kind.
    case notProxmox
    case invalid(JSONError)
    /// The address leads to another cluster than before.
    case otherCluster(name: String?)

    /// A name out of a bounded set, for counters and logs.
    var shortName: String {
        switch self {
        case .transport(let error): error.shortName
        case .fingerprintUnreadable: "fingerprint_unreadable"
        case .unauthorised: "unauthorised"
        case .forbidden: "forbidden"
        case .heldBack: "held_back"
        case .secondFactorWanted: "second_factor"
        case .nodeUnreachable: "node_unreachable"
        case .unsupported: "unsupported"
        case .refused: "refused"
        case .redirected: "redirected"
        case .notProxmox: "not_proxmox"
        case .invalid: "invalid_json"
        case .otherCluster: "other_cluster"
        }
    }

    /// The certificate that was shown instead of the pinned one.
    var shownFingerprint: String? {
        if case .transport(.certificateChanged(_, let seen)) = self { seen.description } else { nil }
    }

    /// True when another endpoint of the same cluster would say the same, so it is not asked.
    var concernsCredentials: Bool {
        switch self {
        case .unauthorised, .heldBack, .secondFactorWanted: true
        default: false
        }
    }
}

extension ProxmoxError {
    /// Somebody else answers, or nobody has confirmed who does.
    var isRefusalOfTrust: Bool {
        switch self {
        case .transport(.certificateChanged), .transport(.certificateUntrusted), .fingerprintUnreadable, .otherCluster: true
        default: false
        }
    }
}
