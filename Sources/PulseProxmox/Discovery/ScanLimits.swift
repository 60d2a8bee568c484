/// How politely networks are looked through. All of it is a promise that `docs/discovery.md` makes to operators.
package struct ScanLimits: Sendable {
    /// Addresses of one scan, over all networks.
    package static let mostAddresses = 1024
    package static let mostNetworks = 32
    package static let mostPorts = 4
    /// The ports of Proxmox VE and the mail gateway, and of the backup server.
    package static let ports = [8006, 8007]

    /// Connections that are open at the same time, over all addresses. An address has one at a time.
    package var inFlight = 16
    /// Between the beginnings of two connections: 50 a second.
    package var spacing = Duration.milliseconds(20)
    /// Of a whole scan; what was not asked then is left out.
    package var whole = Duration.seconds(600)

    package init() {}
}
