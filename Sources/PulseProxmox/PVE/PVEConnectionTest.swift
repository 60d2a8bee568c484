package import PulseCore
package import PulseTransport

/// Tries an address and credentials once, step by step, without keeping anything.
package struct PVEConnectionTest: Sendable {
    private let client: OutboundClient
    private let now: @Sendable () -> Timestamp

    package init(client: OutboundClient, now: @escaping @Sendable () -> Timestamp) {
        self.client = client
        self.now = now
    }

    /// - Parameter fingerprint: the certificate somebody has confirmed; nil asks for the system's trust. Without either it ends after the
    ///   handshake, and the credentials are not sent.
    package func run(address: String, credentials: PVECredentials, fingerprint: String?) async -> PVEConnectionReport {
        PVEConnectionReport()
    }
}
