import PulseCore

/// The products of Proxmox that Pulse asks, and what differs between them before the first answer (`facts.md`, sections 1 to 3).
package enum ProxmoxProduct: String, CaseIterable, Hashable, Sendable {
    case virtualEnvironment = "pve"
    case backupServer = "pbs"
    case mailGateway = "pmg"

    /// As its maker writes it.
    package var title: String {
        switch self {
        case .virtualEnvironment: "Proxmox VE"
        case .backupServer: "Proxmox Backup Server"
        case .mailGateway: "Proxmox Mail Gateway"
        }
    }

    package var defaultPort: Int { self == .backupServer ? 8007 : 8006 }

    /// The mail gateway answers 401 “API tokens not implemented”.
    package var knowsTokens: Bool { self != .mailGateway }

    /// The value of the header `Authorization`: the backup server has a colon where the others have a second `=`.
    func authorisation(token id: String, secret: Redacted<String>) -> Redacted<String> {
        Redacted("\(rawValue.uppercased())APIToken=\(id)\(self == .backupServer ? ":" : "=")\(secret.reveal())")
    }

    var ticketCookie: String { "\(rawValue.uppercased())AuthCookie" }

    /// What answers there, for `journalctl -u`.
    var daemons: [String] {
        switch self {
        case .virtualEnvironment: ["pveproxy", "pvedaemon"]
        case .backupServer: ["proxmox-backup-proxy", "proxmox-backup"]
        case .mailGateway: ["pmgproxy", "pmgdaemon"]
        }
    }

    /// Shows the fingerprint of the certificate on the machine itself.
    var certificateCommand: String {
        switch self {
        case .virtualEnvironment: "pvenode cert info"
        case .backupServer: "proxmox-backup-manager cert info"
        case .mailGateway: "pmgconfig cert info"
        }
    }

    var oldestSupported: String {
        switch self {
        case .virtualEnvironment: "8.4"
        case .backupServer: "3.4"
        case .mailGateway: "8.2"
        }
    }
}
