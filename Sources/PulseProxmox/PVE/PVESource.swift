package import Logging
package import PulseCore
package import PulseTransport

/// One cluster or standalone node that is asked again and again.
///
/// The main flight (`poll`) brings the whole cluster's rows; the calls about single nodes and guests run beside it and are folded into the
/// next observation, so nothing slow delays a row. One flight at a time.
package final class PVESource: Sendable {
    package let configuration: PVESourceConfiguration

    /// - Parameters:
    ///   - now: the clock.
    ///   - randomness: a number in 0..<1, for the jitter of the breakers.
    ///   - learnt: told when another node of the cluster has been found over a trusted connection, with the fingerprint to pin.
    package init(
        configuration: PVESourceConfiguration, client: OutboundClient, now: @escaping @Sendable () -> Timestamp,
        randomness: @escaping @Sendable () -> Double, logger: Logger, learnt: @escaping @Sendable ([PVEEndpoint]) async -> Void = { _ in }
    ) {
        self.configuration = configuration
    }

    /// Polls until cancelled, handing every observation to `emit`.
    package func run(emit: @escaping @Sendable (Observation) async -> Void) async {}

    /// One main flight. It never throws: what went wrong is in the observation's report.
    package func poll(now: Timestamp) async -> Observation {
        Observation(
            source: configuration.slug, at: now,
            report: SourceReport(
                source: configuration.slug, kind: .proxmoxVE, name: configuration.name, condition: .connecting,
                interval: configuration.interval))
    }

    /// Makes the calls about single nodes and guests that are due, and returns when they have ended. `run` does this beside the main
    /// flight; tests in virtual time call it after `poll`.
    package func askDetails(now: Timestamp) async {}

    /// Nodes of the cluster found over a trusted connection that are not in the configuration.
    package var learntEndpoints: [PVEEndpoint] { [] }

    /// How many calls were made so far, by kind: `resources`, `guest_status`, …
    package var callCounts: [String: Int] { [:] }
}
