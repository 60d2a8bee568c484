package import PulseCore
package import PulseTransport

/// What a connection test asked, what came back, and what that means for the person who set it up.
package struct ProxmoxConnectionReport: Sendable, Equatable {
    package struct Step: Sendable, Equatable {
        /// `GET /version`, or `TLS handshake`.
        package let asked: String
        /// `200, Proxmox VE 9.2.10`, or why there was nothing.
        package let answered: String
        package let succeeded: Bool
    }

    package var product: ProxmoxProduct
    package var steps: [Step] = []
    /// `https://pve1:8006`, as it would be stored. Nil when the address could not be read.
    package var url: String?
    package var certificate: CertificateSummary?
    /// True when the system doesn't trust the certificate and nobody has confirmed its fingerprint. Nothing but the handshake was done then.
    package var needsConfirmation = false
    package var version: String?
    /// Nil for a standalone node.
    package var clusterName: String?
    package var nodes: [String] = []
    package var guests: Int?
    /// Of a backup server.
    package var datastores: [String] = []
    package var missingPrivileges: [MissingPrivilege] = []
    /// What can be read and what is hidden; empty when the test did not come that far.
    package var features: [FeatureAccess] = []
    package var problem: Problem?
    /// The address that was tested and the other nodes found, ready to be stored.
    package var endpoints: [ProxmoxEndpoint] = []

    /// True when a source set up this way would deliver something.
    package var succeeded: Bool { problem == nil && !needsConfirmation }
}
